import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  appendEach,
  item,
  openFile,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from '../journal/temporary.ts';

let workspace: TemporaryWorkspace;
let request: Record<string, unknown>;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  const file = await openFile(workspace, true);
  appendEach(file, ...Array.from({ length: 5 }, () => item(workspace)));
  await file.checkpoint('exit', { wallMs: workspace.clock.wallMs, monoMs: 1 });
  await file.close();
  const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
  const { folder, origin, databaseKey, macKey } = workspace.options;
  request = {
    folder,
    origin,
    databaseKey: hex(databaseKey),
    macKey: hex(macKey),
    checkpointPublicKey: hex(workspace.checkpointPublicKey),
  };
});
afterAll(() => workspace.remove());

async function verifier(input: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const program = fileURLToPath(new URL('./verifier.utility.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: 'pipe', env: { PATH: process.env.PATH } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, stdout, stderr };
}

test('runs by itself: keys through the pipe, one document out, an exit code that says it', async () => {
  const fine = await verifier(JSON.stringify(request));
  expect([fine.code, fine.stderr]).toEqual([0, '']);
  expect(JSON.parse(fine.stdout)).toMatchObject({ verdict: 'ok', size: 6, payloads: 'not_checked' });
  expect(fine.stdout).not.toContain(String(request.databaseKey));

  const bytes = await readFile(workspace.database);
  bytes[bytes.length - 2000]! ^= 1;
  await writeFile(workspace.database, bytes);
  const damaged = await verifier(JSON.stringify(request));
  expect(damaged.code).toBe(1);
  expect(JSON.parse(damaged.stdout)).toMatchObject({ verdict: 'cannot_read' });
});

test('says plainly that a request is none', async () => {
  for (const input of ['', 'x', '{}', JSON.stringify({ ...request, databaseKey: 'short' })]) {
    const refused = await verifier(input);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('standard input');
  }
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inspectWorkspace } from './inspect.ts';
import { lockWorkspace } from './lock.ts';

let folder: string;
let lockFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  lockFile = join(folder, 'lock');
  await writeFile(lockFile, '');
});
afterEach(() => rm(folder, { recursive: true }));

/** A real process that takes the lock, says so, and then waits for its end. */
async function ownerProcess() {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { lockWorkspace } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
       try { lockWorkspace(${JSON.stringify(lockFile)}); process.stdout.write('owner'); }
       catch (problem) { process.stdout.write(problem.code); }
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    said: said.toString(),
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

it('has one owner within a process', () => {
  const lock = lockWorkspace(lockFile);
  expect(() => lockWorkspace(lockFile)).toThrow(expect.objectContaining({ code: 'in_use' }));
  expect(() => lockWorkspace(lockFile)).toThrow(expect.objectContaining({ code: 'in_use' }));
  lock.release();
  lockWorkspace(lockFile).release();
});

it('has one owner among processes, and SIGKILL frees it', async () => {
  const owner = await ownerProcess();
  expect(owner.said).toBe('owner');
  expect(() => lockWorkspace(lockFile)).toThrow(expect.objectContaining({ code: 'in_use' }));
  await owner.kill();

  const lock = lockWorkspace(lockFile);
  await inspectWorkspace(folder);
  const late = await ownerProcess();
  expect(late.said).toBe('in_use');
  await late.kill();
  lock.release();
});

it('refuses an absent and a foreign lock file', async () => {
  expect(() => lockWorkspace(join(folder, 'absent'))).toThrow(expect.objectContaining({ code: 'not_found' }));
  await writeFile(lockFile, 'not a database, but long enough to look at'.repeat(100));
  expect(() => lockWorkspace(lockFile)).toThrow(expect.objectContaining({ code: 'foreign_file' }));
});

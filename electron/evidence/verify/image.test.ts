import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  appendEach,
  item,
  openFile,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from '../journal/temporary.ts';
import { verifyJournalImage, type JournalImage, type JournalReport } from './index.ts';

let workspace: TemporaryWorkspace;
let image: JournalImage;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  const file = await openFile(workspace, true);
  // One entry that goes on on overflow pages.
  const note = 'x'.repeat(1900);
  appendEach(file, ...Array.from({ length: 12 }, () => item(workspace)));
  appendEach(
    file,
    item(workspace, {
      kind: 'integrity.drilled',
      body: {
        size: 1,
        asExpected: true,
        attacks: Array.from({ length: 60 }, () => ({
          attack: 'rechain_without_keys',
          without: 'chain_rewritten',
          with: 'chain_rewritten',
        })),
        note: note.slice(0, 480),
      },
    }),
  );
  await file.checkpoint('exit', { wallMs: workspace.clock.wallMs, monoMs: 1 });
  await file.close();
  image = {
    database: await readFile(workspace.database),
    log: new Uint8Array(),
    head: await readFile(join(workspace.options.folder, 'journal', 'head-0001.json'), 'utf8'),
  };
});
afterAll(() => workspace.remove());

function verify(changed: Partial<JournalImage>): JournalReport {
  const { checkpointPublicKey, options } = workspace;
  return verifyJournalImage({ ...image, ...changed }, { ...options, checkpointPublicKey });
}

test('an image in memory gets the same report as its files', async () => {
  expect(verify({})).toEqual(await workspace.verify());
  expect(verify({})).toMatchObject({ verdict: 'ok', size: 14 });
});

test('no changed byte verifies, wherever it is, and none throws', () => {
  const { database } = image;
  for (let at = 0; at < database.length; at += 83) {
    const bent = Uint8Array.from(database);
    bent[at]! ^= 1 << (at % 8);
    expect([at, verify({ database: bent }).verdict]).not.toEqual([at, 'ok']);
  }
});

test('a file that is cut, emptied, or of another key is a verdict', () => {
  const { database } = image;
  for (const length of [0, 1, 100, 4095, 4096, 8192, database.length - 4096, database.length - 1])
    expect(verify({ database: database.subarray(0, length) }).verdict).not.toBe('ok');
  expect(verify({ database: new Uint8Array(database.length) }).verdict).toBe('cannot_read');
  const { checkpointPublicKey, options } = workspace;
  const other = verifyJournalImage(image, {
    ...options,
    checkpointPublicKey,
    databaseKey: new Uint8Array(32),
  });
  expect(other.checks[0]?.detail).toContain('no page opens');
  expect(verify({ head: undefined }).verdict).toBe('tail_cut');
});

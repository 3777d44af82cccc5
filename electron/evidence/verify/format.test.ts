import { createDecipheriv, createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import Database from 'better-sqlite3-multiple-ciphers';
import { expect, test } from 'vitest';
import { appendEach, item, openFile, temporaryWorkspace } from '../journal/temporary.ts';

/** Reads a journal by resources/docs/journal-format.md alone: no SQLCipher, none of our code. */
function decrypt(file: Buffer, key: Uint8Array): Buffer {
  const pages: Buffer[] = [];
  for (let at = 0; at < file.length; at += 4096) {
    const page = file.subarray(at, at + 4096);
    const start = at === 0 ? 16 : 0;
    const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(4016, 4032)).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(page.subarray(start, 4016)), decipher.final()]);
    pages.push(at === 0 ? Buffer.from('SQLite format 3\u0000') : Buffer.alloc(0), plain, page.subarray(4016));
  }
  return Buffer.concat(pages);
}

test('the format document is enough to read a journal and recompute its chain and root', async () => {
  const workspace = await temporaryWorkspace();
  const file = await openFile(workspace, true);
  appendEach(file, item(workspace), item(workspace), item(workspace));
  const { note } = await file.checkpoint('exit', { wallMs: workspace.options.clock.wallMs(), monoMs: 1 });
  await file.close();

  const image = decrypt(await readFile(workspace.database), workspace.options.databaseKey);
  // The header says WAL; an image in memory has no log.
  image.writeUInt16BE(0x0101, 18);
  const database = new Database(image);
  const rows = database
    .prepare('SELECT seq, CAST(bytes AS BLOB) AS bytes, leaf FROM run_events ORDER BY seq')
    .all() as { seq: number; bytes: Buffer; leaf: Buffer }[];
  expect(database.pragma('user_version', { simple: true })).toBe(10);
  database.close();
  await workspace.remove();

  const sha256 = (...parts: Uint8Array[]): Buffer =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  let prev = '0'.repeat(64);
  for (const [i, { seq, bytes, leaf }] of rows.entries()) {
    const entry = JSON.parse(bytes.toString('utf8')) as { seq: number; prev: string };
    expect([seq, entry.seq, entry.prev]).toEqual([i, i, prev]);
    expect(sha256(Buffer.of(0), bytes)).toEqual(leaf);
    prev = leaf.toString('hex');
  }
  const [a, b, c] = rows.map(({ leaf }) => leaf);
  const root = sha256(Buffer.of(1), sha256(Buffer.of(1), a!, b!), c!);
  expect(note.split('\n').slice(0, 3)).toEqual([workspace.options.origin, '3', root.toString('base64')]);
  expect(rows.length).toBe(4);
});

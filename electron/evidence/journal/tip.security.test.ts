import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCipher } from '../database/index.ts';
import { appendEach, item, openFile, temporaryWorkspace, type TemporaryWorkspace } from './temporary.ts';

let workspace: TemporaryWorkspace;

/** Four entries and a checkpoint under the head, two entries behind it. */
beforeEach(async () => {
  workspace = await temporaryWorkspace();
  const file = await openFile(workspace, true);
  appendEach(file, ...Array.from({ length: 4 }, () => item(workspace)));
  await file.checkpoint('run_end', { wallMs: workspace.options.clock.wallMs(), monoMs: 1 });
  const head = await readFile(headPath());
  appendEach(file, item(workspace), item(workspace));
  await file.close();
  await writeFile(headPath(), head);
});

afterEach(() => workspace.remove());

const headPath = (): string => `${workspace.options.folder}/journal/head-0001.json`;

function withoutTriggers(statement: string): void {
  const database = openCipher(workspace.database, workspace.options.databaseKey, {
    readonly: false,
    mustExist: true,
  });
  database.exec('DROP TRIGGER run_events_are_not_changed; DROP TRIGGER run_events_are_not_removed');
  database.exec(statement);
  database.close();
}

test('what stands behind an older head is read and checked, then built upon', async () => {
  const file = await openFile(workspace);
  expect([file.size, file.orphanedIntents]).toEqual([7, 0]);
  appendEach(file, item(workspace));
  await file.close();
  expect(await workspace.verify()).toMatchObject({ verdict: 'ok', size: 8 });
});

test.each([
  ['an end that is cut below the head', 'DELETE FROM run_events WHERE seq >= 3', 'missing from its end'],
  ['another entry at the head', "UPDATE run_events SET bytes = bytes || ' ' WHERE seq = 4", 'rewritten'],
  ['a changed entry behind the head', "UPDATE run_events SET bytes = bytes || ' ' WHERE seq = 5", 'entry 5'],
  ['a changed MAC behind the head', 'UPDATE run_events SET mac = zeroblob(32) WHERE seq = 6', 'entry 6'],
  ['a gap behind the head', 'DELETE FROM run_events WHERE seq = 5', 'entry 5'],
  ['no epoch', 'DROP TRIGGER epoch_is_not_removed; DELETE FROM epoch', 'epoch record'],
])('%s is not built upon', async (_, statement, message) => {
  withoutTriggers(statement);
  const before = await readFile(workspace.database);
  await expect(openFile(workspace)).rejects.toMatchObject({ code: 'damaged' });
  await expect(openFile(workspace)).rejects.toThrow(message);
  expect((await readFile(workspace.database)).equals(before)).toBe(true);
});

test('a head under another MAC key is not believed', async () => {
  const head = JSON.parse(await readFile(headPath(), 'utf8')) as object;
  await writeFile(headPath(), JSON.stringify({ ...head, size: 2 }));
  const file = await openFile(workspace);
  // All seven are read again, and that the head was lost is told in an eighth.
  expect(file.size).toBe(8);
  await file.close();
  expect((await workspace.verify()).verdict).toBe('ok');
});

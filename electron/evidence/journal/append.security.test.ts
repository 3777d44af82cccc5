import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCipher, type SqliteDatabase } from '../database/index.ts';
import { appendEach, item, openFile, temporaryWorkspace, type TemporaryWorkspace } from './temporary.ts';
import type { JournalFile } from './writer.ts';

let workspace: TemporaryWorkspace;
let file: JournalFile;
let insider: SqliteDatabase;

beforeEach(async () => {
  workspace = await temporaryWorkspace();
  file = await openFile(workspace, true);
  appendEach(file, item(workspace), item(workspace), item(workspace));
  // Someone who has the database key and SQL, and the settings that the application itself writes with.
  insider = openCipher(workspace.database, workspace.options.databaseKey, {
    readonly: false,
    mustExist: true,
  });
  insider.pragma('recursive_triggers = ON');
});

afterEach(async () => {
  insider.close();
  await file.close();
  await workspace.remove();
});

describe('SQL that would change evidence is refused', () => {
  const row = "'{}', zeroblob(32), zeroblob(32)";
  test.each([
    ['update', "UPDATE run_events SET bytes = '{}' WHERE seq = 1", 'not changed'],
    ['update of a position', 'UPDATE run_events SET seq = 9 WHERE seq = 2', 'not changed'],
    ['delete', 'DELETE FROM run_events WHERE seq = 2', 'not removed'],
    ['delete of all', 'DELETE FROM run_events', 'not removed'],
    ['replace', `INSERT OR REPLACE INTO run_events VALUES (1, ${row})`, 'only grows'],
    ['replace into', `REPLACE INTO run_events VALUES (2, ${row})`, 'only grows'],
    ['update or replace', 'UPDATE OR REPLACE run_events SET seq = 0 WHERE seq = 1', 'not changed'],
    [
      'upsert',
      `INSERT INTO run_events VALUES (1, ${row}) ON CONFLICT DO UPDATE SET bytes = '{}'`,
      'only grows',
    ],
    ['a position before the start', `INSERT INTO run_events VALUES (-1, ${row})`, 'only grows'],
    ['insert or ignore', `INSERT OR IGNORE INTO run_events VALUES (1, ${row})`, 'only grows'],
    ['a gap', `INSERT INTO run_events VALUES (4, ${row})`, 'only grows'],
    ['a position that SQLite chooses', `INSERT INTO run_events VALUES (NULL, ${row})`, 'only grows'],
    [
      'an entry without bytes',
      'INSERT INTO run_events VALUES (3, NULL, zeroblob(32), zeroblob(32))',
      'NOT NULL',
    ],
    ['a second epoch', `INSERT INTO epoch VALUES (2, 2, 0, zeroblob(32), zeroblob(32), x'')`, 'written once'],
    ['a changed epoch', 'UPDATE epoch SET first_seq = 1', 'not changed'],
    ['a removed epoch', 'DELETE FROM epoch', 'not removed'],
  ])('%s', (_, statement, message) => {
    expect(() => insider.exec(statement)).toThrow(message);
    expect(insider.prepare('SELECT count(*) FROM run_events').pluck().get()).toBe(3);
  });
});

test('without recursive triggers INSERT OR REPLACE still meets the trigger on the position', () => {
  insider.pragma('recursive_triggers = OFF');
  expect(() =>
    insider.exec("INSERT OR REPLACE INTO run_events VALUES (1, '{}', zeroblob(32), zeroblob(32))"),
  ).toThrow('only grows');
});

test('after a foreign entry the writer stops for good instead of building on it', async () => {
  insider.exec("INSERT INTO run_events VALUES (3, '{}', zeroblob(32), zeroblob(32))");
  expect(() => appendEach(file, item(workspace))).toThrow('another program');
  insider.close();
  expect(() => appendEach(file, item(workspace))).toThrow('another program');
  await file.close();
  await expect(openFile(workspace)).rejects.toMatchObject({ code: 'damaged' });
  expect(await workspace.verify()).toMatchObject({ verdict: 'entry_altered', firstBad: 3 });
});

test('a group is committed whole or not at all', () => {
  const broken = {
    ...item(workspace),
    get text(): never {
      throw new Error('in the middle');
    },
  };
  expect(() => file.append([item(workspace), broken, item(workspace)])).toThrow('in the middle');
  expect(insider.prepare('SELECT count(*) FROM run_events').pluck().get()).toBe(3);
  expect(file.append([item(workspace), item(workspace)])).toMatchObject([{ seq: 3 }, { seq: 4 }]);
});

import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabaseFile, openCipher, openDatabaseFile, type SchemaDefinition } from './index.ts';

const schema: SchemaDefinition = {
  what: 'journal',
  applicationId: 0x11223344,
  migrations: [
    {
      version: 10,
      run: (database) => database.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, what TEXT)'),
    },
    { version: 20, run: (database) => database.exec("ALTER TABLE things ADD COLUMN more TEXT DEFAULT 'm'") },
  ],
};
const older: SchemaDefinition = { ...schema, migrations: schema.migrations.slice(0, 1) };
const key = randomBytes(32);
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-database-'));
  path = join(folder, 'a.db');
});
afterEach(() => rm(folder, { recursive: true }));

/** Expects that opening is refused and the file stays byte for byte what it was. */
async function refused(code: string, openKey = key): Promise<void> {
  const before = await readFile(path);
  let caught: unknown;
  try {
    openDatabaseFile(path, openKey, schema).close();
  } catch (error) {
    caught = error;
  }
  expect(caught).toMatchObject({ code });
  expect((await readFile(path)).equals(before)).toBe(true);
}

async function fill(rows: number): Promise<void> {
  await createDatabaseFile(path, key, schema);
  const database = openDatabaseFile(path, key, schema);
  const insert = database.prepare('INSERT INTO things (what) VALUES (?)');
  for (let i = 0; i < rows; i += 1) insert.run('x'.repeat(500));
  database.close();
}

describe('a file that is not ours is refused and stays as it is', () => {
  test('a plain SQLite file', async () => {
    const plain = new Database(path);
    plain.exec('CREATE TABLE t (a)');
    plain.close();
    await refused('foreign_file');
  });
  test('any other file', async () => {
    await writeFile(path, 'name,age\nA,1\n');
    await refused('foreign_file');
    await writeFile(path, randomBytes(8192));
    await refused('foreign_file');
    await writeFile(path, '');
    await refused('foreign_file');
  });
  test('a database under another key', async () => {
    await fill(3);
    await refused('foreign_file', randomBytes(32));
  });
  test("another application's database under our key", async () => {
    await createDatabaseFile(path, key, { ...schema, applicationId: 7 });
    await refused('foreign_file');
    await rm(path);
    const bare = openCipher(path, key, { readonly: false, mustExist: false });
    bare.exec('CREATE TABLE t (a)');
    bare.close();
    await refused('foreign_file');
  });
  test('a database from the future', async () => {
    const future = { version: 30, run: () => undefined };
    await createDatabaseFile(path, key, { ...schema, migrations: [...schema.migrations, future] });
    await refused('newer_format');
  });
  test('a file in the way of a new one', async () => {
    await writeFile(path, 'mine');
    await expect(createDatabaseFile(path, key, schema)).rejects.toMatchObject({ code: 'already_exists' });
    expect(await readFile(path, 'utf8')).toBe('mine');
  });
});

test('a missing file is not made', async () => {
  expect(() => openDatabaseFile(path, key, schema)).toThrow('missing');
  await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a damaged first page is told from a wrong key by the other pages', async () => {
  await fill(60);
  const bytes = await readFile(path);
  bytes[100]! ^= 1;
  await writeFile(path, bytes);
  await refused('damaged');
});

test('a log with damaged commits is refused before SQLite drops them', async () => {
  await fill(0);
  const database = openDatabaseFile(path, key, schema);
  for (let i = 0; i < 10; i += 1) database.exec("INSERT INTO things (what) VALUES ('x')");
  await copyFile(path, `${path}.copy`);
  const log = await readFile(`${path}-wal`);
  database.close();
  await copyFile(`${path}.copy`, path);
  log[32 + 2 * 4120 + 500]! ^= 1;
  await writeFile(`${path}-wal`, log);
  await refused('damaged');
  expect((await readFile(`${path}-wal`)).equals(log)).toBe(true);
});

test('what makes a commit durable and a trigger unavoidable is set on every file that is written to', async () => {
  await fill(0);
  const database = openDatabaseFile(path, key, schema);
  const set = ['journal_mode', 'synchronous', 'fullfsync', 'checkpoint_fullfsync', 'recursive_triggers'];
  const found = [...set, 'foreign_keys', 'trusted_schema'].map((name) =>
    database.pragma(name, { simple: true }),
  );
  database.close();
  // FULL is 2.
  expect(found).toEqual(['wal', 2, 1, 1, 1, 1, 0]);
});

test('a log is laid out once in full and begun anew, so that commits never make it longer', async () => {
  await fill(0);
  const database = openDatabaseFile(path, key, schema);
  const sizes = new Set<number>();
  for (let i = 0; i < 1500; i += 1) {
    database.exec("INSERT INTO things (what) VALUES ('x')");
    if (i % 100 === 0) sizes.add((await stat(`${path}-wal`)).size);
  }
  expect([...sizes]).toEqual([1200 * 4120]);
  database.close();
  await expect(stat(`${path}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a log that a crash left is not written over', async () => {
  await fill(0);
  const database = openDatabaseFile(path, key, schema);
  database.exec("INSERT INTO things (what) VALUES ('kept')");
  await copyFile(path, join(folder, 'b.db'));
  await copyFile(`${path}-wal`, join(folder, 'b.db-wal'));
  database.close();
  const crashed = openDatabaseFile(join(folder, 'b.db'), key, schema);
  expect(crashed.prepare('SELECT what FROM things').pluck().all()).toEqual(['kept']);
  crashed.close();
});

test('an older database is brought up to date and keeps its rows', async () => {
  await createDatabaseFile(path, key, older);
  const before = openDatabaseFile(path, key, older);
  before.exec("INSERT INTO things (what) VALUES ('kept')");
  before.close();
  const after = openDatabaseFile(path, key, schema);
  expect(after.prepare('SELECT * FROM things').all()).toEqual([{ id: 1, what: 'kept', more: 'm' }]);
  expect(after.pragma('user_version', { simple: true })).toBe(20);
  after.close();
});

test('a step that fails leaves the version before it', async () => {
  await createDatabaseFile(path, key, older);
  const failing: SchemaDefinition = {
    ...schema,
    migrations: [
      ...older.migrations,
      {
        version: 20,
        run: (database) => {
          database.exec('CREATE TABLE half (a)');
          throw new Error('stop');
        },
      },
    ],
  };
  expect(() => openDatabaseFile(path, key, failing)).toThrow('stop');
  const database = openDatabaseFile(path, key, older);
  expect(database.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['things']);
  database.close();
});

test('nothing of the content stands in clear on disk', async () => {
  await createDatabaseFile(path, key, schema);
  const database = openDatabaseFile(path, key, schema);
  database.exec("INSERT INTO things (what) VALUES ('PLANTED-CANARY')");
  const [file, log] = [await readFile(path), await readFile(`${path}-wal`)];
  database.close();
  expect(file.includes('PLANTED') || log.includes('PLANTED') || file.includes('SQLite format')).toBe(false);
});

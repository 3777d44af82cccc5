import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { syncFolder } from '../../core/index.ts';
import { describeFileError } from './errors.ts';
import { openCipher, setDurable, type SqliteDatabase } from './cipher.ts';
import { prepareLog } from './log-file.ts';
import { migrate, readVersion, type SchemaDefinition } from './migrate.ts';
import { probeDatabase } from './probe.ts';

/**
 * Makes a new database file, complete or not at all: built beside its place and renamed.
 *
 * @throws Problem `already_exists` when anything stands at the path; it is left as it is.
 */
export async function createDatabaseFile(
  path: string,
  databaseKey: Uint8Array,
  schema: SchemaDefinition,
): Promise<void> {
  if (existsSync(path)) throw new Problem('already_exists', `the workspace already has a ${schema.what}`);
  const building = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const database = openCipher(building, databaseKey, { readonly: false, mustExist: false });
    try {
      setDurable(database);
      migrate(database, schema);
      database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
    // SQLite gives the log the same bits.
    chmodSync(building, 0o600);
    renameSync(building, path);
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${building}${suffix}`, { force: true });
    throw describeFileError(error, schema.what);
  }
  await syncFolder(dirname(path));
}

/**
 * Opens a database file for writing and brings its schema up to date.
 *
 * @throws Problem `not_found`, `foreign_file`, `damaged`, `newer_format`; the file is unchanged then.
 */
export function openDatabaseFile(
  path: string,
  databaseKey: Uint8Array,
  schema: SchemaDefinition,
): SqliteDatabase {
  probeDatabase(path, databaseKey, schema.what);
  try {
    prepareLog(path);
  } catch (error) {
    throw describeFileError(error, schema.what);
  }
  const database = openCipher(path, databaseKey, { readonly: false, mustExist: true });
  try {
    // Before anything is set: changing the journal mode of a foreign file would write to it.
    readVersion(database, schema);
    setDurable(database);
    migrate(database, schema);
    return database;
  } catch (error) {
    database.close();
    throw describeFileError(error, schema.what);
  }
}

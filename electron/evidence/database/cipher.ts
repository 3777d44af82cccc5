import Database from 'better-sqlite3-multiple-ciphers';
import { LOG_FRAMES } from './log-file.ts';

export type SqliteDatabase = Database.Database;

/**
 * Opens a file in SQLCipher 4 format under its raw key. Says nothing yet about whether the key fits:
 * see `probe.ts`.
 *
 * @param databaseKey 32 bytes
 */
export function openCipher(
  path: string,
  databaseKey: Uint8Array,
  options: { readonly readonly: boolean; readonly mustExist: boolean },
): SqliteDatabase {
  const database = new Database(path, { readonly: options.readonly, fileMustExist: options.mustExist });
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.pragma(`key = "x'${Buffer.from(databaseKey).toString('hex')}'"`);
  return database;
}

/** SEC: what makes a commit durable and a trigger unavoidable, for every file that is written to. */
export function setDurable(database: SqliteDatabase): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // On macOS fsync alone leaves data in the drive's cache. Elsewhere these two mean nothing.
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  // Without it, INSERT OR REPLACE deletes a row without firing the DELETE trigger.
  database.pragma('recursive_triggers = ON');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma(`wal_autocheckpoint = ${LOG_FRAMES}`);
}

/**
 * Writes the log of a database back into its file, so that the file is whole without it. What a reader
 * keeps from being written back stays in the log, which is just as durable.
 */
export function writeLogBack(database: SqliteDatabase): void {
  database.pragma('wal_checkpoint(PASSIVE)');
}

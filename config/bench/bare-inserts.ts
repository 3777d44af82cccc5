import Database from 'better-sqlite3-multiple-ciphers';
import { LOG_FRAMES } from '../../electron/evidence/database/log-file.ts';

/** Inserts with the settings of the journal's own, into a table without triggers, leaves or MACs. */
export function openBare(path: string, databaseKey: Uint8Array): Database.Statement<[string]> {
  const database = new Database(path);
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.pragma(`key = "x'${Buffer.from(databaseKey).toString('hex')}'"`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  // As the journal: else whoever wrote the log back for both would pay for both.
  database.pragma(`wal_autocheckpoint = ${LOG_FRAMES}`);
  database.exec('CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, bytes TEXT NOT NULL) STRICT');
  return database.prepare('INSERT INTO bare (bytes) VALUES (?)');
}

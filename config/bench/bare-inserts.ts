import Database from 'better-sqlite3-multiple-ciphers';

/** Inserts with the settings of the journal's own, into a table without triggers, leaves or MACs. */
export function openBare(path: string, databaseKey: Uint8Array): Database.Statement<[string]> {
  const database = new Database(path);
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.pragma(`key = "x'${Buffer.from(databaseKey).toString('hex')}'"`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.exec('CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, bytes TEXT NOT NULL) STRICT');
  return database.prepare('INSERT INTO bare (bytes) VALUES (?)');
}

import Database from 'better-sqlite3-multiple-ciphers';

/**
 * Opens a private copy of a database in SQLCipher 4 format for plain SELECTs.
 *
 * Throws SQLite's own error when the file does not open.
 */
export function openCopy(path: string, databaseKey: Uint8Array): Database.Database {
  const database = new Database(path, { fileMustExist: true });
  try {
    database.pragma("cipher = 'sqlcipher'");
    database.pragma('legacy = 4');
    database.pragma(`key = "x'${Buffer.from(databaseKey).toString('hex')}'"`);
    // Views and triggers of a manipulated file must not run functions on our behalf.
    database.pragma('trusted_schema = OFF');
    database.pragma('query_only = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

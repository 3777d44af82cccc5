export { openCipher, type SqliteDatabase } from './cipher.ts';
export { createDatabaseFile, openDatabaseFile } from './files.ts';
export { describeDatabaseError } from './errors.ts';
export { migrate, readVersion, type Migration, type SchemaDefinition } from './migrate.ts';
export { probeDatabase } from './probe.ts';

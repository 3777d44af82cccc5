export { openCipher, writeLogBack, type SqliteDatabase } from './cipher.ts';
export { createDatabaseFile, openDatabaseFile } from './files.ts';
export { describeDatabaseError, describeFileError } from './errors.ts';
export type { Migration, SchemaDefinition } from './migrate.ts';
export { probeDatabase, type LogEnd } from './probe.ts';

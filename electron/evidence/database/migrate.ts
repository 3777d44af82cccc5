import { Problem } from '../../../shared/domain/index.ts';
import type { SqliteDatabase } from './cipher.ts';

/** One step of a schema; `version` rises by ten from step to step. Released steps are frozen. */
export interface Migration {
  readonly version: number;
  run(database: SqliteDatabase): void;
}

export interface SchemaDefinition {
  /** Names the file in messages. */
  readonly what: string;
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
}

/**
 * Checks that a database is of this kind and brings it to the newest version, one transaction per step.
 *
 * @throws Problem `foreign_file` for another application's database, `newer_format` for one from the
 * future; nothing is changed then.
 */
export function migrate(database: SqliteDatabase, schema: SchemaDefinition): void {
  const found = readVersion(database, schema);
  for (const migration of schema.migrations) {
    if (migration.version <= found) continue;
    database
      .transaction(() => {
        migration.run(database);
        database.pragma(`application_id = ${schema.applicationId}`);
        database.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
}

/** The version of a database of this kind; 0 for an empty one. */
export function readVersion(database: SqliteDatabase, schema: SchemaDefinition): number {
  const version = database.pragma('user_version', { simple: true }) as number;
  const applicationId = database.pragma('application_id', { simple: true }) as number;
  const objects = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  const empty = version === 0 && applicationId === 0 && objects === 0;
  if (!empty && applicationId !== schema.applicationId)
    throw new Problem(
      'foreign_file',
      `the file in place of the ${schema.what} belongs to something else`,
      'Nothing was changed. Put the right file back, or restore the workspace from a backup.',
    );
  if (version > (schema.migrations.at(-1)?.version ?? 0))
    throw new Problem(
      'newer_format',
      `the ${schema.what} was written by a newer version of this application (schema ${version})`,
      'Nothing was changed. Install that version or a later one.',
    );
  return version;
}

import type { DuckDBConnection } from '@duckdb/node-api';

/** Memory that DuckDB may use; it never spills, since there is nowhere it could. */
const MEMORY_LIMIT = '768MB';

export interface LockedDatabase {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * DuckDB in memory, shut off from everything but the one file named: no temporary files, no other
 * file, no extension, and no way to change that afterwards.
 */
export async function openLocked(file: string): Promise<LockedDatabase> {
  // Loaded on first use: most sessions read CSV only, and the library is large.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    temp_directory: '',
    memory_limit: MEMORY_LIMIT,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`SET allowed_paths = [${quoted(file)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A string literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WorkspaceId } from '../../../shared/domain/index.ts';
import { AUDIT_COLUMNS } from './audit-row.ts';
import { EVER, makeExportFixture, WORKSPACE, type ExportFixture } from './fixture-export.ts';

// The recipes of resources/docs, run as they stand over exports of three workstations, two of which tell
// of the same journal; one entry of it is told in two ways.

const recipes = join(import.meta.dirname, '../../../resources/docs/recipes');
const OTHER = WorkspaceId.parse('5f0c9d5e-8a94-4b3a-9d0e-a0a0a0a0a0a0');
let fixture: ExportFixture;
let folder: string;

beforeAll(async () => {
  fixture = await makeExportFixture();
  folder = await mkdtemp(join(tmpdir(), 'swarm-recipes-'));
  await mkdir(join(folder, 'exports'));
  const request = { appVersion: '0.1.0', ...EVER, fromSeq: 0, throughSeq: 21 };
  for (const format of ['csv', 'parquet'] as const) {
    await fixture.rows({
      name: `a.${format}`,
      what: 'rows',
      format,
      request: { ...request, workspace: WORKSPACE },
    });
    await fixture.rows({
      ...{ name: `a-later.${format}`, what: 'rows', format },
      request: { ...request, workspace: WORKSPACE, fromSeq: 3 },
    });
    await fixture.rows({
      ...{ name: `b.${format}`, what: 'rows', format },
      request: { ...request, workspace: OTHER, fromSeq: 2, throughSeq: 9 },
    });
    for (const name of ['a', 'a-later', 'b'])
      await copyFile(join(fixture.folder, `${name}.${format}`), join(folder, `exports/${name}.${format}`));
  }
}, 60_000);
afterAll(async () => {
  await fixture.remove();
  await rm(folder, { recursive: true, force: true });
});

describe('with DuckDB', () => {
  let connection: DuckDBConnection;
  let instance: DuckDBInstance;
  let sql: string;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    connection = await instance.connect();
    sql = (await readFile(join(recipes, 'duckdb.sql'), 'utf8')).replaceAll(
      "'exports/",
      `'${folder}/exports/`,
    );
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });
  const ask = async (query: string): Promise<unknown> =>
    (await connection.runAndReadAll(query)).getRowObjectsJson();

  it('exports of many workstations are loaded, each entry once, however often', async () => {
    for (let round = 0; round < 2; round += 1) {
      await connection.run(sql);
      expect(
        await ask(
          'SELECT workspace, count(*) AS n, count(DISTINCT seq) AS d FROM audit GROUP BY ALL ORDER BY n',
        ),
      ).toEqual([
        { workspace: OTHER, n: '8', d: '8' },
        { workspace: WORKSPACE, n: '22', d: '22' },
      ]);
      expect(await ask('SELECT * FROM contradictions')).toEqual([]);
      expect(await ask('SELECT * FROM gaps')).toEqual([]);
    }
    const columns = (await ask('DESCRIBE audit')) as { column_name: string }[];
    expect(columns.map(({ column_name }) => column_name)).toEqual(AUDIT_COLUMNS.map(({ name }) => name));
  });

  it('an entry that is told in two ways is named, and a gap is seen', async () => {
    await connection.run('DELETE FROM audit WHERE seq IN (5, 6)');
    await connection.run(
      `COPY (SELECT * REPLACE ('rewritten' AS leaf_sha256) FROM audit WHERE seq = 4 AND workspace = '${OTHER}') TO '${folder}/exports/c.parquet'`,
    );
    await rm(join(folder, 'exports/b.parquet'));
    await connection.run(sql);
    expect(await ask('SELECT workspace, seq, hashes FROM contradictions')).toEqual([
      { workspace: OTHER, seq: '4', hashes: '2' },
    ]);
    expect(await ask('SELECT workspace, from_seq, to_seq FROM gaps')).toEqual([
      { workspace: OTHER, from_seq: '5', to_seq: '6' },
    ]);
  });
});

const bin = ['/usr/lib/postgresql/17/bin', '/usr/lib/postgresql/16/bin', '/usr/lib/postgresql/15/bin'].find(
  (path) => existsSync(join(path, 'initdb')),
);
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Runs a program to its end or to its limit. */
function run(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      {
        ...unprivileged,
        cwd: folder,
        timeout: 60_000,
        killSignal: 'SIGKILL',
        env: { PATH: process.env.PATH, LC_ALL: 'C' },
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program}: ${stderr.slice(0, 2000)}`));
      },
    );
    child.stdin?.end(input);
  });
}

// Where PostgreSQL is not installed there is nothing to try it with.
describe.skipIf(bin === undefined)('with PostgreSQL', { timeout: 120_000 }, () => {
  let data: string;
  let server: ChildProcess | undefined;
  const psql = (...args: string[]): Promise<string> =>
    run('psql', ['-X', '-h', data, '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-q', '-A', '-t', ...args]);

  beforeAll(async () => {
    data = join(folder, 'pg');
    await mkdir(data);
    await chmod(folder, 0o777);
    await chmod(join(folder, 'exports'), 0o755);
    for (const name of ['a', 'a-later', 'b']) await chmod(join(folder, `exports/${name}.csv`), 0o644);
    if (unprivileged.uid !== undefined) await chown(data, unprivileged.uid, unprivileged.gid);
    await run(join(bin ?? '', 'initdb'), ['-D', data, '-A', 'trust', '-N', '--locale=C', '-E', 'UTF8']);
    // In the foreground and in our process group, so that it never outlives us.
    server = spawn(
      join(bin ?? '', 'postgres'),
      ['-D', data, '-k', data, '-c', 'listen_addresses=', '-c', 'fsync=off'],
      { ...unprivileged, cwd: data, stdio: 'ignore', env: { LC_ALL: 'C' } },
    );
    await vi.waitFor(() => psql('-c', 'SELECT 1'), { timeout: 60_000, interval: 200 });
  }, 150_000);
  afterAll(async () => {
    if (server?.exitCode !== null) return;
    const gone = once(server, 'exit', { signal: AbortSignal.timeout(30_000) });
    server.kill('SIGQUIT');
    await gone.catch(() => server?.kill('SIGKILL'));
  }, 60_000);

  const load = (): Promise<string> =>
    psql('-v', `source=cat exports/*.csv | grep -v ^workspace,`, '-f', join(recipes, 'postgresql.sql'));

  it('the same holds', async () => {
    for (let round = 0; round < 2; round += 1) {
      await load();
      expect(await psql('-c', 'SELECT workspace, count(*) FROM audit GROUP BY 1 ORDER BY 2')).toBe(
        `${OTHER}|8\n${WORKSPACE}|22\n`,
      );
      expect(await psql('-c', 'SELECT count(*) FROM contradictions')).toBe('0\n');
      expect(await psql('-c', 'SELECT count(*) FROM gaps')).toBe('0\n');
    }
    const line = (await readFile(join(folder, 'exports/b.csv'), 'utf8')).split('\r\n')[3] ?? '';
    await writeFile(join(folder, 'exports/c.csv'), `${line.replace(/[0-9a-f]{64}/, 'f'.repeat(64))}\r\n`, {
      mode: 0o644,
    });
    await psql('-c', 'DELETE FROM audit WHERE seq IN (5, 6)');
    await rm(join(folder, 'exports/b.csv'));
    await load();
    expect(await psql('-c', 'SELECT workspace, seq, hashes FROM contradictions')).toBe(`${OTHER}|4|2\n`);
    expect(await psql('-c', 'SELECT from_seq, to_seq FROM gaps')).toBe('5|6\n');
  });
});

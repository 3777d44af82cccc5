import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatasets } from '../../electron/runtime/datasets/index.ts';
import { DatasetId, WorkspaceId } from '../../shared/domain/index.ts';

const ROWS = 1_000_000;
const ROUNDS = 3;

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

interface Measured {
  readonly ms: number;
  readonly peakMiB: number;
  readonly rows: number;
}

/**
 * Imports a generated table of a million rows by twenty columns (sealed at rest, durable, profiled and
 * labelled) and reads the same file with DuckDB's own `read_csv` into a table in memory. The two take
 * turns, each in a process of its own; medians of three. Ratios are speed against DuckDB's.
 */
export async function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'import-bench-'));
  try {
    const file = join(folder, 'table.csv');
    await generateTable(file, ROWS);
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    const theirsAlone: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await inChild('duckdb', file, folder));
      ours.push(await inChild('import', file, folder));
      theirsAlone.push(await inChild('duckdb-one-thread', file, folder));
    }
    const ms = median(ours.map((each) => each.ms));
    const baselineMs = median(theirs.map((each) => each.ms));
    const aloneMs = median(theirsAlone.map((each) => each.ms));
    const peak = Math.max(...ours.map((each) => each.peakMiB));
    const against = (other: number): number => Math.round((other / ms) * 100) / 100;
    return {
      name: 'import',
      rows: [
        {
          what: 'import a million rows by 20 columns, sealed and ready to use',
          value: ms,
          unit: 'ms',
          ratio: against(baselineMs),
          baseline: `DuckDB read_csv into a table, all cores: ${baselineMs} ms; wanted at least 0.3`,
        },
        {
          what: 'the same import against one thread of DuckDB',
          value: ms,
          unit: 'ms',
          ratio: against(aloneMs),
          baseline: `DuckDB read_csv into a table, one thread: ${aloneMs} ms`,
        },
        { what: 'peak memory of the importing process; wanted under 1536', value: peak, unit: 'MiB' },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function inChild(what: string, file: string, folder: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [what, file, folder], { stdio: 'inherit' });
    let measured: Measured | undefined;
    child.once('message', (message) => {
      measured = message as Measured;
    });
    child.once('exit', (code) => {
      if (measured !== undefined && code === 0) resolve(measured);
      else reject(new Error(`the measuring process ended with ${code ?? 'a signal'}`));
    });
  });
}

async function measureImport(file: string, folder: string): Promise<Measured> {
  const root = join(folder, randomUUID());
  const store = await openDatasets({
    folder: root,
    workspaceId: WorkspaceId.parse(randomUUID()),
    keys: [{ epoch: 1, key: randomBytes(32) }],
  });
  const started = performance.now();
  const summary = await store.importFile({ file, dataset: DatasetId.parse(randomUUID()) });
  const ms = performance.now() - started;
  await store.close();
  await rm(root, { recursive: true, force: true });
  return { ms: Math.round(ms), peakMiB: peakMiB(), rows: summary.rows };
}

async function measureDuckDb(file: string, threads: string | undefined): Promise<Measured> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', threads === undefined ? {} : { threads });
  const connection = await instance.connect();
  const started = performance.now();
  await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${file.replaceAll("'", "''")}')`);
  const ms = performance.now() - started;
  const counted = await connection.runAndReadAll('SELECT count(*) FROM t');
  connection.closeSync();
  instance.closeSync();
  return { ms: Math.round(ms), peakMiB: peakMiB(), rows: Number(counted.getRows()[0]?.[0]) };
}

function peakMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Twenty columns as a hospital exports them: keys, names, dates, codes, numbers with gaps, short notes. */
async function generateTable(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  let state = 12_345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
  const given = ['Anna', 'Bert', 'Cora', 'Dirk', 'Edna', 'Finn', 'Gwen', 'Hugo', 'Iris', 'Jack'];
  const family = ['Alder', 'Birch', 'Cedar', 'Doyle', 'Elmer', 'Frost', 'Grove', 'Hazel', 'Ivers', 'Jones'];
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  let text =
    'mrn,patient_name,ssn,phone,email,zip,admit_date,discharge_date,age,sex,payer,ward,icd10,drg,' +
    'heart_rate,sbp,creatinine,glucose,charge,note\n';
  for (let row = 0; row < rows; row++) {
    const first = given[random(10)] ?? '';
    const last = family[random(10)] ?? '';
    const month = pad(1 + random(12), 2);
    const day = 1 + random(25);
    const cells = [
      1_000_000 + random(500_000),
      `"${last}, ${first}"`,
      `9${pad(random(99), 2)}-${pad(random(99), 2)}-${pad(random(9999), 4)}`,
      `(555) 555-${pad(random(9999), 4)}`,
      `${first}.${last}.${row}@example.org`,
      pad(random(99_999), 5),
      `2024-${month}-${pad(day, 2)}`,
      `2024-${month}-${pad(day + 3, 2)}`,
      random(100),
      ['F', 'M'][random(2)] ?? '',
      ['Medicare', 'Medicaid', 'Commercial', 'Self pay'][random(4)] ?? '',
      ['3W', '4E', 'ICU'][random(3)] ?? '',
      ['I10', 'E11.9', 'J18.9'][random(3)] ?? '',
      pad(random(999), 3),
      50 + random(80),
      90 + random(90),
      random(20) === 0 ? '' : (random(300) / 100).toFixed(2),
      random(300),
      (random(5_000_000) / 100).toFixed(2),
      `seen on ward, stable, plan ${random(1000)}`.replaceAll(',', ';'),
    ];
    text += `${cells.join(',')}\n`;
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, 'drain');
      text = '';
    }
  }
  out.end(text);
  await once(out, 'finish');
}

const [, entry, what, file = '', folder = ''] = process.argv;
if (entry === import.meta.filename && what !== undefined) {
  const measured =
    what === 'import'
      ? await measureImport(file, folder)
      : await measureDuckDb(file, what === 'duckdb' ? undefined : '1');
  process.send?.(measured);
  process.disconnect();
}

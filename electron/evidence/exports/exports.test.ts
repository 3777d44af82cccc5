import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Ajv, type ValidateFunction } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES, EVENTS } from '../../../shared/formats/index.ts';
import type { EntryPhase } from '../../../shared/formats/index.ts';
import { ParquetFile } from '../../core/parquet/index.ts';
import { verifyReportPdf } from '../verify/report-pdf.ts';
import { AUDIT_COLUMNS, auditRow, safeCode, type AuditRow } from './audit-row.ts';
import { fhirAuditEvent } from './fhir.ts';
import { CARLA, makeExportFixture, WORKSPACE, type ExportFixture } from './fixture-export.ts';
import { ocsfEvent } from './ocsf.ts';
import { checkOcsf } from './fixture-ocsf.ts';

let fixture: ExportFixture;
beforeAll(async () => {
  fixture = await makeExportFixture();
}, 60_000);
afterAll(() => fixture.remove());

const published = join(import.meta.dirname, 'published');
async function json<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(join(published, name), 'utf8')) as T;
}

/** A row of every kind and phase that the catalogue has, as far as a body can be guessed. */
function rowsOfEveryKind(): AuditRow[] {
  const id = '5f0c9d5e-8a94-4b3a-9d0e-eeeeeeeeeeee';
  return EVENT_NAMES.flatMap((kind) =>
    (Object.keys(EVENTS[kind]).filter((phase) => phase !== 'unknown') as EntryPhase[]).flatMap((phase) =>
      [true, false].map((person) =>
        auditRow(
          {
            ...{ v: 1, seq: 7, epoch: 1, wallMs: 1_780_000_000_000, monoMs: 1, kind, phase },
            ...(phase === 'outcome' ? { intent: 6 } : {}),
            actor: person ? { id: CARLA, role: 'operator' } : { id: 'application', role: 'none' },
            ...(person ? { agent: 'data_cleaner', run: id as never, call: id as never } : {}),
            ...{ correlation: 'c', phiAccessed: person, payloads: [], prev: '0'.repeat(64) as never },
            body: {
              ...(phase === 'outcome' ? { ok: person, code: 'denied' } : {}),
              ...{ dataset: id, person: id, tool: 'drop_column', ruleId: 'HIPAA-001' },
              decision: { behaviour: 'deny', ruleId: 'HIPAA-001' },
            },
          },
          'ab'.repeat(32),
          WORKSPACE,
        ),
      ),
    ),
  );
}

async function duckRows(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('rows for databases', () => {
  it('hold the same in CSV and in Parquet, as DuckDB reads both', async () => {
    const csv = await fixture.rows({ name: 'rows.csv', what: 'rows', format: 'csv' });
    const parquet = await fixture.rows({ name: 'rows.parquet', what: 'rows', format: 'parquet' });
    expect(csv).toMatchObject({ entries: 22, unreadable: 0, withheld: 0 });
    expect(parquet.entries).toBe(22);
    const file = (name: string): string => `'${join(fixture.folder, name)}'`;
    const of = (source: string): string =>
      `SELECT * REPLACE (epoch_ms(recorded_at::TIMESTAMPTZ) AS recorded_at) FROM ${source} ORDER BY seq`;
    const types = AUDIT_COLUMNS.map(({ name, type }) => {
      const sql = { text: 'VARCHAR', count: 'BIGINT', time: 'TIMESTAMPTZ', flag: 'BOOLEAN' }[type];
      return `'${name}': '${sql}'`;
    });
    const fromCsv = await duckRows(
      of(`read_csv(${file('rows.csv')}, header = true, columns = {${types.join(', ')}})`),
    );
    const fromParquet = await duckRows(of(`read_parquet(${file('rows.parquet')})`));
    expect(fromParquet).toEqual(fromCsv);
    expect(Object.keys(fromParquet[0] ?? {})).toEqual(AUDIT_COLUMNS.map(({ name }) => name));
    expect(fromParquet.filter(({ rule_id }) => rule_id === 'HIPAA-001')).toHaveLength(12);
    expect(fromParquet.find(({ kind }) => kind === 'person.changed')).toMatchObject({
      ...{ phase: 'intent', outcome: 'begun', detail: 'new', object_type: 'person', action: 'update' },
    });
    const described = await duckRows(`DESCRIBE SELECT * FROM read_parquet(${file('rows.parquet')})`);
    expect(described.find(({ column_name }) => column_name === 'recorded_at')).toMatchObject({
      column_type: 'TIMESTAMP WITH TIME ZONE',
    });
  });

  it('are groups of rows in Parquet, whatever their number', async () => {
    const [row] = rowsOfEveryKind();
    if (row === undefined) throw new Error('no row');
    for (const count of [0, 1, 20_000, 45_000]) {
      const writer = new ParquetFile(AUDIT_COLUMNS);
      const parts = [writer.begin()];
      for (let seq = 0; seq < count; seq += 1) {
        const one: AuditRow = { ...row, seq, agent: seq % 3 === 0 ? null : `agent ${seq % 7}` };
        const group = writer.put(AUDIT_COLUMNS.map(({ name }) => [one[name]]));
        if (group !== undefined) parts.push(group);
      }
      const path = join(fixture.folder, `many-${count}.parquet`);
      await writeFile(path, Buffer.concat([...parts, writer.end()]));
      const [found] = await duckRows(
        `SELECT count(*) AS n, coalesce(sum(seq), 0) AS s, count(agent) AS a, count(DISTINCT agent) AS d FROM read_parquet('${path}')`,
      );
      expect(found).toMatchObject({
        n: String(count),
        s: String((count * (count - 1)) / 2),
        a: String(count - Math.ceil(count / 3)),
      });
    }
  });

  it('hold a period alone, and nothing for one in which nothing was recorded', async () => {
    const before = {
      workspace: WORKSPACE,
      appVersion: '0.1.0',
      fromMs: 0,
      toMs: 1000,
      fromSeq: 0,
      throughSeq: 20,
    };
    const empty = await fixture.rows({ name: 'empty.csv', what: 'rows', format: 'csv', request: before });
    expect(empty.entries).toBe(0);
    expect((await fixture.read('empty.csv')).toString()).toBe(
      `${AUDIT_COLUMNS.map(({ name }) => name).join(',')}\r\n`,
    );
  });
});

describe('FHIR', () => {
  let valid: ValidateFunction;
  let codes: Record<string, { codes: Record<string, string> }>;
  let balp: {
    codes: Record<'user' | 'source' | 'destination' | 'transaction' | 'systemObject', [string, string]>;
  };
  beforeAll(async () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    ajv.addMetaSchema(draft6);
    // The published file names itself by the older word `id`.
    const { id: $id, ...schema } = await json<{ id: string }>('fhir-r4-auditevent.schema.json');
    valid = ajv.compile({ ...schema, $id });
    codes = await json('fhir-r4-codes.json');
    balp = await json('balp.json');
  });

  /** Every coding in a resource, however deep. */
  function codings(value: unknown): { system: string; code: string; display?: string }[] {
    if (typeof value !== 'object' || value === null) return [];
    const own =
      'system' in value && 'code' in value
        ? [value as { system: string; code: string; display?: string }]
        : [];
    return [...own, ...Object.values(value).flatMap(codings)];
  }

  interface Coded {
    readonly coding: readonly { readonly system: string; readonly code: string }[];
  }
  interface Event {
    readonly recorded: string;
    readonly agent: readonly {
      readonly type: Coded;
      readonly who: { readonly identifier: object };
      readonly requestor: boolean;
    }[];
    readonly source: { readonly observer: { readonly identifier: object } };
    readonly entity: readonly {
      readonly type: { readonly system: string; readonly code: string };
      readonly role?: object;
      readonly what: { readonly identifier: { readonly value: string } };
    }[];
  }

  /** The rules of BALP that we keep (`published/balp.json`), one by one. */
  function checkBalp(event: Event, row: AuditRow): void {
    const is = ({ coding }: Coded, [system, code]: [string, string]): boolean =>
      coding.some((one) => one.system === system && one.code === code);
    expect(event).not.toHaveProperty('modifierExtension');
    expect(event).not.toHaveProperty('meta');
    expect(event.recorded).toBe(new Date(row.recorded_at).toISOString());
    expect(event.agent.filter(({ requestor }) => requestor)).toHaveLength(1);
    const users = event.agent.filter(({ type }) => is(type, balp.codes.user));
    expect(users.map(({ requestor }) => requestor)).toEqual(row.actor_id === 'application' ? [] : [true]);
    const side = row.action === 'read' ? balp.codes.source : balp.codes.destination;
    const [application] = event.agent.filter(({ type }) => is(type, side));
    expect(application?.who.identifier).toEqual(event.source.observer.identifier);
    const [transaction, ...objects] = event.entity;
    expect([transaction?.type.system, transaction?.type.code]).toEqual(balp.codes.transaction);
    expect(transaction?.what.identifier.value).toBe(row.correlation);
    for (const { type, role } of objects) {
      expect([type.system, type.code]).toEqual(balp.codes.systemObject);
      expect(role).toBeDefined();
    }
  }

  it('is valid against the published schema and codes for every kind of entry there is', () => {
    for (const row of rowsOfEveryKind()) {
      const event = fhirAuditEvent(row, { appVersion: '0.1.0' });
      expect([row.kind, valid(event), valid.errors]).toEqual([row.kind, true, null]);
      checkBalp(event as unknown as Event, row);
      for (const { system, code, display } of codings(event)) {
        if (system.startsWith('https://swarm-clinical.invalid/') || system.includes('/BALP/')) continue;
        expect([code, codes[system]?.codes[code]]).toEqual([code, display]);
      }
      expect(String(event.id)).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
    }
  });

  it('would notice a record that is none', () => {
    const [row] = rowsOfEveryKind();
    if (row === undefined) throw new Error('no row');
    const event = fhirAuditEvent(row, { appVersion: '0.1.0' });
    for (const change of [{ agent: [] }, { recorded: 'yesterday' }, { colour: 'red' }, { action: 'X' }])
      expect([change, valid({ ...event, ...change })]).toEqual(
        // The schema asks for no number of agents; the standard does, and so does the rule above.
        [change, 'agent' in change],
      );
  });

  it('is one resource a line', async () => {
    await fixture.rows({ name: 'fhir.ndjson', what: 'rows', format: 'fhir' });
    const lines = (await fixture.read('fhir.ndjson')).toString().trimEnd().split('\n');
    expect(lines).toHaveLength(22);
    for (const line of lines) expect([valid(JSON.parse(line)), valid.errors]).toEqual([true, null]);
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(new Set(ids).size).toBe(22);
  });
});

describe('OCSF', () => {
  it('keeps the rules of the schema for every kind of entry there is', () => {
    for (const row of rowsOfEveryKind())
      expect([row.kind, checkOcsf(ocsfEvent(row, { appVersion: '0.1.0' }))]).toEqual([row.kind, []]);
  });

  it('would notice an event that is none', () => {
    const [row] = rowsOfEveryKind();
    if (row === undefined) throw new Error('no row');
    const event = ocsfEvent(row, { appVersion: '0.1.0' });
    for (const change of [
      ...[{ severity_id: 9 }, { metadata: {} }, { time: '2026' }, { type_uid: 1 }, { colour: 'red' }],
      ...[{ actor: { user: {} } }, { class_uid: 1 }],
    ])
      expect([change, checkOcsf({ ...event, ...change }).length > 0]).toEqual([change, true]);
  });

  it('is one event a line', async () => {
    await fixture.rows({ name: 'ocsf.jsonl', what: 'rows', format: 'ocsf' });
    const lines = (await fixture.read('ocsf.jsonl')).toString().trimEnd().split('\n');
    expect(lines).toHaveLength(22);
    for (const line of lines) expect(checkOcsf(JSON.parse(line) as Record<string, unknown>)).toEqual([]);
  });
});

describe('a bundle', () => {
  it('proves every entry of the period, and is verified as it is', async () => {
    const written = await fixture.rows({ name: 'bundle.zip', what: 'bundle' });
    expect(written).toMatchObject({ entries: 22 });
    const bytes = await fixture.read('bundle.zip');
    const view = await verifyReportPdf(bytes, { rootSha256: fixture.key.rootSha256 });
    expect(view.lines.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect(view.ok).toBe(true);
    expect(view.lines.find(({ what }) => what === 'Files')?.detail).toContain('5 files');
    expect(await verifyReportPdf(bytes, {})).toMatchObject({ ok: false });
    // The entry with a telephone number in it is there by its hash alone.
    expect(written.withheld).toBeGreaterThan(0);
    expect(bytes.includes('010-1001')).toBe(false);
    const changed = Buffer.from(bytes);
    changed[200] = (changed[200] ?? 0) ^ 1;
    expect(await verifyReportPdf(changed, { rootSha256: fixture.key.rootSha256 })).toMatchObject({
      ok: false,
    });
  });
});

describe('a file that is written', () => {
  it('never takes the place of another, and leaves nothing when it fails', async () => {
    await writeFile(join(fixture.folder, 'mine.csv'), 'mine');
    await expect(fixture.rows({ name: 'mine.csv', what: 'rows', format: 'csv' })).rejects.toMatchObject({
      code: 'already_exists',
    });
    expect((await fixture.read('mine.csv')).toString()).toBe('mine');
    await expect(fixture.rows({ name: 'none/here.csv', what: 'rows', format: 'csv' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const foreign = { logKey: 'x', note: 'y', root: '0'.repeat(64), firstSeq: 0, size: 5 };
    await expect(
      fixture.rows({ name: 'bad.zip', what: 'bundle', checkpointed: foreign }),
    ).rejects.toMatchObject({
      code: 'damaged',
    });
    const left = await readdir(fixture.folder);
    expect(left.filter((name) => name.startsWith('bad') || name.endsWith('.part'))).toEqual([]);
  });
});

describe('a damaged journal', () => {
  it('is written out as rows as far as it reads, and proves nothing', async () => {
    const damaged = await makeExportFixture(400);
    try {
      const bytes = await readFile(damaged.database);
      // Somewhere among early entries, behind what opening needs.
      const at = 4096 * 8 + 100;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(damaged.database, bytes);
      const rows = await damaged.rows({ name: 'left.csv', what: 'rows', format: 'csv' });
      expect(rows.unreadable).toBeGreaterThan(0);
      expect(rows.entries).toBeGreaterThan(100);
      expect(rows.entries + rows.unreadable).toBe(410);
      await expect(damaged.rows({ name: 'left.zip', what: 'bundle' })).rejects.toMatchObject({
        code: 'damaged',
      });
    } finally {
      await damaged.remove();
    }
  }, 60_000);
});

describe('codes', () => {
  it('pass as they are, and what looks like an identifier does not', () => {
    expect(safeCode('12345678-1234-4234-9234-123456789012')).toBe('12345678-1234-4234-9234-123456789012');
    expect(safeCode('HIPAA-001')).toBe('HIPAA-001');
    expect(safeCode(undefined)).toBeNull();
    for (const text of ['219-09-9999', 'a@b.org', 'MRN 4100001', '=cmd()', 'née', 7, {}])
      expect(safeCode(text)).toBe('withheld');
  });
});

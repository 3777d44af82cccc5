import { randomUUID } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatasetId, type DatasetSummary, type Problem, type ToolName } from '../../../shared/domain/index.ts';
import { changeRecord, tableChange } from '../tools/plan.ts';
import { TRANSFORM_TOOLS } from '../tools/index.ts';
import type { Applied } from './views.ts';
import { TestLibrary } from './test-library.ts';
import { STRICT_ORDER } from '../phi/testing.ts';

const TABLE = [
  'mrn,admit_date,sodium,note,city',
  '10001,2024-01-02,138,"Seen by Dr. Thornwick, call (617) 555-0134 for questions",Marlow',
  '10002,2024-02-03,,stable and doing well on the ward today,Ellery',
  '10001,2024-03-04,141,stable and doing well on the ward today,Marlow',
  '10003,2024-04-05,139,went home with his wife and a new prescription,Ellery',
  '10003,2024-04-05,139,went home with his wife and a new prescription,Ellery',
].join('\n');

let test: TestLibrary;
let summary: DatasetSummary;
beforeEach(async () => {
  test = await TestLibrary.make();
  summary = await test.import(TABLE, { name: 'ward visits.csv' });
});
afterEach(() => test.destroy());

const never = new AbortController().signal;

function apply(version: number, tool: ToolName, args: Record<string, string>): Promise<Applied> {
  return test.library.apply(
    {
      ...{ dataset: summary.id, version, tool, redaction: STRICT_ORDER },
      args: { finding: 'F1', table: summary.table, ...args },
    },
    never,
  );
}

describe('versions', () => {
  it('grow by calls, share what did not change, and leave the old ones as they were', async () => {
    const before = await test.columns(summary.id, 1);
    const dropped = await apply(1, 'drop_column', { column: 'city' });
    const imputed = await apply(dropped.version, 'impute_column', { column: 'sodium', method: 'median' });
    expect([dropped.version, imputed.version]).toEqual([2, 3]);
    expect(await test.columns(summary.id, 1)).toEqual(before);
    const rest = Object.fromEntries(Object.entries(before).filter(([header]) => header !== 'city'));
    expect(await test.columns(summary.id, 2)).toEqual(rest);
    expect(await test.columns(summary.id, 3)).toEqual({
      ...rest,
      sodium: ['138', '139', '141', '139', '139'],
    });
    // Dropping a column writes a manifest and no cell.
    expect((await stat(await test.segment(summary.id, 2))).size).toBe(0);
    const detail = await test.library.get(summary.id);
    expect(detail.versions).toEqual([
      { version: 1, rows: 5, columns: 5, made: 'imported from csv' },
      { version: 2, rows: 5, columns: 4, made: 'drop_column city' },
      { version: 3, rows: 5, columns: 4, made: 'impute_column sodium' },
    ]);
    expect(detail.columns.find((column) => column.name === 'sodium')?.profile.missing).toBe(0);
  });

  it('branch from any version: the chain without a step undoes it', async () => {
    await apply(1, 'drop_column', { column: 'city' });
    const other = await apply(1, 'drop_column', { column: 'mrn' });
    expect(other.version).toBe(3);
    const detail = await test.library.get(summary.id, 3);
    expect(detail.parent).toBe(1);
    expect(detail.columns.map((column) => column.name)).toEqual(['admit_date', 'sodium', 'note', 'city']);
  });

  it('drop rows from every column and profile it anew', async () => {
    const { version, record } = await apply(1, 'drop_duplicates', { column: 'mrn' });
    expect(record).toMatchObject({ rowsRemoved: 1, valuesLost: 1 });
    const detail = await test.library.get(summary.id, version);
    expect(detail.rows).toBe(4);
    expect(detail.columns.map((column) => column.profile.rows)).toEqual([4, 4, 4, 4, 4]);
    expect((await test.columns(summary.id, version)).mrn).toEqual(['10001', '10002', '10001', '10003']);
  });

  it('stay the same when a call changes nothing', async () => {
    const kept = await apply(1, 'keep_column', { column: 'city' });
    const { snapshotSha256 } = await test.library.get(summary.id, 1);
    expect(kept).toMatchObject({ version: 1, snapshotSha256 });
    expect((await test.library.get(summary.id)).versions).toHaveLength(1);
  });

  it('have a snapshot each, the same after a restart', async () => {
    const { version, snapshotSha256 } = await apply(1, 'drop_column', { column: 'city' });
    const first = await test.library.get(summary.id, 1);
    expect(first.snapshotSha256).not.toBe(snapshotSha256);
    await test.reopen();
    expect((await test.library.get(summary.id, version)).snapshotSha256).toBe(snapshotSha256);
  });

  it('are made one after the other, however many calls come at once', async () => {
    const columns = ['mrn', 'admit_date', 'sodium', 'note'];
    const made = await Promise.all(columns.map((column) => apply(1, 'drop_column', { column })));
    expect(made.map((each) => each.version).sort()).toEqual([2, 3, 4, 5]);
  });
});

describe('calls', () => {
  it('are estimated without changing anything, and then do what was estimated', async () => {
    const request = {
      dataset: summary.id,
      version: 1,
      tool: 'surrogate_key' as const,
      args: { finding: 'F1', table: summary.table, column: 'mrn' },
      redaction: STRICT_ORDER,
    };
    const estimate = await test.library.estimate(request, never);
    expect(estimate).toMatchObject({ valuesLost: 0, recordsTouched: 5 });
    expect((await test.library.get(summary.id)).versions).toHaveLength(1);
    const applied = await test.library.apply(request, never);
    expect(applied.examples).toEqual(estimate.examples);
    const cells = (await test.columns(summary.id, applied.version)).mrn;
    expect(cells?.[0]).toBe(applied.examples[0]?.after);
    expect(await test.library.differences(summary.id, applied.version)).toEqual({
      record: applied.record,
      examples: applied.examples,
    });
  });

  it.each<[string, ToolName, Record<string, string>, Problem['code']]>([
    ['a column that is not there', 'drop_column', { column: 'nothing' }, 'not_found'],
    ['another table', 'drop_column', { column: 'city', table: 'other' }, 'invalid_input'],
    ['arguments too many', 'drop_column', { column: 'city', extra: '1' }, 'invalid_input'],
    ['a tool that changes no table', 'export_raw_data', { column: 'city' }, 'unsupported'],
  ])('refuse %s', async (_, tool, args, code) => {
    await expect(apply(1, tool, args)).rejects.toMatchObject({ code });
    expect((await test.library.get(summary.id)).versions).toHaveLength(1);
  });

  it('cannot take a label from a column that the tool may not lower', async () => {
    const careless = {
      ...TRANSFORM_TOOLS.get('keep_column')!,
      plan: () =>
        Promise.resolve(
          tableChange({
            replace: [
              {
                name: 'mrn',
                header: 'mrn',
                type: 'text' as const,
                labels: [],
                cells: ['a', 'b', 'c', 'd', 'e'],
              },
            ],
            record: changeRecord({ cellsChanged: 5 }),
          }),
        ),
    };
    await test.reopen({ tools: new Map([['keep_column', careless]]) });
    const { version } = await apply(1, 'keep_column', { column: 'mrn' });
    const { columns } = await test.library.get(summary.id, version);
    expect(columns[0]?.labels).toEqual(['direct_identifier', 'patient_key']);
  });

  it('leave the dataset as it was when a plan has the wrong number of rows', async () => {
    const broken = {
      ...TRANSFORM_TOOLS.get('keep_column')!,
      plan: () =>
        Promise.resolve(
          tableChange({
            replace: [{ name: 'mrn', header: 'mrn', type: 'text' as const, labels: [], cells: ['a'] }],
          }),
        ),
    };
    await test.reopen({ tools: new Map([['keep_column', broken]]) });
    await expect(apply(1, 'keep_column', { column: 'mrn' })).rejects.toThrow('another number of rows');
    expect((await test.library.get(summary.id)).versions).toHaveLength(1);
  });
});

describe('reading', () => {
  it('gives a window of rows, cut at the end', async () => {
    expect(await test.library.readRows(summary.id, 1, 3, 10)).toEqual({
      offset: 3,
      total: 5,
      columns: ['mrn', 'admit_date', 'sodium', 'note', 'city'],
      rows: [
        ['10003', '2024-04-05', '139', 'went home with his wife and a new prescription', 'Ellery'],
        ['10003', '2024-04-05', '139', 'went home with his wife and a new prescription', 'Ellery'],
      ],
    });
    expect((await test.library.readRows(summary.id, 1, 99, 10)).rows).toEqual([]);
  });

  it('gives the same cells by window as by column, across chunks', async () => {
    const rows = Array.from({ length: 90_000 }, (_, i) => `${i},cell number ${i} of a long column,${i % 3}`);
    const { id } = await test.import(`a,b,c\n${rows.join('\n')}\n`);
    const columns = await test.columns(id);
    const { rows: window } = await test.library.readRows(id, 1, 30_000, 20_000);
    const expected = window.map((_, i) => [`${30_000 + i}`, columns.b?.[30_000 + i], `${i % 3}`]);
    expect(window).toEqual(expected);
  });

  it('hands tools cells that they cannot change', async () => {
    const source = await test.library.source(summary.id, 1);
    const cells = await source.cells('mrn');
    expect(() => cells.push('x')).toThrow(TypeError);
    expect(await source.cells('mrn')).toHaveLength(5);
  });

  it('finds what is wrong with the table', async () => {
    const run = { purpose: 'model', deidProfile: 'strict', decided: [] } as const;
    const found = await test.library.findings(summary.id, 1, run, never);
    expect(found.map(({ kind, column }) => `${kind} ${column}`)).toEqual(
      expect.arrayContaining(['patient_key mrn', 'identifier_in_text note', 'date_of_event admit_date']),
    );
  });

  it('knows the values of identifying columns even after they were dropped', async () => {
    await apply(1, 'drop_column', { column: 'mrn' });
    expect(await test.library.knownValues(summary.id)).toEqual(
      expect.arrayContaining([{ value: '10001', label: 'MRN' }]),
    );
  });

  it('says which dataset, version or column is not there', async () => {
    const unknown = DatasetId.parse(randomUUID());
    await expect(test.library.get(unknown)).rejects.toMatchObject({ code: 'not_found' });
    await expect(test.library.get(summary.id, 7)).rejects.toMatchObject({ code: 'not_found' });
    await expect(test.library.differences(summary.id, 1)).rejects.toMatchObject({ code: 'not_found' });
    const source = await test.library.source(summary.id, 1);
    await expect(source.cells('nothing')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('keeping and giving away', () => {
  it('lists by age, with the fate of each source file', async () => {
    const second = await test.import('a,b\n1,2\n', { name: 'labs.csv' });
    await test.library.recordSourceFate(second.id, { fate: 'moved', reason: 'to the vault of the ward' });
    const { datasets, damaged } = await test.library.list();
    expect(damaged).toEqual([]);
    expect(datasets.map(({ table, sourceFate }) => [table, sourceFate.fate])).toEqual([
      ['ward_visits', 'open'],
      ['labs', 'moved'],
    ]);
    expect(await test.bytesAtRest().then((bytes) => bytes.includes('vault of the ward'))).toBe(false);
    await test.reopen();
    expect((await test.library.get(second.id)).summary.sourceFate.reason).toBe('to the vault of the ward');
  });

  it('removes a dataset with all its versions', async () => {
    await apply(1, 'drop_column', { column: 'city' });
    await test.library.remove(summary.id);
    expect(await test.left()).toEqual([]);
    await expect(test.library.get(summary.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(test.library.remove(summary.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('puts an apostrophe before what a spreadsheet would run, or leaves it, and counts it either way', async () => {
    const { id } = await test.import('a,b\n=1+1,-5\n@cmd,"+x,""y"""\n ok ,2\n++,-\n');
    const shielded = await test.export(id, { format: 'csv', formulas: 'shield' });
    expect(shielded.bytes.toString()).toBe(`a,b\r\n'=1+1,-5\r\n'@cmd,"'+x,""y"""\r\n" ok ",2\r\n++,-\r\n`);
    expect(shielded.counts).toEqual({ rows: 4, formulaLikeCells: 3, shieldedCells: 3 });
    const kept = await test.export(id, { format: 'csv', formulas: 'keep' });
    expect(kept.bytes.toString()).toContain('\r\n=1+1,-5\r\n@cmd,');
    expect(kept.counts).toEqual({ rows: 4, formulaLikeCells: 3, shieldedCells: 0 });
  });

  it('stops in the middle when it is called off', async () => {
    const shape = { format: 'csv', formulas: 'keep' } as const;
    const pieces = await test.library.exportPieces(summary.id, 1, shape, AbortSignal.abort());
    expect((await pieces.next()).done).toBe(false);
    await expect(pieces.next()).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('does not read a manifest of the future', async () => {
    const manifest = join(test.root, summary.id, 'v0001.manifest');
    await writeFile(manifest, Buffer.alloc(100));
    await test.reopen();
    expect((await test.library.list()).damaged).toEqual([summary.id]);
  });
});

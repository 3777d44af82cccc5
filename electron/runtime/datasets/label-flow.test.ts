import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COLUMN_LABELS,
  Problem,
  type ColumnLabel,
  type LabelChange,
  type ToolName,
} from '../../../shared/domain/index.ts';
import { afterChange, inMemoryTable, toolContext, type MadeColumn } from '../tools/in-memory-table.ts';
import {
  TRANSFORM_TOOLS,
  type ColumnArguments,
  type TableChange,
  type TableSource,
  type TransformTool,
} from '../tools/index.ts';
import { tableChange } from '../tools/plan.ts';
import { watchReads, withInheritedLabels } from './label-flow.ts';

const DEIDENTIFICATION: readonly ToolName[] = [
  'derive_interval',
  'keep_year',
  'pool_age',
  'redact_column',
  'surrogate_key',
  'truncate_zip',
];

const label = fc.constantFrom(...COLUMN_LABELS);
const cells = fc.array(
  fc.oneof(
    fc.constantFrom(
      '2024-03-05',
      '2023-11-30',
      '93',
      '41',
      '02139',
      '4711',
      'Seen by Dr. Maria Planted.',
      '',
    ),
    fc.constant(null),
  ),
  { minLength: 4, maxLength: 4 },
);
const column: fc.Arbitrary<MadeColumn> = fc.record({
  cells,
  labels: fc.uniqueArray(label, { maxLength: 4 }),
});
const names = ['a', 'b', 'c', 'd'] as const;
const columns = fc.record(Object.fromEntries(names.map((name) => [name, column])));
const step = fc.record({
  tool: fc.constantFrom(...TRANSFORM_TOOLS.keys()),
  column: fc.nat(),
  other: fc.nat(),
  method: fc.constantFrom('median', 'mode'),
  type: fc.constantFrom('double', 'date', 'text'),
});

interface Made {
  readonly change: TableChange;
  readonly read: ReadonlySet<string>;
}

async function carryOut(
  source: TableSource,
  tool: TransformTool<ColumnArguments>,
  args: ColumnArguments,
): Promise<Made | undefined> {
  const watched = watchReads(source);
  try {
    const planned = await tool.plan(watched, args, toolContext());
    return { change: withInheritedLabels(planned, watched, tool), read: watched.read };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** What the rule says, written a second time: nothing is lost but what the tool may lower, on record. */
function assertKept(
  before: TableSource,
  after: TableSource,
  tool: TransformTool<ColumnArguments>,
  made: Made,
) {
  const known = new Map(before.columns.map(({ name, labels }) => [name, labels]));
  const touched = new Set(
    [...made.change.replace, ...made.change.add.map((each) => each.column)].map((each) => each.name),
  );
  const lowered = new Map((made.change.record.lowered ?? []).map((each: LabelChange) => [each.column, each]));
  for (const { name, labels } of after.columns) {
    const origins = touched.has(name) ? [...(known.has(name) ? [name] : []), ...made.read] : [name];
    const owed = new Set(origins.flatMap((origin) => known.get(origin) ?? []));
    const missing = [...owed].filter((each) => !labels.includes(each));
    expect(missing.filter((each) => !tool.lowers.includes(each))).toEqual([]);
    if (missing.length === 0) {
      expect(lowered.has(name)).toBe(false);
      continue;
    }
    expect(DEIDENTIFICATION).toContain(tool.name);
    const record = lowered.get(name);
    expect(missing.every((each) => record?.before.includes(each) === true)).toBe(true);
    expect(record?.after).toEqual(labels);
  }
}

describe('labels', () => {
  it('stay through any sequence of tools, but for what de-identification lowers on record', async () => {
    await fc.assert(
      fc.asyncProperty(columns, fc.array(step, { minLength: 1, maxLength: 8 }), async (made, steps) => {
        let source = inMemoryTable(made);
        for (const { tool: name, ...drawn } of steps) {
          const tool = TRANSFORM_TOOLS.get(name)!;
          const at = (index: number): string => source.columns[index % source.columns.length]!.name;
          const args = {
            finding: 'F1',
            table: source.table,
            column: at(drawn.column),
            ...(name === 'derive_interval' ? { other: at(drawn.other) } : {}),
            ...(name === 'impute_column' ? { method: drawn.method } : {}),
            ...(name === 'cast_column' ? { type: drawn.type } : {}),
          };
          const carried = await carryOut(source, tool, args);
          if (carried === undefined) continue;
          const after = await afterChange(source, carried.change);
          assertKept(source, after, tool, carried);
          source = after;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('follow the cells into other columns, whatever a careless plan says of them', async () => {
    const careless = fc.record({
      from: fc.constantFrom(...names),
      into: fc.constantFrom(...names),
      adds: fc.boolean(),
      claims: fc.uniqueArray(label, { maxLength: 2 }),
      lowers: fc.uniqueArray(label, { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(columns, careless, async (made, { from, into, adds, claims, lowers }) => {
        const source = inMemoryTable(made);
        const tool: TransformTool<ColumnArguments> = {
          ...TRANSFORM_TOOLS.get('cast_column')!,
          lowers,
          plan: async (table) => {
            const stolen = {
              header: 'x',
              type: 'text' as const,
              labels: claims,
              cells: await table.cells(from),
            };
            return adds
              ? tableChange({ add: [{ after: into, column: { name: 'stolen', ...stolen } }] })
              : tableChange({ replace: [{ name: into, ...stolen }] });
          },
        };
        const carried = await carryOut(source, tool, { finding: 'F1', table: source.table, column: into });
        const after = await afterChange(source, carried!.change);
        const bears = after.columns.find(({ name }) => name === (adds ? 'stolen' : into))!.labels;
        const owed = new Set<ColumnLabel>([
          ...(made[from]!.labels ?? []),
          ...(adds ? [] : (made[into]!.labels ?? [])),
        ]);
        for (const each of owed)
          expect(bears.includes(each)).toBe(!lowers.includes(each) || claims.includes(each));
      }),
      { numRuns: 200 },
    );
  });

  it('of every column cling to what was made without reading any', () => {
    const source = watchReads(
      inMemoryTable({
        a: { cells: ['1'], labels: ['direct_identifier'] },
        b: { cells: ['2'], labels: ['clinical'] },
      }),
    );
    const made = { name: 'c', header: 'c', type: 'text' as const, labels: [], cells: ['remembered'] };
    const change = tableChange({ add: [{ after: 'a', column: made }] });
    const { add } = withInheritedLabels(change, source, { lowers: [], leaves: [] });
    expect(add[0]?.column.labels).toEqual(['direct_identifier', 'clinical']);
  });

  it('of both dates go into the interval, which loses `date` on record', async () => {
    const source = inMemoryTable({
      born: { cells: ['1990-01-01'], labels: ['date', 'quasi_identifier'] },
      seen: { cells: ['2024-01-01'], labels: ['date', 'clinical'] },
    });
    const tool = TRANSFORM_TOOLS.get('derive_interval')!;
    const args = { finding: 'F1', table: source.table, column: 'born', other: 'seen' };
    const { change } = (await carryOut(source, tool, args))!;
    expect(change.add[0]?.column.labels).toEqual(['quasi_identifier', 'clinical']);
    expect(change.record.lowered).toEqual([
      {
        column: 'days_born_to_seen',
        before: ['quasi_identifier', 'date', 'clinical'],
        after: ['quasi_identifier', 'clinical'],
      },
    ]);
  });
});

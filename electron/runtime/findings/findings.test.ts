import { describe, expect, it } from 'vitest';
import type { FindingKind, ToolName } from '../../../shared/domain/index.ts';
import { FINDING_KINDS } from '../../../shared/domain/index.ts';
import type { MadeColumn } from '../tools/in-memory-table.ts';
import { afterChange, inMemoryTable, toolContext } from '../tools/in-memory-table.ts';
import type { Cells, TableSource } from '../tools/index.ts';
import { TRANSFORM_TOOLS, usualAnswer } from '../tools/index.ts';
import type { FindingDraft, RunContext } from './index.ts';
import { findFindings, readTableFacts } from './index.ts';

const ROWS = 200;
const RUN: RunContext = { purpose: 'model', deidProfile: 'strict', decided: [] };
const cells = (make: (row: number) => string | null): Cells =>
  Array.from({ length: ROWS }, (_, row) => make(row));
const day = (row: number): string => new Date(Date.UTC(2023, 0, 1 + row)).toISOString().slice(0, 10);
const us = (iso: string): string => `${iso.slice(5, 7)}/${iso.slice(8)}/${iso.slice(0, 4)}`;
/** Spread without order or pattern, always the same. */
const noise = (row: number, below: number): number => ((row + 1) * 7919 * 31) % below;

async function look(source: TableSource, run: Partial<RunContext> = {}): Promise<FindingDraft[]> {
  const context = { ...RUN, ...run };
  const facts = await readTableFacts(source, context, new AbortController().signal);
  return findFindings(source.table, source.columns, facts, context);
}

/** Findings of a table as `kind column detail`; a measurement beside the given columns tells its rows apart. */
async function found(
  columns: Record<string, MadeColumn | Cells>,
  run: Partial<RunContext> = {},
): Promise<string[]> {
  const [first = []] = Object.values(columns).map((column) =>
    Array.isArray(column) ? column : column.cells,
  );
  const measure = first.map((_, row) => `${row / 7 + 0.01}`);
  return inWords(await look(inMemoryTable({ ...columns, measure }), run));
}

function inWords(drafts: readonly FindingDraft[]): string[] {
  return drafts.map(({ kind, column, detail }) => `${kind} ${column} ${detail}`);
}

describe('identifiers', () => {
  it('names each direct identifier by its class', async () => {
    const columns = {
      ssn: cells((row) => `123-45-${6000 + row}`),
      email: cells((row) => `p${row}@example.org`),
      phone: cells((row) => `555-010-${2000 + row}`),
      patient_name: cells(
        (row) => `Okafor${'abcdefghij'[row % 10] ?? ''}, Nia${'klmnopqrst'[row % 7] ?? ''}`,
      ),
      address: cells((row) => `${row} Elm Street`),
    };
    expect(await found(columns)).toEqual([
      'direct_identifier ssn class SSN',
      'direct_identifier email class EMAIL',
      'direct_identifier phone class PHONE',
      'direct_identifier patient_name class NAME',
      'direct_identifier address class ADDRESS',
    ]);
  });

  it('makes the repeating record number the patient key and treats the others as identifiers', async () => {
    const columns = {
      account_number: cells((row) => `AC-${1000 + (row >> 1)}`),
      mrn: cells((row) => `M-${1000 + (row >> 1)}`),
      age: cells((row) => String(20 + (row % 50))),
    };
    expect(await found(columns)).toEqual([
      'direct_identifier account_number class ACCOUNT',
      'patient_key mrn class MRN repeats',
    ]);
    const unique = { ...columns, mrn: cells((row) => `M-${1000 + row}`), account_number: columns.age };
    expect(await found(unique)).toContain('direct_identifier mrn class MRN');
  });

  it('hides every other finding on an identifier, also when it was kept', async () => {
    const columns = { email: cells((row) => (row % 3 === 0 ? null : `p${row}@example.org`)) };
    expect(await found(columns)).toEqual(['direct_identifier email class EMAIL']);
    expect(await found(columns, { decided: [{ kind: 'direct_identifier', column: 'email' }] })).toEqual([]);
  });

  it('finds text that nobody has looked through, whether or not something was found in it', async () => {
    const text = (row: number): string =>
      `The patient was comfortable overnight and slept well, bed ${row % 9}.`;
    const note = cells((row) =>
      row < 5 ? `Called Dr. Okafor at 555-010-2233 about the plan for today.` : text(row),
    );
    expect(await found({ note })).toEqual(['identifier_in_text note hits 10']);
    expect(await found({ note: cells(text) })).toEqual(['identifier_in_text note hits 0']);
    expect(await found({ note: { cells: note, labels: ['redacted_text'] } })).toEqual([]);
  });

  it('speaks of ages over 89 by the row', async () => {
    const age = cells((row) => String(row % 100));
    expect(await found({ age })).toEqual(['age_over_89 age rows 20']);
    expect(await found({ age: cells((row) => String(row % 90)) })).toEqual([]);
    expect(await found({ weight: age })).toEqual([]);
    const pooled = cells((row) => (row % 20 === 0 ? '90+' : String(row % 90)));
    expect(await found({ age: { cells: pooled, type: 'text' } })).toEqual([]);
  });

  it('speaks of ZIP codes until only three digits are left', async () => {
    const zip = (tail: string): Cells => cells((row) => `${String(10_000 + row * 7)}${tail}`);
    expect(await found({ zip: zip('') })).toEqual(['zip_code zip digits 5']);
    expect(await found({ zip: zip('-1234') })).toEqual(['zip_code zip digits 9']);
    expect(
      await found({ zip: { cells: cells(() => '021'), labels: [] }, x: cells((row) => `${row % 3}`) }),
    ).toEqual(['constant zip distinct 1']);
  });
});

describe('dates', () => {
  const admit_date = cells(day);
  const discharge_date = cells((row) => day(row + 1 + noise(row, 9)));

  it('pairs a date with the one that follows it, before either becomes a year', async () => {
    expect(await found({ admit_date, discharge_date })).toEqual([
      'date_pair admit_date until discharge_date',
    ]);
    const decided: RunContext['decided'] = [{ kind: 'date_pair', column: 'admit_date' }];
    expect(await found({ admit_date, discharge_date }, { decided })).toEqual([
      'date_of_event admit_date format YYYY-MM-DD',
      'date_of_event discharge_date format YYYY-MM-DD',
    ]);
  });

  it('pairs in the order of time, not of columns, and the nearest only', async () => {
    const follow_up_date = cells((row) => day(row + 40 + noise(row, 30)));
    expect(await found({ follow_up_date, discharge_date, admit_date }, { kinds: ['date_pair'] })).toEqual([
      'date_pair discharge_date until follow_up_date',
      'date_pair admit_date until discharge_date',
    ]);
  });

  it('pairs no date of birth, no dates in no order, and none that share few rows', async () => {
    const dob = cells((row) => day(-20_000 + noise(row, 9000)));
    const visit_date = cells((row) => day(noise(row, 400)));
    const other_date = cells((row) => day(noise(row + 7, 400)));
    const rare_date = cells((row) => (row < 5 ? day(row + 500) : null));
    const columns = { dob, visit_date, other_date, rare_date };
    expect(await found(columns, { kinds: ['date_pair'] })).toEqual([]);
  });

  it('names the format, and casts text first where both are this step’s business', async () => {
    const seen = cells((row) => us(day(row)));
    expect(await found({ seen })).toEqual(['date_of_event seen format MM/DD/YYYY']);
    const dirty = cells((row) => (row % 25 === 0 ? 'unknown' : us(day(row))));
    expect(await found({ seen: dirty })).toEqual(['date_as_text seen parsed 96%']);
    expect(await found({ seen: dirty }, { kinds: ['date_of_event'] })).toEqual([
      'date_of_event seen format MM/DD/YYYY',
    ]);
  });

  it('leaves a column of years alone', async () => {
    expect(await found({ visit_date: cells((row) => String(2000 + (row % 20))) })).toEqual([]);
  });
});

describe('shape and values', () => {
  it('tells mostly empty from partly empty, numbers from categories', async () => {
    const columns = {
      spo2: cells((row) => (row % 7 < 5 ? null : String(90 + (row % 9)))),
      lactate: cells((row) => (row % 25 === 0 ? null : `${1 + noise(row, 30) / 10}`)),
      ward: cells((row) => (row % 10 === 0 ? null : (['A', 'B', 'ICU'][row % 3] ?? ''))),
      remark: cells((row) => (row % 2 === 0 ? null : `w${row}`)),
      empty: cells(() => null),
    };
    expect(await found(columns)).toEqual([
      'missing_high spo2 missing 72%',
      'missing_numeric lactate missing 4%',
      'missing_category ward missing 10%',
      'missing_high empty missing 100%',
    ]);
  });

  it('calls constant what says the same in every row, and not a flag that is set or empty', async () => {
    const columns = {
      site: cells(() => 'MAIN'),
      flag: cells((row) => (row % 3 === 0 ? null : 'Y')),
    };
    expect(await found(columns)).toEqual(['constant site distinct 1', 'missing_category flag missing 34%']);
  });

  it('finds numbers stored as text, but not codes or names of things', async () => {
    const dirty = cells((row) => (row % 40 === 0 ? 'n/a' : `${noise(row, 900) / 10}`));
    expect(await found({ glucose: dirty })).toEqual(['number_as_text glucose parsed 98%']);
    expect(await found({ room_no: dirty, cpt_code: dirty })).toEqual([]);
    const half = cells((row) => (row % 5 === 0 ? 'n/a' : String(noise(row, 900))));
    expect(await found({ glucose: half })).toEqual([]);
  });

  it('finds codes stored as numbers by leading zeros or by the name of the code system', async () => {
    const padded = cells((row) => String(noise(row, 700)).padStart(3, '0'));
    expect(await found({ drg: padded })).toEqual(['code_as_number drg leading zeros 14%']);
    expect(await found({ cpt: cells((row) => String(99_000 + noise(row, 500))) })).toEqual([
      'code_as_number cpt leading zeros 0%',
    ]);
    expect(await found({ cpt: { cells: padded, type: 'text' } })).toEqual([]);
  });

  it('counts outliers of quantities, not of codes, long tails or flagged columns', async () => {
    const pulse = cells((row) => (row < 3 ? '990' : String(60 + noise(row, 30))));
    expect(await found({ pulse })).toEqual(['outliers pulse rows 3']);
    expect(await found({ pulse, pulse_outlier: cells((row) => String(row < 3)) })).toEqual([]);
    expect(await found({ unit_code: pulse })).toEqual([]);
    expect(
      await found({ cost: cells((row) => String(row % 5 === 0 ? 5000 + row : 10 + noise(row, 9))) }),
    ).toEqual([]);
  });

  it('calls id-like what differs in every row and measures nothing', async () => {
    const columns = {
      row_number: cells((row) => String(5000 + row * 3)),
      sequence: cells((row) => String(row + 1)),
      slug: cells((row) => `x${(row * 7919) % 10007}q`),
      creatinine: cells((row) => `${row / 100 + 0.4}`),
      platelets: cells((row) => String(100_000 + noise(row, 99_991))),
    };
    expect(await found(columns)).toEqual([
      'id_like row_number distinct 100%',
      'id_like sequence distinct 100%',
      'direct_identifier slug class OTHER_ID',
    ]);
    expect(await found({ sequence: columns.sequence.slice(0, 19) })).toEqual([]);
  });

  it('finds repeated rows where rows can be told apart', async () => {
    const weight = cells((row) => `${50 + (row < 190 ? row : row - 10) / 7}`);
    const sex = cells((row) => ((row < 190 ? row : row - 10) % 2 === 0 ? 'F' : 'M'));
    const table = inMemoryTable({ weight, sex });
    expect(inWords(await look(table))).toEqual(['duplicate_rows weight rows 10']);
    expect(await look(inMemoryTable({ sex }))).toEqual([]);
    // No column tells them apart alone, all together do.
    const several = Object.fromEntries(
      [53, 47, 43, 41, 37, 29].map((below, at) => [
        `lab_${'abcdef'[at] ?? ''}`,
        cells((row) => `${noise((row < 190 ? row : row - 10) + at * 997, below) / 10}`),
      ]),
    );
    expect(inWords(await look(inMemoryTable(several), { kinds: ['duplicate_rows'] }))).toEqual([
      'duplicate_rows lab_a rows 10',
    ]);
  });

  it('lets an open finding hide what its answer settles, until it is decided', async () => {
    const mostlyEmpty = { x: cells((row) => (row < 150 ? null : row % 9 === 0 ? 'n/a' : String(row))) };
    expect(await found(mostlyEmpty)).toEqual(['missing_high x missing 75%']);
    expect(await found(mostlyEmpty, { decided: [{ kind: 'missing_high', column: 'x' }] })).toEqual([]);
  });

  it('says nothing about a table without rows, or about kinds that were not asked for', async () => {
    expect(await found({ mrn: [], age: [] })).toEqual([]);
    expect(
      await found(
        { site: cells(() => 'MAIN'), ssn: cells((row) => `123-45-${6000 + row}`) },
        { kinds: ['constant'] },
      ),
    ).toEqual(['constant site distinct 1']);
  });
});

describe('leakage', () => {
  const died = cells((row) => (row % 4 === 0 ? '1' : '0'));
  const run = { target: 'died', kinds: ['leakage'] as FindingKind[] };

  it('finds what alone tells the outcome: by value, by category, by being there at all', async () => {
    const columns = {
      died,
      score: cells((row) => String((row % 4 === 0 ? 500 : 100) + noise(row, 90))),
      disposition: cells((row) => (row % 4 === 0 ? 'expired' : row % 2 === 0 ? 'home' : 'rehab')),
      death_date: cells((row) => (row % 4 === 0 ? day(row) : null)),
      age: cells((row) => String(20 + noise(row, 60))),
    };
    expect(await found(columns, run)).toEqual([
      'leakage score auc 1.00',
      'leakage disposition auc 1.00',
      'leakage death_date auc 1.00',
    ]);
  });

  it('needs a target with two values and enough rows of each', async () => {
    const score = cells((row) => String(row % 4 === 0 ? 500 + row : row));
    expect(await found({ died: cells((row) => String(row % 3)), score }, run)).toEqual([]);
    expect(
      await found(
        { died: cells((row) => (row < 5 ? '1' : '0')), score: cells((row) => String(1000 - row)) },
        run,
      ),
    ).toEqual([]);
    expect(await found({ died, score }, { ...run, target: 'nothing' })).toEqual([]);
    expect(await found({ died, score }, { ...run, target: undefined })).toEqual([]);
  });

  it('asks no questions about filling, clipping or dropping the target itself', async () => {
    const target = cells((row) => (row % 10 === 0 ? null : row < 3 ? '990' : String(60 + noise(row, 30))));
    expect(await found({ target }, { target: 'target' })).toEqual([]);
  });
});

describe('a finding and its usual answer', () => {
  const columns: Record<string, Cells> = {
    mrn: cells((row) => `M-${1000 + (row >> 1)}`),
    patient_name: cells((row) => `Okafor${'abcdefghij'[row % 10] ?? ''}, Nia`),
    note: cells((row) => `Called Dr. Okafor at 555-010-2233 about the plan ${row} for today.`),
    age: cells((row) => (row % 20 === 0 ? null : row === 1 ? '999' : String(row % 100))),
    zip: cells((row) => String(10_000 + row * 7)),
    admit_date: cells(day),
    discharge_date: cells((row) => us(day(row + 1 + noise(row, 9)))),
    seen: cells((row) => (row % 25 === 0 ? 'unknown' : day(noise(row, 300)))),
    ward: cells((row) => (row % 10 === 0 ? null : (['A', 'B', 'ICU'][row % 3] ?? ''))),
    glucose: cells((row) => (row % 40 === 0 ? 'n/a' : `${noise(row, 900) / 10}`)),
    drg: cells((row) => String(noise(row, 700)).padStart(3, '0')),
    pulse: cells((row) => (row < 3 ? '990' : String(60 + noise(row, 30)))),
    site: cells(() => 'MAIN'),
    spo2: cells((row) => (row % 7 < 5 ? null : String(90 + (row % 9)))),
    row_number: cells((row) => String(5000 + row * 3)),
    outcome: cells((row) => (row % 4 === 0 ? '1' : '0')),
    disposition: cells((row) => (row % 4 === 0 ? 'expired' : 'home')),
  };

  for (const deidProfile of ['strict', 'limited'] as const) {
    for (const purpose of ['model', 'quality', 'report'] as const) {
      it(`come to rest with nothing open (${purpose}, ${deidProfile})`, async () => {
        const doubled = Object.fromEntries(
          Object.entries(columns).map(([name, each]) => [name, [...each, each[7] ?? null]]),
        );
        let source = inMemoryTable(doubled);
        const run: RunContext = { purpose, deidProfile, target: 'outcome', decided: [] };
        const decided = [...run.decided];
        const kinds = new Set<FindingKind>();
        for (let call = 0; call < 60; call += 1) {
          const next = (await look(source, { ...run, decided }))[0];
          if (next === undefined) break;
          kinds.add(next.kind);
          const { tool, extraArgs } = usualAnswer(next, run);
          if (tool === 'keep_column') decided.push(next);
          else source = await act(source, next, tool, extraArgs);
        }
        expect(await look(source, { ...run, decided })).toEqual([]);
        const expected = FINDING_KINDS.filter((kind) => kind !== 'direct_identifier' || kinds.has(kind));
        expect([...kinds].sort()).toEqual([...expected].sort());
        const open = source.columns
          .flatMap(({ labels }) => labels)
          .filter((label) => label === 'direct_identifier' || label === 'free_text');
        expect(open).toEqual([]);
        if (deidProfile === 'strict')
          expect(source.columns.filter(({ labels }) => labels.includes('date'))).toEqual([]);
      });
    }
  }

  async function act(
    source: TableSource,
    finding: FindingDraft,
    name: ToolName,
    extraArgs: Readonly<Record<string, string>>,
  ): Promise<TableSource> {
    const tool = TRANSFORM_TOOLS.get(name)!;
    const args = tool.args.parse({
      finding: 'F1',
      table: finding.table,
      column: finding.column,
      ...extraArgs,
    });
    return afterChange(source, await tool.plan(source, args, toolContext()));
  }
});

import { describe, expect, it } from 'vitest';
import { IDENTIFIER_CLASSES, type RunId } from '../../../../shared/domain/index.ts';
import type { LedgerItem } from '../../../../shared/formats/index.ts';
import { MemoryJournal } from '../../gate/testing/memory-journal.ts';
import { DATASET, MemoryTable } from '../../gate/testing/memory-table.ts';
import { OPERATOR } from '../../gate/testing/fixtures.ts';
import { accessAudit, dataProfile, deidentification } from './documents.ts';
import { draftStatement } from './statement.ts';

const run = '99999999-9999-4999-8999-999999999999' as RunId;
const table = (columns: ConstructorParameters<typeof MemoryTable>[0]) =>
  new MemoryTable(columns, []).describe(DATASET, 1);
const item = (
  kind: LedgerItem['finding']['kind'],
  column: string,
  change: Partial<LedgerItem>,
): LedgerItem => ({
  finding: { id: 'F1', kind, table: 'stays', column, detail: 'class MRN' },
  state: 'closed',
  tried: true,
  ...change,
});

describe('the data profile', () => {
  it('has counts of columns and rows, and shows no small one', async () => {
    const before = await table({ age: [] });
    const profile = dataProfile(before, { ...before, rows: 7 }, 10) as Record<
      string,
      { rows: unknown; columns: unknown[] }
    >;
    expect([profile.before?.rows, profile.after?.rows]).toEqual([100, 'withheld']);
    expect(profile.before?.columns).toEqual([
      { name: 'age', type: 'text', labels: [], missing: 'withheld', distinct: 50, identifierHits: 0 },
    ]);
  });
});

describe('the de-identification document', () => {
  it('says what was found, done, redacted and left, and claims nothing', async () => {
    const document = deidentification(
      [
        item('direct_identifier', 'mrn', { tool: 'drop_column' }),
        item('identifier_in_text', 'notes', { tool: 'redact_column', state: 'refused' }),
        item('missing_numeric', 'age', { tool: 'impute_column' }),
      ],
      { NAME: 400, SSN: 3 },
      await table({ notes: ['free_text'], name: ['direct_identifier'] }),
      10,
      { deidProfile: 'limited', reference: 'DUA-17' },
    );
    expect(document).toMatchObject({
      columnsRemoved: [{ column: 'mrn', was: 'direct_identifier class MRN' }],
      redactedInText: { NAME: 400, SSN: 'withheld' },
      decisions: [
        { column: 'mrn', state: 'closed', tool: 'drop_column' },
        { column: 'notes', state: 'refused', tool: 'redact_column' },
      ],
      stillLabelled: [{ column: 'name', labels: ['direct_identifier'] }],
      profile: {
        name: 'limited',
        is: expect.stringContaining('not Safe Harbor') as string,
        reference: 'DUA-17',
      },
      notice: expect.stringContaining('no claim of Safe Harbor'),
    });
    expect(document.classes.map((each) => each.class).sort()).toEqual([...IDENTIFIER_CLASSES].sort());
    expect(document.classes.every(({ residual, person }) => residual !== '' && person !== '')).toBe(true);
    expect(document.method.lists.every(({ asOf }) => /^\d{4}-\d{2}$/.test(asOf))).toBe(true);
    expect(document.method).toMatchObject({
      finders: expect.stringContaining('tagger') as string,
    });
  });
});

describe('the access audit', () => {
  it('counts acts per person, role, agent and kind', async () => {
    const journal = new MemoryJournal();
    const context = { actor: OPERATOR, correlation: 'x', run, agent: 'deidentifier' };
    for (const phiAccessed of [true, false])
      await journal.event('step.started', { step: 0, findings: 1 }, { ...context, phiAccessed });
    await journal.event(
      'run.state_changed',
      { from: 'running', to: 'stopped', reason: 'x' },
      { ...context, agent: undefined },
    );
    expect(accessAudit(run, journal.all)).toMatchObject({
      run,
      throughSeq: 2,
      accesses: [
        {
          person: OPERATOR.id,
          role: 'operator',
          agent: 'deidentifier',
          act: 'step.started',
          count: 2,
          patientData: 1,
        },
        { agent: null, act: 'run.state_changed', count: 1 },
      ],
    });
    expect(accessAudit(run, [])).toMatchObject({ throughSeq: null, accesses: [] });
  });
});

describe('the minimum-necessary statement', () => {
  it('gives a reason for every column that stays: the model where it decided, else code', async () => {
    const { columns } = await table({
      age: [],
      notes: ['free_text'],
      key: ['surrogate'],
      name: ['direct_identifier'],
    });
    const statement = draftStatement('model', 'stays', 4, columns, [
      item('missing_numeric', 'age', { tool: 'impute_column', why: 'numeric with gaps' }),
      item('identifier_in_text', 'notes', { tool: 'redact_column', why: 'not done', state: 'refused' }),
    ]);
    expect(statement.columns).toEqual([
      { name: 'age', labels: [], reason: 'numeric with gaps (impute_column)', by: 'model' },
      {
        name: 'notes',
        labels: ['free_text'],
        reason: expect.stringContaining('clinical content'),
        by: 'code',
      },
      { name: 'key', labels: ['surrogate'], reason: expect.stringContaining('random key'), by: 'code' },
      {
        name: 'name',
        labels: ['direct_identifier'],
        reason: expect.stringContaining('give the reason why it has to stay'),
        by: 'code',
      },
    ]);
  });
});

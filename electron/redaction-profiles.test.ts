import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunView } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed } from './testing/composed.ts';

// Profiles of a run, through the composed application with a model that does what is usual.

const PATIENTS = 8;
const mrn = (patient: number): string => `MRN77${1000 + patient * 37}`;
const day = (text: string): number => Date.parse(text) / 86_400_000;

/** Two stays of each patient; each note speaks of the day after its admission. */
function table(): string {
  const rows = Array.from({ length: PATIENTS * 2 }, (_, row) => {
    const admitted = `202${3 + (row % 2)}-0${1 + (row % 8)}-1${row % 10}`;
    const next = new Date(Date.parse(admitted) + 86_400_000).toISOString().slice(0, 10);
    const note = `Reviewed on ${next}, record ${mrn(row % PATIENTS)}, doing well since then.`;
    return `${mrn(row % PATIENTS)},${admitted},${row % 2 === 0 ? '0213' : '6061'}${row % 10},${80 + row},"${note}"`;
  });
  return `mrn,admit_date,zip,glucose,note\n${rows.join('\n')}\n`;
}

describe('the profile of a run', () => {
  let composed: Composed;
  beforeAll(async () => {
    composed = await Composed.create(new ObedientModel().launch);
    await composed.signIn('Otto');
  });
  afterAll(() => composed.close());

  const start = async (deidProfile: 'strict' | 'limited' | 'expert', reference?: string) => {
    const file = join(composed.folder, 'stays.csv');
    await writeFile(file, table());
    const { id } = await composed.import(file);
    return composed.application.dispatch('runs.start', {
      ...{ template: 'table_readiness', dataset: id, purpose: 'quality', deidProfile },
      complianceProfile: 'hipaa',
      ...(reference === undefined ? {} : { reference }),
    });
  };
  const run = async (deidProfile: 'strict' | 'limited' | 'expert', reference?: string) => {
    const answer = await start(deidProfile, reference);
    if (!answer.ok) throw new Error(answer.message);
    const view = await composed.settled((answer.value as { run: RunView['id'] }).run);
    expect(view.state).toBe('awaiting_attestation');
    const { columns, rows } = await composed.call('datasets.getRows', {
      ...{ dataset: view.dataset, version: view.versions.after, offset: 0, limit: 100 },
    });
    const column = (name: string): string[] => rows.map((row) => row[columns.indexOf(name)] ?? '');
    return { view, column };
  };

  it('names what it rests on where it is not Safe Harbor, and takes no value of the table for it', async () => {
    for (const profile of ['limited', 'expert'] as const)
      expect(await start(profile)).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(await start('limited', mrn(0))).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(await start('limited', 'Maria Planted')).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(await composed.entries({ kinds: ['run.started'] })).toEqual([]);
  });

  it('strict leaves years and three digits, and surrogates of this run alone', async () => {
    const one = await run('strict');
    const other = await run('strict');
    expect(new Set(one.column('admit_date'))).toEqual(new Set(['2023', '2024']));
    expect(new Set(one.column('zip'))).toEqual(new Set(['021', '606']));
    expect(one.column('note')[0]).toMatch(/^Reviewed on 2023, record \[MRN-[a-z]{8}\], doing well/);
    expect(one.column('mrn')[0]).toBe(one.column('mrn')[PATIENTS]);
    expect(other.column('mrn')).not.toEqual(one.column('mrn'));
    expect(other.column('note')).not.toEqual(one.column('note'));
  });

  it('limited lets dates and ZIP codes stand, under the agreement that it names', async () => {
    const { view, column } = await run('limited', 'DUA-2024-117');
    expect(view).toMatchObject({ deidProfile: 'limited', reference: 'DUA-2024-117' });
    expect(column('admit_date')[0]).toBe('2023-01-10');
    expect(column('note')[0]).toMatch(/^Reviewed on 2023-01-11, record \[MRN-[a-z]{8}\]/);
  });

  it('expert moves the dates of a patient alike and keeps surrogates from run to run, in a sealed vault', async () => {
    const one = await run('expert', 'METHOD-7');
    const other = await run('expert', 'METHOD-7');
    const admitted = one.column('admit_date');
    const noted = one.column('note').map((note) => /\d{4}-\d\d-\d\d/.exec(note)?.[0] ?? '');
    for (let row = 0; row < PATIENTS * 2; row += 1)
      expect(day(noted[row] ?? '') - day(admitted[row] ?? '')).toBe(1);
    expect(admitted[0]).not.toBe('2023-01-10');
    // Both stays of the first patient, eight days apart.
    expect(day(admitted[PATIENTS] ?? '') - day(admitted[0] ?? '')).toBe(8);
    expect(other.column('mrn')).toEqual(one.column('mrn'));
    expect(other.column('note')).toEqual(one.column('note'));
    expect(other.column('admit_date')).toEqual(admitted);
    const vault = await readFile(join(composed.folder, 'workspace/datasets/surrogates.vault'));
    expect(vault.toString('latin1')).not.toMatch(/MRN77|format/);
    expect(await composed.entries({ kinds: ['redaction.vault_made'] })).toHaveLength(1);
  });

  it('asks for the agreement of the version that leaves, and begins anew under another profile', async () => {
    const limited = await run('limited', 'DUA-2024-117');
    await composed.call('phi.measure', { dataset: limited.view.dataset });
    const again = await composed.application.dispatch('runs.start', {
      ...{ template: 'table_readiness', dataset: limited.view.dataset, purpose: 'quality' },
      ...{ deidProfile: 'strict', complianceProfile: 'hipaa' },
    });
    if (!again.ok) throw new Error(again.message);
    const strict = await composed.settled((again.value as { run: RunView['id'] }).run);
    expect(strict.versions.before).toBe(1);
    const leave = (version: number) =>
      composed.ask('datasets.exportTable', {
        ...{ dataset: limited.view.dataset, version, format: 'csv', purpose: 'study', raw: false },
        ...{ recipient: 'the registry', protection: { kind: 'passphrase' } },
      });
    expect(await leave(limited.view.versions.after)).toMatchObject({ code: 'waiting_for_approval' });
    const asked = (await composed.entries({ kinds: ['approval.requested'] })).at(-1);
    expect(asked?.body).toMatchObject({
      tool: 'export_table',
      restsOn: { profile: 'limited', reference: 'DUA-2024-117' },
      recordsTouched: PATIENTS * 2,
    });
    expect(await leave(strict.versions.after)).toMatchObject({ ok: true });
    const { columns, rows } = await composed.call('datasets.getRows', {
      ...{ dataset: strict.dataset, version: strict.versions.after, offset: 0, limit: 100 },
    });
    for (const row of rows) {
      expect(row[columns.indexOf('admit_date')]).toMatch(/^\d{4}$/);
      expect(row[columns.indexOf('note')]).toMatch(/^Reviewed on \d{4}, record \[MRN-[a-z]{8}\]/);
    }
  });
});

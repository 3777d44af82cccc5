import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRedactor, shiftedDate, SurrogateVault } from '../phi/index.ts';
import { inMemoryTable, toolContext } from './in-memory-table.ts';
import type { Rendering } from './tool.ts';
import { redactColumn } from './redact-column.ts';

const args = { finding: 'F1', table: 'admissions', column: 'note' };

it('replaces identifiers, counts them per class over all rows, and changes the label', async () => {
  const note = 'Seen by Dr. Okafor on 03/04/2024, call 555-010-2233.';
  const source = inMemoryTable({
    note: { cells: [note, 'Stable.', note, null], labels: ['free_text'] },
  });
  const change = await redactColumn.plan(source, args, toolContext());
  const redacted = 'Seen by Dr. [NAME] on [DATE], call [PHONE].';
  expect(change.replace[0]).toMatchObject({
    type: 'text',
    labels: ['redacted_text'],
    cells: [redacted, 'Stable.', redacted, null],
  });
  expect(change.record).toEqual({
    cellsChanged: 2,
    rowsRemoved: 0,
    columnsRemoved: [],
    columnsAdded: [],
    valuesLost: 0,
    redactions: { NAME: 2, DATE: 2, PHONE: 2 },
  });
});

it('keeps other labels: text about a directly identified person stays that', async () => {
  const source = inMemoryTable({
    note: { cells: ['ok then'], labels: ['direct_identifier', 'free_text'] },
  });
  const change = await redactColumn.plan(source, args, toolContext());
  expect(change.replace[0]?.labels).toEqual(['direct_identifier', 'redacted_text']);
});

const note = 'Seen by Dr. Okafor on 03/04/2024, ZIP 02139, call 555-010-2233. Dr. Okafor agrees.';
const under = async (profile: 'strict' | 'limited' | 'expert', more: Partial<Rendering> = {}) => {
  const source = inMemoryTable({ note: { cells: [note, note, null], labels: ['free_text'] } });
  const rendering = { profile, realistic: false, vault: SurrogateVault.create(), ...more };
  const change = await redactColumn.plan(source, args, toolContext({ rendering }));
  return change.replace[0]?.cells ?? [];
};

it('puts surrogates of the run, the year and three digits of a ZIP code in place under strict', async () => {
  const [one, other] = await under('strict');
  expect(one).toMatch(
    /^Seen by Dr\. (\[NAME-[a-z]{8}\]) on 2024, ZIP 021, call \[PHONE-[a-z]{8}\]\. Dr\. \1 agrees\.$/,
  );
  expect(other).toBe(one);
  expect((await under('strict'))[0]).not.toBe(one);
});

it('lets dates and ZIP codes stand under limited, and nothing else', async () => {
  const [one] = await under('limited');
  expect(one).toMatch(/^Seen by Dr\. \[NAME-.{8}\] on 03\/04\/2024, ZIP 02139, call \[PHONE-.{8}\]/);
});

it('moves the dates of each patient under expert, and takes them away where nobody knows whose they are', async () => {
  const vault = SurrogateVault.create();
  const cells = await under('expert', { vault, patientOf: (row) => `patient ${row}` });
  const dates = cells.map((cell) => /\d\d\/\d\d\/\d{4}/.exec(cell ?? '')?.[0]);
  expect(dates[0]).not.toBe('03/04/2024');
  expect(dates[0]).toBe(shiftedDate('03/04/2024', vault.shiftOf('patient 0')));
  expect(dates[1]).toBe(shiftedDate('03/04/2024', vault.shiftOf('patient 1')));
  const again = await under('expert', { vault, patientOf: (row) => `patient ${row}` });
  expect(again).toEqual(cells);
  expect((await under('expert'))[0]).toContain('on [DATE], ZIP 021');
});

it('draws surrogates that read like values where that is asked for', async () => {
  const one = (await under('strict', { realistic: true }))[0] ?? '';
  expect(one).not.toMatch(/Okafor|2233|\[/);
  expect(one).toMatch(/^Seen by Dr\. [A-Z]\w+ on 2024, ZIP 021, call \(\d{3}\) 555-01\d\d\./);
});

it('changes nothing more when it is redacted twice', async () => {
  const one = (await under('strict'))[0] ?? '';
  expect(createRedactor().redact(one).text).toBe(one);
});

it('lets nothing through when the redactor cannot look', async () => {
  const source = inMemoryTable({ note: ['some text'] });
  const broken = {
    detect: () => {
      throw new Error('cannot look');
    },
    redact: () => ({ text: '', spans: [], counts: {} }),
  };
  await expect(redactColumn.plan(source, args, toolContext({ redactor: broken }))).rejects.toThrow(
    'cannot look',
  );
});

it('never leaves a value of the table itself in its notes', async () => {
  const given = ['Zofrana', 'Quellimar', 'Brandeth', 'Ilsabeau', 'Mark', 'Rose', 'Adaeze', 'Søren'];
  const family = ['Thistlewick', 'Okonkwo', 'van der Berg', 'Nakagawa-Ruiz', 'Young', 'Li', "O'Dalaigh"];
  const mrn = fc.integer({ min: 10_000, max: 99_999_999 }).map((n) => `MRN${n}`);
  const person = fc.record({ given: fc.constantFrom(...given), family: fc.constantFrom(...family), mrn });
  const sentence = fc.constantFrom<(p: { given: string; family: string; mrn: string }) => string>(
    (p) => `Patient ${p.given} ${p.family} came back with cough.`,
    (p) => `${p.family}, ${p.given} (${p.mrn}): stable.`,
    (p) => `discussed with ${p.given.toUpperCase()} ${p.family.toUpperCase()} today`,
    (p) => `record ${p.mrn.toLowerCase()} reviewed; ${p.given} ${p.family} agrees`,
  );
  await fc.assert(
    fc.asyncProperty(person, fc.array(sentence, { minLength: 1, maxLength: 4 }), async (p, sentences) => {
      const redactor = createRedactor([
        { value: `${p.given} ${p.family}`, label: 'NAME' },
        { value: p.mrn, label: 'MRN' },
      ]);
      const source = inMemoryTable({ note: sentences.map((make) => make(p)) });
      const change = await redactColumn.plan(source, args, toolContext({ redactor }));
      for (const cell of change.replace[0]?.cells ?? []) {
        const left = (cell ?? '').toLowerCase();
        for (const value of [`${p.given} ${p.family}`, p.mrn])
          expect(left).not.toContain(value.toLowerCase());
      }
    }),
    { numRuns: 150 },
  );
});

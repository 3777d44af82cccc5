import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRedactor } from '../phi/index.ts';
import { inMemoryTable, toolContext } from './in-memory-table.ts';
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

it('lets nothing through when the redactor cannot look', async () => {
  const source = inMemoryTable({ note: ['some text'] });
  const broken = {
    detect: () => [],
    redact: () => {
      throw new Error('cannot look');
    },
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeName } from '../../../shared/domain/index.ts';
import { createRedactor } from '../phi/index.ts';
import { safeNames, safeTableName } from './safe-name.ts';

const redactor = createRedactor([
  { value: 'Quatermass, Zebulon', label: 'NAME' },
  { value: 'Price, Ottilie', label: 'NAME' },
]);

describe('safe names', () => {
  it('keep what a header says and nothing else', () => {
    expect(
      safeNames(['Heart Rate (bpm)', 'Größe', '2nd visit', '  ', 'µ', 'a'.repeat(80)], redactor),
    ).toEqual(['Heart_Rate_bpm', 'Gro_e', 'c_2nd_visit', 'column_4', 'column_5', 'a'.repeat(64)]);
  });

  it('hide identifiers behind the column’s place', () => {
    const headers = ['call 617-555-0134', 'Zebulon Quatermass', 'seen_2024-03-05', 'price', 'x@example.org'];
    expect(safeNames(headers, redactor)).toEqual(['column_1', 'column_2', 'column_3', 'price', 'column_5']);
  });

  it('give the second of two alike its place, whatever the case', () => {
    expect(safeNames(['Age', 'age', 'AGE', 'column_1'], redactor)).toEqual([
      'Age',
      'column_2',
      'column_3',
      'column_4',
    ]);
  });

  it('are valid, unique and leave no markup, whatever the headers', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 20 }), (headers) => {
        const names = safeNames(headers, redactor);
        expect(names.every((name) => SafeName.safeParse(name).success)).toBe(true);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(headers.length);
      }),
    );
  });

  it('name a table by its file, unless that holds an identifier', () => {
    expect(safeTableName('/data/Ward 3 (final).csv', redactor)).toBe('Ward_3_final');
    expect(safeTableName('C:\\data\\zebulon_quatermass.xlsx', redactor)).toBe('table');
    expect(safeTableName('/data/2024.csv', redactor)).toBe('table');
  });
});

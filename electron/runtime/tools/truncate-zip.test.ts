import { expect, it } from 'vitest';
import { RESTRICTED_ZIP_PREFIXES } from '../../../resources/lexicons/restricted-zip-prefixes.ts';
import { afterChange, inMemoryTable, toolContext } from './in-memory-table.ts';
import { zipPrefix } from '../phi/profiles/index.ts';
import { truncateZip } from './truncate-zip.ts';

it('keeps three digits of every form a ZIP code comes in', () => {
  const forms = [
    '02139',
    '2139',
    '601',
    '02139-4307',
    '021394307',
    '21394307',
    ' 94110 ',
    '94110.0',
    '94110 1234',
  ];
  expect(forms.map(zipPrefix)).toEqual(['021', '021', '006', '021', '021', '021', '941', '941', '941']);
});

it('turns to 000 what lies on either census list, and military, foreign and unknown codes', () => {
  const prefixes = new Set(RESTRICTED_ZIP_PREFIXES.sources.flatMap((source) => source.prefixes));
  expect(prefixes.size).toBe(23);
  for (const prefix of prefixes) expect(zipPrefix(`${prefix}01`)).toBe('000');
  const others = [
    '09012',
    '34012',
    '96201',
    'K1A 0B1',
    'SW1A 1AA',
    '12',
    '123456',
    '1234567890',
    'unknown',
    '00000',
    '',
  ];
  expect(others.map(zipPrefix)).toEqual(others.map(() => '000'));
});

it('never leaves a fourth digit, lowers the label, and changes nothing the second time', async () => {
  const source = inMemoryTable({ zip: ['02139', '03601', null, 'foreign'], age: ['1', '2', '3', '4'] });
  expect(source.columns[0]?.labels).toContain('quasi_identifier');
  const args = { finding: 'F2', table: 'admissions', column: 'zip' };
  const change = await truncateZip.plan(source, args, toolContext());
  expect(change.replace[0]).toMatchObject({ type: 'text', labels: [], cells: ['021', '000', null, '000'] });
  expect(change.record).toMatchObject({ cellsChanged: 3, valuesLost: 0 });
  const again = await truncateZip.plan(await afterChange(source, change), args, toolContext());
  expect(again.record.cellsChanged).toBe(0);
});

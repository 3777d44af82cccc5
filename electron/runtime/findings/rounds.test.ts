import { expect, it } from 'vitest';
import type { Finding } from '../../../shared/domain/index.ts';
import { isClosed, numberFindings, type FindingDraft } from './index.ts';

const draft = (kind: Finding['kind'], column: string, detail = 'x'): FindingDraft => ({
  kind,
  table: 'admissions',
  column,
  detail,
});

it('closes a finding when the table no longer shows it, or when the column was kept', () => {
  const finding = { ...draft('outliers', 'hr'), id: 'F1' };
  expect(isClosed(finding, [], 'clip_column')).toBe(true);
  expect(isClosed(finding, [draft('outliers', 'hr', 'rows 2')], 'clip_column')).toBe(false);
  expect(isClosed(finding, [draft('outliers', 'rr'), draft('constant', 'hr')], 'clip_column')).toBe(true);
  expect(isClosed(finding, [draft('outliers', 'hr')], 'keep_column')).toBe(true);
});

it('takes repeated rows for one finding, whichever column stands for them', () => {
  const finding = { ...draft('duplicate_rows', 'mrn'), id: 'F1' };
  expect(isClosed(finding, [draft('duplicate_rows', 'age')], 'drop_column')).toBe(false);
  expect(numberFindings([finding], [draft('duplicate_rows', 'age')])[0]?.id).toBe('F1');
});

it('keeps ids of what is known and never gives one twice', () => {
  const known = [
    { ...draft('outliers', 'hr'), id: 'F2' },
    { ...draft('constant', 'site'), id: 'F9' },
  ];
  const numbered = numberFindings(known, [
    draft('id_like', 'row'),
    draft('outliers', 'hr', 'rows 1'),
    draft('zip_code', 'zip'),
  ]);
  expect(numbered.map(({ id, detail }) => `${id} ${detail}`)).toEqual(['F10 x', 'F2 rows 1', 'F11 x']);
});

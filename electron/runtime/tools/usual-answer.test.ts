import { expect, it } from 'vitest';
import type { FindingKind } from '../../../shared/domain/index.ts';
import { FINDING_KINDS } from '../../../shared/domain/index.ts';
import { usualAnswer } from './usual-answer.ts';

const short = (
  kind: FindingKind,
  purpose: 'model' | 'report' | 'quality',
  deidProfile: 'strict' | 'limited',
) => {
  const { tool, extraArgs } = usualAnswer(
    { kind, detail: kind === 'date_pair' ? 'until discharge' : 'x' },
    { purpose, deidProfile },
  );
  return [tool, ...Object.values(extraArgs)].join(' ');
};

it('answers every kind of finding as agents.md lists', () => {
  const table = Object.fromEntries(
    FINDING_KINDS.map((kind) => [
      kind,
      [short(kind, 'model', 'strict'), short(kind, 'report', 'limited'), short(kind, 'quality', 'strict')],
    ]),
  );
  const same = (answer: string) => [answer, answer, answer];
  expect(table).toEqual({
    direct_identifier: same('drop_column'),
    patient_key: same('surrogate_key'),
    identifier_in_text: same('redact_column'),
    date_pair: same('derive_interval discharge'),
    date_of_event: ['keep_year', 'keep_column', 'keep_year'],
    zip_code: ['truncate_zip', 'keep_column', 'truncate_zip'],
    age_over_89: same('pool_age'),
    missing_high: same('drop_column'),
    missing_numeric: ['impute_column median', 'keep_column', 'keep_column'],
    missing_category: ['impute_column mode', 'keep_column', 'keep_column'],
    constant: same('drop_column'),
    number_as_text: same('cast_column double'),
    date_as_text: same('cast_column date'),
    code_as_number: same('cast_column text'),
    outliers: ['clip_column', 'clip_column', 'flag_outliers'],
    duplicate_rows: same('drop_duplicates'),
    leakage: same('drop_column'),
    id_like: same('drop_column'),
  });
});

import type { FindingKind, ToolName } from '../../../shared/domain/index.ts';

/**
 * Tools that answers to each kind of finding usually take, over all purposes and profiles. An agent that
 * decides a kind without them would have every sensible call refused.
 */
export const USUAL_TOOLS: Readonly<Record<FindingKind, readonly ToolName[]>> = {
  direct_identifier: ['drop_column'],
  patient_key: ['surrogate_key'],
  identifier_in_text: ['redact_column'],
  date_pair: ['derive_interval'],
  date_of_event: ['keep_year', 'keep_column', 'shift_dates'],
  zip_code: ['truncate_zip', 'keep_column'],
  age_over_89: ['pool_age'],
  missing_high: ['drop_column'],
  missing_numeric: ['impute_column', 'keep_column'],
  missing_category: ['impute_column', 'keep_column'],
  constant: ['drop_column'],
  number_as_text: ['cast_column'],
  date_as_text: ['cast_column'],
  code_as_number: ['cast_column'],
  outliers: ['flag_outliers', 'clip_column'],
  duplicate_rows: ['drop_duplicates'],
  leakage: ['drop_column'],
  id_like: ['drop_column'],
};

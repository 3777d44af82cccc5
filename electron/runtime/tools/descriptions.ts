import type { ToolName } from '../../../shared/domain/index.ts';

/**
 * One line per tool, as it stands in every prompt.
 * INVARIANT: the bundled model was trained on the exact texts of the first fourteen; guarded by descriptions.test.ts.
 */
export const TOOL_DESCRIPTIONS: Readonly<Record<ToolName, string>> = {
  drop_column: 'remove a column',
  redact_column: 'replace identifiers in text',
  keep_year: 'reduce a date to its year',
  truncate_zip: 'keep three digits of a ZIP code',
  pool_age: 'pool ages over 89',
  impute_column: 'fill gaps, method median or mode',
  cast_column: 'change type to double, date or text',
  clip_column: 'limit to the plausible range',
  flag_outliers: 'mark values, change none',
  drop_duplicates: 'remove repeated rows',
  surrogate_key: 'random key per patient',
  derive_interval: 'days until another date',
  keep_column: 'leave as it is',
  finish: 'end the step',
  shift_dates: 'move dates by the days of their patient',
  export_table: 'write the cleaned table to the export folder',
  export_raw_data: 'write the raw table to the export folder',
  web_search: 'search the web',
  promote_challenger: 'put a model into service',
  ehr_lookup: 'read one record of the table',
  drug_interaction_check: 'check drugs against each other',
  generate_pdf: 'write a report',
  send_secure_email: 'send an encrypted package',
  calculator: 'calculate with numbers',
  calendar: 'count days from a date',
};

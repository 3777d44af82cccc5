/**
 * Forms in which journal entries leave: a signed bundle with proofs, rows for databases, and audit records
 * as FHIR and OCSF have them.
 */
export const EXPORT_FORMATS = ['bundle', 'csv', 'parquet', 'fhir', 'ocsf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a file of that form is called at its end. */
export const EXPORT_EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  bundle: 'zip',
  csv: 'csv',
  parquet: 'parquet',
  fhir: 'ndjson',
  ocsf: 'jsonl',
};

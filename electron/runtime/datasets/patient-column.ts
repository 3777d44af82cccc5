import type { ColumnInfo } from '../../../shared/domain/index.ts';

/** The column that tells whose rows they are: a patient key, a surrogate of one, or a record number of one row each. */
export function patientColumn(columns: readonly ColumnInfo[]): string | undefined {
  const isKey = [
    ({ labels }: ColumnInfo) => labels.includes('patient_key'),
    ({ labels, type }: ColumnInfo) => labels.includes('surrogate') && type === 'text',
    ({ labels, profile }: ColumnInfo) =>
      labels.includes('direct_identifier') && profile.identifier?.class === 'MRN',
  ];
  for (const isThis of isKey) {
    const found = columns.find(isThis);
    if (found !== undefined) return found.name;
  }
  return undefined;
}

import type { ColumnInfo, IdentifierClass } from '../../../shared/domain/index.ts';

/** Classes that findings of their own kind speak about. */
const OWN_KIND: readonly IdentifierClass[] = ['DATE', 'AGE_OVER_89', 'ZIP'];
/** Distinct counts from here on are a lower bound. */
export const DISTINCT_BOUND = 100_000;

/** Code systems whose digits are names, not quantities. */
const CODE_SYSTEM =
  /(?:^|_)(?:icd_?(?:9|10)?|cpt|hcpcs|ndc|loinc|snomed|sct|rxnorm|rxcui|ms_?drg|drg|zip(?:code)?|postal|fips|npi|cvx)(?:_|\d|$)/i;
const CODE_WORD = /(?:^|_)(?:code|codes|cd)(?:_|\d|$)/i;
const KEY_WORD =
  /(?:^|_)(?:id|ids|key|uid|uuid|guid|no|nr|num|number|index|idx|row|seq|serial|mrn|csn|fin)(?:_|\d|$)|[a-z]id$/i;

/** Filled cells of a column. */
export function filled(column: ColumnInfo): number {
  return column.profile.rows - column.profile.missing;
}

/** The class of direct identifiers that a column holds, or undefined. */
export function directClass(column: ColumnInfo): IdentifierClass | undefined {
  const labelled = column.labels.includes('direct_identifier') || column.labels.includes('patient_key');
  const identifier = column.profile.identifier;
  if (identifier === undefined) return labelled ? 'OTHER_ID' : undefined;
  if (OWN_KIND.includes(identifier.class)) return undefined;
  const text = column.labels.includes('free_text') || column.labels.includes('redacted_text');
  return labelled || (identifier.share >= 0.5 && !text) ? identifier.class : undefined;
}

/** A column of calendar dates; a year alone is none. */
export function isDateColumn(column: ColumnInfo): boolean {
  if (column.profile.length.max <= 4) return false;
  if (column.type === 'date' || column.type === 'timestamp') return true;
  return column.profile.parses.date >= 0.9 || column.labels.includes('date');
}

export function isZipColumn(column: ColumnInfo): boolean {
  const zip = column.profile.identifier?.class === 'ZIP' && column.profile.identifier.share >= 0.5;
  return zip && (column.profile.length.max > 3 || column.labels.includes('quasi_identifier'));
}

/** Whether a name speaks of a known code system. */
export function namesCodeSystem(column: ColumnInfo): boolean {
  return CODE_SYSTEM.test(column.name);
}

/** Whether a name speaks of codes, keys or numbers that nobody adds up. */
export function namesCode(column: ColumnInfo): boolean {
  return namesCodeSystem(column) || CODE_WORD.test(column.name) || namesKey(column);
}

export function namesKey(column: ColumnInfo): boolean {
  return KEY_WORD.test(column.name);
}

/** Numbers that mean a quantity. */
export function isQuantity(column: ColumnInfo): boolean {
  const typed = column.type === 'integer' || column.type === 'double';
  return typed && column.profile.numeric !== undefined && !namesCode(column);
}

/** Text or yes-and-no with few different values. */
export function isCategory(column: ColumnInfo): boolean {
  if (column.type !== 'text' && column.type !== 'boolean') return false;
  if (column.labels.includes('free_text') || column.labels.includes('redacted_text')) return false;
  return !isDateColumn(column) && column.profile.distinct <= Math.max(50, filled(column) / 20);
}

/** A share as a whole percentage from 1 to 100 (a share above zero never reads 0). */
export function percent(share: number): number {
  return Math.min(100, Math.max(share > 0 ? 1 : 0, Math.round(share * 100)));
}

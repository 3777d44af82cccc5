import { z } from 'zod';

/**
 * What a column holds, as far as governance cares. Labels travel with the data to every derived result.
 * `free_text` is text nobody has looked through; the redactor turns it into `redacted_text`, which is still
 * text and no Safe Harbor claim before a person has reviewed it.
 */
export const COLUMN_LABELS = [
  'direct_identifier',
  'patient_key',
  'quasi_identifier',
  'date',
  'free_text',
  'redacted_text',
  'clinical',
  'financial',
  'surrogate',
] as const;
export const ColumnLabel = z.enum(COLUMN_LABELS);
export type ColumnLabel = z.infer<typeof ColumnLabel>;

/** What a tool is declared to do to labels; only de-identification tools lower any. */
export interface LabelEffect {
  readonly lowers: readonly ColumnLabel[];
  readonly leaves: readonly ColumnLabel[];
}

/**
 * Labels of data derived from sources with these labels: every one of them, less what the tool is
 * declared to lower, and what it leaves. In the order of `COLUMN_LABELS`, each once.
 */
export function inheritLabels(
  sources: Iterable<readonly ColumnLabel[]>,
  { lowers, leaves }: LabelEffect,
): ColumnLabel[] {
  const held = new Set<ColumnLabel>(leaves);
  for (const labels of sources) for (const label of labels) if (!lowers.includes(label)) held.add(label);
  return COLUMN_LABELS.filter((label) => held.has(label));
}

/** The record of a lowered label: what the data behind a column bore, and what the column bears now. */
export const LabelChange = z.object({
  column: z.string(),
  before: z.array(ColumnLabel),
  after: z.array(ColumnLabel),
});
export type LabelChange = z.infer<typeof LabelChange>;

/**
 * Classes of identifiers, after the 18 Safe Harbor classes of 45 CFR 164.514(b)(2)(i).
 * ADDRESS is geography below state; OTHER_ID any other unique number, characteristic or code.
 */
export const IDENTIFIER_CLASSES = [
  'NAME',
  'DATE',
  'AGE_OVER_89',
  'SSN',
  'EMAIL',
  'PHONE',
  'FAX',
  'MRN',
  'HEALTH_PLAN_ID',
  'ACCOUNT',
  'LICENSE',
  'VEHICLE',
  'DEVICE',
  'URL',
  'IP',
  'BIOMETRIC',
  'PHOTO',
  'ADDRESS',
  'ZIP',
  'OTHER_ID',
] as const;
export const IdentifierClass = z.enum(IDENTIFIER_CLASSES);
export type IdentifierClass = z.infer<typeof IdentifierClass>;

/** Redactions per class, for journal entries, screens and reports. */
export const RedactionCounts = z.partialRecord(IdentifierClass, z.int().nonnegative());
export type RedactionCounts = z.infer<typeof RedactionCounts>;

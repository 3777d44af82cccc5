import { z } from 'zod';
import { SafeName } from './dataset.ts';

/** The kinds of findings that code can make about a table. */
export const FINDING_KINDS = [
  'direct_identifier',
  'patient_key',
  'identifier_in_text',
  'date_pair',
  'date_of_event',
  'zip_code',
  'age_over_89',
  'missing_high',
  'missing_numeric',
  'missing_category',
  'constant',
  'number_as_text',
  'date_as_text',
  'code_as_number',
  'outliers',
  'duplicate_rows',
  'leakage',
  'id_like',
] as const;
export const FindingKind = z.enum(FINDING_KINDS);
export type FindingKind = z.infer<typeof FindingKind>;

export const PURPOSES = ['model', 'report', 'quality'] as const;
export const Purpose = z.enum(PURPOSES);
export type Purpose = z.infer<typeof Purpose>;

/**
 * De-identification profile of a run: `strict` aims at Safe Harbor; `limited`, a limited data set, and `expert`, for expert
 * determination, are not Safe Harbor.
 */
export const DEID_PROFILES = ['strict', 'limited', 'expert'] as const;
export const DeidProfile = z.enum(DEID_PROFILES);
export type DeidProfile = z.infer<typeof DeidProfile>;

/** The number under which a data use agreement or an expert's method is filed: a code with a digit and no spaces. */
export const FiledReference = z.string().regex(/^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/-]{1,39}$/);

/** What a profile cannot be used without; undefined where nothing is missing. */
export function missingReference(profile: DeidProfile, reference: string | undefined): string | undefined {
  if (reference !== undefined && reference.trim() !== '') return undefined;
  if (profile === 'limited') return 'the reference of the data use agreement';
  return profile === 'expert' ? 'the reference of the expert’s method on file' : undefined;
}

/** A problem that code found in the data; open until decided. */
export const Finding = z.object({
  id: z.string().regex(/^F[1-9][0-9]{0,3}$/),
  kind: FindingKind,
  table: SafeName,
  /** For `duplicate_rows` the first column stands for the whole table. */
  column: SafeName,
  /** The text after the column in the prompt, from code, without cell values: `class MRN`, `missing 4%`. */
  detail: z.string().max(80),
});
export type Finding = z.infer<typeof Finding>;

export const FINDING_STATES = ['open', 'closed', 'refused'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

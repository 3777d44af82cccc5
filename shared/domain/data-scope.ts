import type { ColumnInfo } from './dataset.ts';
import { COLUMN_LABELS, IDENTIFIER_CLASSES, type ColumnLabel, type IdentifierClass } from './labels.ts';

/** Categories of patient data as role files name them, beside labels and identifier classes. */
export const PHI_CATEGORIES = [
  'all',
  'identifiers',
  'demographics',
  'dates',
  'diagnoses',
  'medications',
  'laboratory',
  'other',
] as const;
type PhiCategory = (typeof PHI_CATEGORIES)[number];

/** Every word that `phi_categories` and `excluded` of an agent may use: `demographics`, `financial`, `ssn`, ... */
export const DATA_NAMES = [
  ...PHI_CATEGORIES,
  ...COLUMN_LABELS,
  ...(IDENTIFIER_CLASSES.map((name) => name.toLowerCase()) as Lowercase<IdentifierClass>[]),
] as const;
export type DataName = (typeof DATA_NAMES)[number];

/** What an agent may see of a table. */
export interface DataScope {
  /** False for agents without patient data at all: no column reaches them. */
  readonly phi_access: boolean;
  readonly data_access: {
    readonly phi_categories: readonly DataName[];
    readonly excluded: readonly DataName[];
  };
}

export type ScopedColumn = Pick<ColumnInfo, 'name' | 'labels'> & {
  readonly profile: Pick<ColumnInfo['profile'], 'identifier'>;
};

/** Words of a column's name that tell which part of the clinical record it belongs to. */
const CLINICAL_WORDS: Readonly<Record<'diagnoses' | 'medications' | 'laboratory', readonly string[]>> = {
  diagnoses: ['diagnosis', 'diagnoses', 'diag', 'dx', 'icd', 'icd9', 'icd10', 'drg', 'snomed', 'comorbidity'],
  medications: ['medication', 'medications', 'drug', 'dose', 'ndc', 'rx', 'rxnorm', 'prescription'],
  laboratory: [
    'lab',
    'loinc',
    'test',
    'result',
    'glucose',
    'creatinine',
    'hemoglobin',
    'sodium',
    'potassium',
  ],
};

/**
 * Whether a column may reach an agent: not one excluded word fits it, and every label that it bears is
 * covered by an allowed one. A column without labels is `other`, not free for all: it still stands in a
 * patient's row.
 */
export function withinScope({ phi_access, data_access }: DataScope, column: ScopedColumn): boolean {
  if (!phi_access) return false;
  if (data_access.excluded.some((name) => aspectsOf(column).some((aspect) => covers(name, aspect, column))))
    return false;
  return aspectsOf(column).every((aspect) =>
    data_access.phi_categories.some((name) => covers(name, aspect, column)),
  );
}

/** What has to be covered of a column: each of its labels, or `other` where it has none. */
function aspectsOf({ labels }: ScopedColumn): readonly (ColumnLabel | 'other')[] {
  return labels.length === 0 ? ['other'] : labels;
}

function covers(name: DataName, aspect: ColumnLabel | 'other', column: ScopedColumn): boolean {
  if (name === 'all' || name === aspect) return true;
  const identifier = column.profile.identifier?.class.toLowerCase();
  if (identifier !== undefined && name === identifier) return true;
  return isCategory(name) && COVERED[name](aspect, column);
}

function isCategory(name: DataName): name is PhiCategory {
  return (PHI_CATEGORIES as readonly string[]).includes(name);
}

type Covers = (aspect: ColumnLabel | 'other', column: ScopedColumn) => boolean;
const clinical =
  (part: keyof typeof CLINICAL_WORDS): Covers =>
  (aspect, { name }) =>
    aspect === 'clinical' &&
    name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((word) => CLINICAL_WORDS[part].includes(word));

const COVERED: Readonly<Record<PhiCategory, Covers>> = {
  all: () => true,
  identifiers: (aspect) => aspect === 'direct_identifier' || aspect === 'patient_key',
  demographics: (aspect) => aspect === 'quasi_identifier',
  dates: (aspect) => aspect === 'date',
  diagnoses: clinical('diagnoses'),
  medications: clinical('medications'),
  laboratory: clinical('laboratory'),
  other: (aspect) => aspect === 'other' || aspect === 'surrogate',
};

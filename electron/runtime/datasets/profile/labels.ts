import type { ColumnLabel, ColumnProfile, IdentifierClass } from '../../../../shared/domain/index.ts';
import { headerWords, holdsPhrase } from '../../phi/tables/index.ts';

/** Classes that name a person or one person's thing; dates and ZIP codes are judged by rules of their own. */
const DIRECT: ReadonlySet<IdentifierClass> = new Set([
  ...(['NAME', 'SSN', 'EMAIL', 'PHONE', 'FAX', 'MRN', 'HEALTH_PLAN_ID', 'ACCOUNT', 'LICENSE'] as const),
  ...(['VEHICLE', 'DEVICE', 'URL', 'IP', 'BIOMETRIC', 'PHOTO', 'ADDRESS', 'OTHER_ID'] as const),
]);

/** Classes whose repeated values link one patient's rows. */
const KEYS: ReadonlySet<IdentifierClass> = new Set(['MRN', 'ACCOUNT', 'HEALTH_PLAN_ID']);

/** Share of rows that must repeat an earlier key; a few duplicate rows do not make a key. */
const KEY_REPEATS = 0.02;

const QUASI = [
  ...[
    'age',
    'sex',
    'gender',
    'race',
    'ethnicity',
    'ethnic',
    'religion',
    'marital',
    'language',
    'nationality',
  ],
  ...[
    'citizenship',
    'occupation',
    'education',
    'state',
    'country',
    'region',
    'birth year',
    'year of birth',
    'veteran',
  ],
];
const FINANCIAL = [
  ...[
    'charge',
    'charges',
    'cost',
    'costs',
    'price',
    'payment',
    'paid',
    'billed',
    'amount',
    'balance',
    'copay',
  ],
  ...['deductible', 'reimbursement', 'payer', 'payor', 'insurer', 'insurance', 'income', 'revenue', 'claim'],
];
const CLINICAL = [
  ...[
    'diagnosis',
    'dx',
    'icd',
    'icd9',
    'icd10',
    'drg',
    'cpt',
    'hcpcs',
    'ndc',
    'loinc',
    'snomed',
    'procedure',
  ],
  ...[
    'medication',
    'drug',
    'dose',
    'allergy',
    'lab',
    'test',
    'result',
    'glucose',
    'creatinine',
    'hemoglobin',
  ],
  ...[
    'sodium',
    'potassium',
    'lactate',
    'wbc',
    'hba1c',
    'bmi',
    'weight',
    'height',
    'temperature',
    'temp',
    'pulse',
  ],
  ...[
    'hr',
    'heart',
    'sbp',
    'dbp',
    'bp',
    'pressure',
    'spo2',
    'oxygen',
    'resp',
    'rr',
    'pain',
    'smoking',
    'smoker',
  ],
  ...[
    'ward',
    'unit',
    'admission',
    'discharge',
    'disposition',
    'los',
    'readmit',
    'readmission',
    'mortality',
    'icu',
  ],
  ...['severity', 'acuity', 'triage', 'comorbidity', 'symptom', 'finding', 'note', 'notes', 'impression'],
];

/** What labelling needs to know of a column. */
export interface Labelled {
  readonly header: string;
  readonly profile: ColumnProfile;
  readonly freeText: boolean;
}

export function isDirectIdentifier(profile: ColumnProfile): boolean {
  return profile.identifier !== undefined && DIRECT.has(profile.identifier.class);
}

/** A record, account or plan number that comes back in later rows of the same patient. */
export function isPatientKey(profile: ColumnProfile): boolean {
  if (profile.identifier === undefined || !KEYS.has(profile.identifier.class)) return false;
  const filled = profile.rows - profile.missing;
  return profile.distinct > 1 && (filled - profile.distinct) / filled >= KEY_REPEATS;
}

export function isDateColumn(profile: ColumnProfile): boolean {
  return profile.identifier?.class === 'DATE';
}

export function isQuasiIdentifier(header: string, profile: ColumnProfile): boolean {
  return profile.identifier?.class === 'ZIP' || holdsPhrase(headerWords(header), QUASI);
}

export function isFinancial(header: string): boolean {
  return holdsPhrase(headerWords(header), FINANCIAL);
}

export function isClinical(header: string): boolean {
  return holdsPhrase(headerWords(header), CLINICAL);
}

/** The labels of a freshly imported column, in the order of `COLUMN_LABELS`. */
export function labelsOf(column: Labelled): ColumnLabel[] {
  const { header, profile } = column;
  const direct = isDirectIdentifier(profile);
  const rules: readonly (readonly [ColumnLabel, boolean])[] = [
    ['direct_identifier', direct],
    ['patient_key', isPatientKey(profile)],
    ['quasi_identifier', !direct && isQuasiIdentifier(header, profile)],
    ['date', isDateColumn(profile)],
    ['free_text', !direct && column.freeText],
    ['clinical', !direct && !isDateColumn(profile) && isClinical(header)],
    ['financial', !direct && isFinancial(header)],
  ];
  return rules.flatMap(([label, holds]) => (holds ? [label] : []));
}

import { dayOf, isoDate } from './calendar.ts';
import type { ColumnName, Row } from './admissions.ts';
import { Random } from './random.ts';
import { ErrorList, type ErrorKind, type PlantedError } from './truth.ts';

/** Share of cells that are emptied in each column. */
const GAPS: readonly (readonly [
  ColumnName,
  'missing_numeric' | 'missing_category' | 'missing_high',
  number,
])[] = [
  ['sex', 'missing_category', 0.012],
  ['race', 'missing_category', 0.048],
  ['smoking', 'missing_category', 0.093],
  ['payer', 'missing_category', 0.021],
  ['disposition', 'missing_category', 0.016],
  ['heart_rate', 'missing_numeric', 0.031],
  ['sbp', 'missing_numeric', 0.027],
  ['dbp', 'missing_numeric', 0.027],
  ['temperature_f', 'missing_numeric', 0.044],
  ['spo2', 'missing_numeric', 0.058],
  ['weight_kg', 'missing_numeric', 0.081],
  ['height_cm', 'missing_numeric', 0.112],
  ['creatinine', 'missing_numeric', 0.124],
  ['sodium', 'missing_numeric', 0.102],
  ['potassium', 'missing_numeric', 0.035],
  ['glucose', 'missing_numeric', 0.029],
  ['lactate', 'missing_high', 0.64],
  ['hba1c', 'missing_high', 0.78],
];

/** Values that cannot be, and how they come about. */
const OUTLIERS: readonly (readonly [ColumnName, number, string, (cell: string, random: Random) => string])[] =
  [
    ['heart_rate', 31, 'monitor fault codes of 300 and more', (_, random) => String(random.whole(300, 480))],
    ['sbp', 18, 'a digit too many', (cell) => `${cell}0`],
    ['temperature_f', 26, 'written in degrees Celsius', (cell) => (((Number(cell) - 32) * 5) / 9).toFixed(1)],
    ['spo2', 22, 'probe off, zeros', () => '0'],
    ['weight_kg', 19, 'decimal point lost', (cell) => cell.replace('.', '')],
    ['height_cm', 24, 'written in metres', (cell) => (Number(cell) / 100).toFixed(2)],
    ['creatinine', 21, 'written in micromoles per litre', (cell) => (Number(cell) * 88.4).toFixed(0)],
    ['total_charge', 15, 'cents taken for dollars', (cell) => cell.replace('.', '')],
    ['glucose', 17, 'meter reads HI, stored as 9999', () => '9999'],
  ];

/** Words that stand where a value should. */
const JUNK: readonly (readonly [ColumnName, 'number_as_text' | 'date_as_text', number, readonly string[]])[] =
  [
    ['potassium', 'number_as_text', 173, ['hemolyzed', 'see comment', '>8.0']],
    ['glucose', 'number_as_text', 121, ['HI', 'LO', 'clotted']],
    ['followup_date', 'date_as_text', 236, ['pending', 'none planned', 'per PCP']],
  ];

export const DUPLICATES = 37;

type Plant = (
  column: ColumnName,
  kind: ErrorKind,
  what: string,
  rows: readonly number[],
  change: (cell: string, row: Row) => string,
) => void;

/** Spoils a clean table in known ways; the same seed spoils the same cells. */
export function plantErrors(rows: Row[], seed: number): { rows: Row[]; errors: readonly PlantedError[] } {
  const random = new Random(seed);
  const errors = new ErrorList();
  const all = rows.map((_, index) => index);
  const plant: Plant = (column, kind, what, chosen, change) => {
    for (const index of chosen) {
      const row = rows[index];
      if (row !== undefined) row[column] = change(row[column], row);
    }
    errors.plant(column, kind, what, chosen);
  };
  const filled = (column: ColumnName, count: number): number[] => {
    const candidates = all.filter((index) => rows[index]?.[column] !== '');
    return random.indexes(count, candidates.length).map((index) => candidates[index] ?? 0);
  };
  errors.plant('export_row', 'id_like', 'a running number of the export', rows.length);
  errors.plant('facility', 'constant', 'the same hospital in every row', rows.length);
  errors.plant('unit_code', 'code_as_number', 'a code that reads as a number', rows.length);
  errors.plant('drg', 'code_as_number', 'a code that reads as a number', rows.length);
  errors.plant('contact_score', 'leakage', 'scored after the readmission was known', rows.length);
  for (const [column, kind, share] of GAPS)
    plant(
      column,
      kind,
      'empty cells',
      all.filter(() => random.chance(share)),
      () => '',
    );
  plantHardErrors(filled, random, plant);
  for (const [column, count, what, change] of OUTLIERS)
    plant(column, 'outliers', what, filled(column, count), (cell) => change(cell, random));
  for (const [column, kind, count, words] of JUNK)
    plant(column, kind, 'words among the values', filled(column, count), () => random.pick(words));
  const repeated = random.indexes(DUPLICATES, rows.length);
  const copies = repeated.flatMap((index) => rows.slice(index, index + 1).map((row) => ({ ...row })));
  errors.plant('export_row', 'duplicate_rows', 'rows that were exported twice', repeated);
  return { rows: [...rows, ...copies], errors: errors.list() };
}

/** Errors that need more than one column's figures to be seen; a simple run misses them. */
function plantHardErrors(
  filled: (column: ColumnName, count: number) => number[],
  random: Random,
  plant: Plant,
): void {
  plant('sex', 'hard:spelling', 'the same answer spelled in several ways', filled('sex', 84), (cell) =>
    cell === 'F' ? random.pick(['f', 'Female']) : random.pick(['m', 'Male']),
  );
  plant(
    'discharge_date',
    'hard:date_order',
    'discharged before admitted',
    filled('discharge_date', 9),
    (_, row) => isoDate(dayOf(row.admit_date) - random.whole(1, 20)),
  );
  plant('age', 'hard:disagreement', 'age and birth date disagree by ten years', filled('age', 14), (cell) =>
    String(Number(cell) > 60 ? Number(cell) - 10 : Number(cell) + 10),
  );
  plant('payer', 'hard:spelling', 'the same answer spelled in several ways', filled('payer', 52), (cell) =>
    random.chance(0.5) ? cell.toUpperCase() : `${cell}.`,
  );
  plant('icd10', 'hard:malformed_code', 'diagnosis codes without their dot', filled('icd10', 41), (cell) =>
    cell.replace('.', ''),
  );
}

import { ageOn, dayOf, isoDate, usDate } from './calendar.ts';
import { writeNote, type Embedded } from './notes.ts';
import { inventPeople, type Person } from './people.ts';
import { Random } from './random.ts';

/** Columns of `admissions.csv`, in order. */
export const COLUMNS = [
  ...[
    'export_row',
    'mrn',
    'patient_name',
    'ssn',
    'birth_date',
    'phone',
    'email',
    'address',
    'zip',
    'member_id',
  ],
  ...[
    'account_no',
    'device_serial',
    'portal_url',
    'facility',
    'admit_date',
    'discharge_date',
    'age',
    'sex',
    'race',
  ],
  ...[
    'smoking',
    'payer',
    'admit_type',
    'unit_code',
    'icd10',
    'drg',
    'disposition',
    'heart_rate',
    'sbp',
    'dbp',
  ],
  ...[
    'temperature_f',
    'spo2',
    'weight_kg',
    'height_cm',
    'creatinine',
    'sodium',
    'potassium',
    'glucose',
    'lactate',
  ],
  ...['hba1c', 'total_charge', 'followup_date', 'contact_score', 'note', 'readmit_30d'],
] as const;
export type ColumnName = (typeof COLUMNS)[number];

export type Row = Record<ColumnName, string>;

/** A clean table, before anything is planted in it. */
export interface CleanTable {
  readonly rows: Row[];
  readonly embedded: readonly Embedded[];
  readonly people: readonly Person[];
}

const FIRST_DAY = dayOf('2023-01-01');
const LAST_DAY = dayOf('2024-11-30');
const DIAGNOSES = [
  ['I50.9', '291'],
  ['J18.9', '193'],
  ['E11.9', '638'],
  ['I21.4', '281'],
  ['N39.0', '690'],
  ['I63.9', '065'],
  ['J44.1', '190'],
  ['G40.9', '101'],
  ['G45.9', '069'],
  ['R07.9', '313'],
] as const;
const PAYERS = [
  ['Medicare', 48],
  ['Medicaid', 17],
  ['Commercial', 27],
  ['Self pay', 8],
] as const;

/** Writes `count` admissions of invented people, oldest first. */
export function writeAdmissions(seed: number, count: number): CleanTable {
  const random = new Random(seed);
  const people = inventPeople(random, Math.floor(count * 0.68));
  const embedded: Embedded[] = [];
  const days = Array.from({ length: count }, () => random.whole(FIRST_DAY, LAST_DAY)).sort((a, b) => a - b);
  const rows = days.map((day, index) => writeRow(random, random.pick(people), day, index, embedded));
  return { rows, embedded, people };
}

function writeRow(random: Random, person: Person, day: number, index: number, embedded: Embedded[]): Row {
  const admitted = isoDate(day);
  const age = ageOn(person.birthDate, admitted);
  const stay = Math.max(1, Math.round(random.bell(4.5, 2.2)));
  const discharged = isoDate(day + stay);
  const sick = random.next();
  const readmitted = random.chance(0.05 + (age > 75 ? 0.07 : 0) + (sick > 0.7 ? 0.12 : 0));
  const [icd10, drg] = random.pick(DIAGNOSES);
  const height = random.bell(person.sex === 'F' ? 162 : 175, 7);
  const weight = (height / 100) ** 2 * random.bell(27.5, 4);
  const systolic = Math.round(random.bell(131, 16));
  const note = writeNote(random, person, age, discharged);
  embedded.push(...note.embedded);
  return {
    export_row: String(index + 1),
    mrn: person.mrn,
    patient_name: `${person.family}, ${person.given}`,
    ssn: person.ssn,
    birth_date: person.birthDate,
    phone: person.phone,
    email: person.email,
    address: person.address,
    zip: person.zip,
    member_id: person.memberId,
    account_no: `AC${random.digits(8)}`,
    device_serial: `SN-${random.digits(4)}-${random.digits(5)}`,
    portal_url: person.portalUrl,
    facility: 'Ellery General',
    admit_date: admitted,
    discharge_date: discharged,
    age: String(age),
    sex: person.sex,
    race: person.race,
    smoking: person.smoking,
    payer: random.weighted(PAYERS),
    admit_type: random.pick(['emergency', 'emergency', 'urgent', 'elective']),
    unit_code: `0${random.pick(['12', '14', '21', '33', '40'])}`,
    icd10,
    drg,
    disposition: random.weighted([
      ['home', 62],
      ['skilled nursing', 18],
      ['home health', 15],
      ['rehabilitation', 5],
    ] as const),
    heart_rate: String(Math.round(random.bell(82 + sick * 10, 11))),
    sbp: String(systolic),
    dbp: String(Math.round(systolic * 0.45 + random.bell(18, 5))),
    temperature_f: random.bell(98.5, 0.6).toFixed(1),
    spo2: String(Math.min(100, Math.round(random.bell(96.2 - sick, 1.3)))),
    weight_kg: weight.toFixed(1),
    height_cm: height.toFixed(0),
    creatinine: Math.max(0.4, random.bell(1.05 + sick * 0.3, 0.22)).toFixed(2),
    sodium: String(Math.round(random.bell(138, 3))),
    potassium: random.bell(4.1, 0.4).toFixed(1),
    glucose: String(Math.round(random.bell(128, 24))),
    lactate: Math.max(0.4, random.bell(1.7, 0.5)).toFixed(1),
    hba1c: Math.max(4.4, random.bell(6.6, 0.9)).toFixed(1),
    total_charge: (stay * random.bell(2900, 450) + 1200).toFixed(2),
    followup_date: usDate(isoDate(day + stay + random.whole(7, 28))),
    contact_score: (readmitted ? random.bell(0.63, 0.085) : random.bell(0.38, 0.085)).toFixed(3),
    note: note.text,
    readmit_30d: readmitted ? '1' : '0',
  };
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS, writeAdmissions, type CleanTable, type Row } from './admissions.ts';
import { isoDate, dayOf } from './calendar.ts';
import { DUPLICATES, plantErrors } from './dirt.ts';
import { writeNote } from './notes.ts';
import { inventPeople } from './people.ts';
import { Random } from './random.ts';
import { countEmbedded, type IdentifierColumn, type Truth } from './truth.ts';

const SEED = 20241130;
const ROWS = 10_000;
const NOTES = 600;

const IDENTIFIER_COLUMNS: readonly IdentifierColumn[] = [
  { column: 'mrn', class: 'MRN' },
  { column: 'patient_name', class: 'NAME' },
  { column: 'ssn', class: 'SSN' },
  { column: 'birth_date', class: 'DATE' },
  { column: 'phone', class: 'PHONE' },
  { column: 'email', class: 'EMAIL' },
  { column: 'address', class: 'ADDRESS' },
  { column: 'zip', class: 'ZIP' },
  { column: 'member_id', class: 'HEALTH_PLAN_ID' },
  { column: 'account_no', class: 'ACCOUNT' },
  { column: 'device_serial', class: 'DEVICE' },
  { column: 'portal_url', class: 'URL' },
];

/** The sample files by name. The same bytes on every machine; no person in them is real. */
export function sampleFiles(): ReadonlyMap<string, string> {
  const clean = writeAdmissions(SEED, ROWS - DUPLICATES);
  const { rows, errors } = plantErrors(clean.rows, SEED + 1);
  const over89 = rows.filter((row) => Number(row.age) > 89).length;
  const truth: Truth = {
    about:
      'What the generator planted in admissions.csv. Every person is invented; telephone numbers, social ' +
      'security numbers and domains lie in ranges that are never given out.',
    seed: SEED,
    rows: rows.length,
    columns: COLUMNS.length,
    identifierColumns: IDENTIFIER_COLUMNS,
    privacyColumns: [
      { column: 'admit_date', kind: 'date_pair', count: rows.length },
      { column: 'discharge_date', kind: 'date_of_event', count: rows.length },
      { column: 'followup_date', kind: 'date_of_event', count: rows.length },
      { column: 'age', kind: 'age_over_89', count: over89 },
      { column: 'note', kind: 'identifier_in_text', count: clean.embedded.length },
    ],
    errors,
    embeddedInNotes: countEmbedded(clean.embedded),
    leakProbes: leakProbes(clean),
  };
  return new Map([
    [
      'admissions.csv',
      toCsv(
        COLUMNS,
        rows.map((row) => COLUMNS.map((column) => row[column])),
      ),
    ],
    ['notes.csv', notesCsv()],
    ['admissions.truth.json', `${JSON.stringify(truth, null, 1)}\n`],
  ]);
}

/** Values that are too particular to appear anywhere by chance. */
function leakProbes(clean: CleanTable): Truth['leakProbes'] {
  const columns: readonly (readonly [keyof Row, string])[] = [
    ['mrn', 'MRN'],
    ['patient_name', 'NAME'],
    ['ssn', 'SSN'],
    ['phone', 'PHONE'],
    ['email', 'EMAIL'],
    ['address', 'ADDRESS'],
    ['member_id', 'HEALTH_PLAN_ID'],
    ['account_no', 'ACCOUNT'],
    ['device_serial', 'DEVICE'],
    ['portal_url', 'URL'],
  ];
  const fromRows = clean.rows
    .filter((_, index) => index % 250 === 0)
    .flatMap((row) => columns.map(([column, kind]) => ({ class: kind, value: row[column] })));
  const fromNotes = clean.embedded
    .filter((embedded) => embedded.value.length >= 8 && embedded.class !== 'AGE_OVER_89')
    .filter((_, index) => index % 12 === 0);
  const seen = new Set<string>();
  return [...fromRows, ...fromNotes].filter(({ value }) => !seen.has(value) && seen.add(value) !== undefined);
}

function notesCsv(): string {
  const random = new Random(SEED + 2);
  const people = inventPeople(random, NOTES / 2);
  const first = dayOf('2024-01-01');
  const records = Array.from({ length: NOTES }, (_, index) => {
    const person = random.pick(people);
    const date = isoDate(first + random.whole(0, 300));
    const age = 2024 - Number(person.birthDate.slice(0, 4));
    const { text } = writeNote(random, person, age, date);
    return [
      `N${String(index + 1).padStart(5, '0')}`,
      person.mrn,
      date,
      random.pick(['discharge', 'progress', 'nursing']),
      text,
    ];
  });
  return toCsv(['note_id', 'mrn', 'note_date', 'note_type', 'note_text'], records);
}

function toCsv(header: readonly string[], records: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [header, ...records].map((record) => `${record.map(cell).join(',')}\n`).join('');
}

if (process.argv[1] === import.meta.filename) {
  const folder = import.meta.dirname;
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of sampleFiles()) writeFileSync(join(folder, name), content);
}

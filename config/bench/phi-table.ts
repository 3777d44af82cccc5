const CHUNK = 1 << 20;
const GIVEN = 'Maribel Robert Anna Chidi Oren Tilda Maren Ivo'.split(' ');
const FAMILY = 'Okafor Quell Lindquist Holt Prask Quist Falk Vex'.split(' ');
const NOTES = [
  'Stable, eats well',
  'Told the family to call',
  'Discharged home with aspirin',
  'Follow-up in two weeks',
];

/** A table with identifiers, codes, figures and short notes, as pieces of about a megabyte. */
export function* tableChunks(size: number): Generator<string> {
  let chunk = 'mrn,patient_name,birth_date,phone,email,zip,icd10,glucose,creatinine,note\n';
  let made = 0;
  for (let i = 0; made + chunk.length < size; i += 1) {
    const given = GIVEN[i % 8] ?? '';
    const family = FAMILY[(i >>> 3) % 8] ?? '';
    chunk += `${40_000_000 + i * 7},"${family}, ${given}",19${10 + (i % 89)}-0${1 + (i % 9)}-1${i % 10},(617) 555-0${100 + (i % 900)},${given}.${family}${i}@example.org,0${2100 + (i % 700)},I${10 + (i % 80)}.${i % 10},${70 + (i % 200)},${(i % 300) / 100},"${NOTES[i % 4] ?? ''} ${i % 97}"\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    made += chunk.length;
    chunk = '';
  }
  yield chunk;
}

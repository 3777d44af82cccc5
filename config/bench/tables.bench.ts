import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDocumentRedactor, LongRedaction } from '../../electron/runtime/phi/index.ts';

const MEGABYTES = 50;
const CHUNK = 1 << 20;

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string | number;
}

/** Expressions that a plain redactor of logs would use, over the same text: they find form, and no names. */
const PLAIN = [
  /\b\d{3}-\d{2}-\d{4}\b/g,
  /\b[\w.+-]+@[\w-]+\.[\w.]+\b/g,
  /\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b/g,
  /\b\d{4}-\d{2}-\d{2}\b/g,
  /\b\d{1,2}\/\d{1,2}\/\d{4}\b/g,
  /\b\d{7,}\b/g,
];

/**
 * 50 MB of a table as a stream, redacted by column in bounded memory, beside plain expressions over the same text. The
 * table has identifiers, codes, figures, and a column of short notes.
 */
export async function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const started = performance.now();
  const redactor = createDocumentRedactor();
  redactor.redact('Mr. Thistlewick');
  const startMs = performance.now() - started;
  collect();
  const before = process.memoryUsage().rss;
  let most = before;
  let read = 0;
  let written = 0;
  let plainMs = 0;
  const began = performance.now();
  const redaction = new LongRedaction(redactor);
  for (const chunk of chunks()) {
    read += chunk.length;
    for (const part of redaction.push(chunk)) written += part.text.length;
    const at = performance.now();
    for (const expression of PLAIN) chunk.replace(expression, '#');
    plainMs += performance.now() - at;
    most = Math.max(most, process.memoryUsage().rss);
    await Promise.resolve();
  }
  for (const part of redaction.end()) written += part.text.length;
  const ms = performance.now() - began - plainMs;
  if (written < read / 4) throw new Error('the redacted table is too short to be one');
  const speed = read / 1000 / ms;
  const plain = read / 1000 / plainMs;
  return {
    name: 'tables',
    rows: [
      {
        what: `${MEGABYTES} MB of CSV by column, one core`,
        value: speed,
        unit: 'MB/s',
        ratio: speed / plain,
        baseline: 'plain expressions, which find no names',
      },
      { what: 'plain expressions over the same text', value: plain, unit: 'MB/s' },
      {
        what: 'memory of the process at its most',
        value: most / (1 << 20),
        unit: 'MiB',
        baseline: 'wanted under 300 MiB',
      },
      { what: 'memory that this took beyond the start', value: (most - before) / (1 << 20), unit: 'MiB' },
      { what: 'start of the detector', value: startMs, unit: 'ms', baseline: 'wanted under 150 ms' },
    ],
  };
}

const GIVEN = 'Maribel Robert Anna Chidi Oren Tilda Maren Ivo'.split(' ');
const FAMILY = 'Okafor Quell Lindquist Holt Prask Quist Falk Vex'.split(' ');
const NOTES = [
  'Stable, eats well',
  'Told the family to call',
  'Discharged home with aspirin',
  'Follow-up in two weeks',
];

function* chunks(): Generator<string> {
  let chunk = 'mrn,patient_name,birth_date,phone,email,zip,icd10,glucose,creatinine,note\n';
  let made = 0;
  for (let i = 0; made + chunk.length < MEGABYTES * 1e6; i += 1) {
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

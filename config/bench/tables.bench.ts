import { createDocumentRedactor, LongRedaction } from '../../electron/runtime/phi/index.ts';
import { alone } from './phi-in-a-process.ts';
import { tableChunks } from './phi-table.ts';

const MEGABYTES = 50;

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
  const redactor = createDocumentRedactor();
  redactor.redact('Mr. Thistlewick');
  let read = 0;
  let written = 0;
  let plainMs = 0;
  const began = cpuMs();
  const redaction = new LongRedaction(redactor);
  for (const chunk of tableChunks(MEGABYTES * 1e6)) {
    read += chunk.length;
    for (const part of redaction.push(chunk)) written += part.text.length;
    const at = cpuMs();
    for (const expression of PLAIN) chunk.replace(expression, '#');
    plainMs += cpuMs() - at;
    await Promise.resolve();
  }
  for (const part of redaction.end()) written += part.text.length;
  const ms = cpuMs() - began - plainMs;
  if (written < read / 4) throw new Error('the redacted table is too short to be one');
  const speed = read / 1000 / ms;
  const plain = read / 1000 / plainMs;
  const own = await alone('table', MEGABYTES);
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
        what: `memory of a process of its own that redacts ${MEGABYTES} MB`,
        value: own.memoryMiB,
        unit: 'MiB',
        ratio: own.memoryMiB / own.startMiB,
        baseline: 'the same process before the table; wanted under 300 MiB',
      },
    ],
  };
}

/** Processor time, so that a busy machine counts less. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

import { Problem } from '../../../../shared/domain/index.ts';

export interface TextRecord {
  readonly cells: readonly string[];
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  /** Offset behind its line end. */
  readonly end: number;
  /** Line behind its line end. */
  readonly nextLine: number;
}

export interface RecordOptions {
  readonly delimiter: string;
  /** Most records to read. */
  readonly limit: number;
  /** Whether the bytes end where the file ends; else an unfinished record at the end is left out. */
  readonly complete: boolean;
}

const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;

/**
 * Reads records of RFC 4180 one by one, for headers, previews and as the plain counterpart that the
 * fast reader is tested against. `broken` says where a quote is not closed or text follows one.
 */
export function readRecords(
  bytes: Buffer,
  options: RecordOptions,
): { readonly records: TextRecord[]; readonly broken?: { line: number; column: number; message: string } } {
  const delimiter = options.delimiter.charCodeAt(0);
  const records: TextRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < bytes.length && records.length < options.limit) {
    const cells: string[] = [];
    const first = line;
    for (;;) {
      const cell = readCell(bytes, at, delimiter);
      if (cell.unclosed) {
        if (!options.complete) return { records };
        const broken = { line, column: cells.length + 1, message: 'a quote that opens here never closes' };
        return { records, broken };
      }
      cells.push(cell.text);
      at = cell.end;
      line += cell.lineBreaks;
      if (cell.followed) {
        const broken = { line, column: cells.length, message: 'text follows a closing quote' };
        return { records, broken };
      }
      if (bytes[at] !== delimiter) break;
      at++;
    }
    if (at >= bytes.length && !options.complete) return { records };
    if (bytes[at] === CR && bytes[at + 1] === LF) at++;
    at++;
    line++;
    records.push({ cells, line: first, end: Math.min(at, bytes.length), nextLine: line });
  }
  return { records };
}

interface Cell {
  readonly text: string;
  readonly end: number;
  readonly lineBreaks: number;
  readonly unclosed: boolean;
  readonly followed: boolean;
}

function readCell(bytes: Buffer, start: number, delimiter: number): Cell {
  let at = start;
  if (bytes[at] !== QUOTE) {
    while (at < bytes.length && !endsCell(bytes[at], delimiter)) at++;
    return {
      text: bytes.toString('utf8', start, at),
      end: at,
      lineBreaks: 0,
      unclosed: false,
      followed: false,
    };
  }
  let lineBreaks = 0;
  let text = '';
  let from = ++at;
  for (;;) {
    if (at >= bytes.length) return { text, end: at, lineBreaks, unclosed: true, followed: false };
    if (bytes[at] === QUOTE) {
      text += bytes.toString('utf8', from, at);
      if (bytes[at + 1] !== QUOTE) break;
      from = ++at;
    } else if (bytes[at] === LF) lineBreaks++;
    at++;
  }
  at++;
  const followed = at < bytes.length && !endsCell(bytes[at], delimiter);
  return { text, end: at, lineBreaks, unclosed: false, followed };
}

function endsCell(byte: number | undefined, delimiter: number): boolean {
  return byte === delimiter || byte === LF || byte === CR;
}

/** The words for a place in a source file. */
export function malformed(line: number, column: string, message: string): Problem {
  return new Problem(
    'invalid_input',
    `line ${line}, ${column}: ${message}`,
    'Correct the line in the source and import it again; nothing was kept.',
  );
}

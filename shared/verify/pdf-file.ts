import { Problem } from '../domain/problem.ts';
import { PdfReader } from './pdf-reader.ts';
import { damagedPdf, integerOf, type PdfDictionary, type PdfValue } from './pdf-values.ts';

/** A stretch of a PDF that one writer wrote at one time; a file is a row of them, oldest first. */
export interface Revision {
  /** First byte, and the byte behind the last. */
  readonly start: number;
  readonly end: number;
  /** Offsets of the objects that this revision brings, by number. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly trailer: PdfDictionary;
  readonly tableAt: number;
}

export interface PdfFile {
  readonly bytes: Uint8Array;
  readonly revisions: readonly Revision[];
  /** Of the newest revision. */
  readonly trailer: PdfDictionary;
  /** Where the newest cross-reference table begins. */
  readonly tableAt: number;
  /**
   * An object as it stood in a revision; without one, in the newest.
   *
   * @throws Problem `damaged` when it is missing or not well-formed
   */
  object(number: number, revision?: number): PdfValue;
}

/** No report is larger: 500 pages with their evidence take a tenth of it. */
export const LARGEST_DOCUMENT_BYTES = 256 * 1024 * 1024;
const MOST_REVISIONS = 32;
const LINE_BYTES = 20;

/**
 * Reads the frame of a PDF with classic cross-reference tables: what this application and its renderer
 * write. Streams of cross-references and encryption are not read here. Revisions must follow each other
 * without a gap, and each may name only objects within itself: no byte belongs to none of them.
 *
 * @throws Problem `foreign_file` for what is no PDF, `unsupported` for one of another make, `changed` for
 * bytes behind the last revision, `limit_reached`, `damaged`
 */
export function readPdf(bytes: Uint8Array): PdfFile {
  if (bytes.length > LARGEST_DOCUMENT_BYTES)
    throw new Problem('limit_reached', 'the file is larger than any report');
  const reader = new PdfReader(bytes);
  if (reader.text(0, 5) !== '%PDF-') throw new Problem('foreign_file', 'the file is not a PDF');
  const revisions: Revision[] = [];
  for (let start: number | undefined = lastTable(reader, bytes); start !== undefined;) {
    const table = readTable(reader, bytes, start);
    const tail = /^\s{0,2}startxref\r?\n(\d{1,10})\r?\n%%EOF\r?\n?/.exec(reader.text(table.end, 64));
    if (tail === null || Number(tail[1]) !== start) throw damagedPdf('its end is not where its table is');
    const end = table.end + tail[0].length;
    if (revisions.length === 0 && end !== bytes.length) throw appended(bytes.length - end);
    revisions.unshift({ start: 0, end, offsets: table.offsets, trailer: table.trailer, tableAt: start });
    if (revisions.length > MOST_REVISIONS)
      throw new Problem('limit_reached', 'the PDF has more revisions than a report can have');
    const before: PdfValue | undefined = table.trailer.entries.get('Prev');
    const previous: number | undefined = before === undefined ? undefined : integerOf(before);
    if (previous !== undefined && previous >= start)
      throw damagedPdf('its revisions do not follow each other');
    start = previous;
  }
  return file(bytes, reader, withStarts(revisions));
}

/** Where the newest cross-reference table begins. */
function lastTable(reader: PdfReader, bytes: Uint8Array): number {
  const tail = /startxref\r?\n(\d{1,10})\r?\n%%EOF\r?\n?$/.exec(
    reader.text(Math.max(0, bytes.length - 64), 64),
  );
  if (tail !== null) return Number(tail[1]);
  const mark = lastMark(bytes);
  if (mark === -1) throw damagedPdf('it is cut short: its end is missing');
  const more = bytes.length - mark - '%%EOF'.length;
  throw more > 1 ? appended(more) : damagedPdf('its end is not well-formed');
}

function appended(sizeBytes: number): Problem {
  return new Problem(
    'changed',
    `${sizeBytes} bytes follow the end of the document, and no signature covers them`,
  );
}

/** The last `%%EOF` in the last megabyte. */
function lastMark(bytes: Uint8Array): number {
  const percent = 0x25;
  const wanted = [percent, percent, 0x45, 0x4f, 0x46];
  const lowest = Math.max(0, bytes.length - (1 << 20));
  for (let at = bytes.lastIndexOf(percent); at > lowest; at = bytes.lastIndexOf(percent, at - 1))
    if (wanted.every((byte, i) => bytes[at - 1 + i] === byte)) return at - 1;
  return -1;
}

function readTable(
  reader: PdfReader,
  bytes: Uint8Array,
  start: number,
): { readonly offsets: Map<number, number>; readonly trailer: PdfDictionary; readonly end: number } {
  const head = /^xref\r?\n/.exec(reader.text(start, 6));
  if (head === null)
    throw new Problem('unsupported', 'the PDF has no plain cross-reference table, as reports have');
  const offsets = new Map<number, number>();
  let at = start + head[0].length;
  for (;;) {
    const section = /^(\d{1,7}) (\d{1,7})\r?\n/.exec(reader.text(at, 20));
    if (section === null) break;
    at += section[0].length;
    const [first, count] = [Number(section[1]), Number(section[2])];
    if (at + count * LINE_BYTES > bytes.length)
      throw damagedPdf('its cross-reference table is not well-formed');
    for (let number = first; number < first + count; number += 1, at += LINE_BYTES) {
      const line = /^(\d{10}) (\d{5}) ([nf])(?: \n|\r\n| \r)$/.exec(reader.text(at, LINE_BYTES));
      if (line === null || offsets.has(number))
        throw damagedPdf('its cross-reference table is not well-formed');
      if (line[3] === 'n') offsets.set(number, Number(line[1]));
    }
  }
  const trailer = /^trailer\s/.exec(reader.text(at, 10));
  if (trailer === null) throw damagedPdf('its trailer is missing');
  const { value, end } = reader.valueAt(at + trailer[0].length);
  if (value.type !== 'dictionary') throw damagedPdf('its trailer is no dictionary');
  return { offsets, trailer: value, end };
}

/** Says where each revision begins, and that its objects stand within it. */
function withStarts(revisions: readonly Revision[]): Revision[] {
  return revisions.map((revision, index) => {
    const start = revisions[index - 1]?.end ?? 0;
    for (const offset of revision.offsets.values())
      if (offset < start || offset >= revision.end) throw damagedPdf('an object is not where the table says');
    return { ...revision, start };
  });
}

function file(bytes: Uint8Array, reader: PdfReader, revisions: readonly Revision[]): PdfFile {
  const newest = revisions.at(-1);
  if (newest === undefined) throw damagedPdf('its trailer is missing');
  return {
    bytes,
    revisions,
    trailer: newest.trailer,
    tableAt: newest.tableAt,
    object: (number, revision = revisions.length - 1) => {
      for (let index = revision; index >= 0; index -= 1) {
        const offset = revisions[index]?.offsets.get(number);
        if (offset !== undefined) return reader.objectAt(offset, number);
      }
      throw damagedPdf(`object ${number} is missing`);
    },
  };
}

/** The dictionary that a value is or refers to. @throws Problem `damaged` when it is none. */
export function dictionaryOf(
  pdf: PdfFile,
  value: PdfValue | undefined,
  what: string,
  revision?: number,
): PdfDictionary {
  const resolved = value?.type === 'ref' ? pdf.object(value.object, revision) : value;
  if (resolved?.type !== 'dictionary') throw damagedPdf(`${what} is missing`);
  return resolved;
}

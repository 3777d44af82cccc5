import type { PdfDictionary, PdfFile, PdfValue } from '../../../../shared/verify/index.ts';

/** Makers of PDF values for what a report is made of. */
export const atom = (value: number | boolean): PdfValue => ({
  type: 'atom',
  text: typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value),
});
export const name = (text: string): PdfValue => ({ type: 'name', name: text });
export const ref = (object: number): PdfValue => ({ type: 'ref', object });
export const array = (items: readonly PdfValue[]): PdfValue => ({ type: 'array', items });
export const dictionary = (entries: Readonly<Record<string, PdfValue>>): PdfDictionary => ({
  type: 'dictionary',
  entries: new Map(Object.entries(entries)),
});
const written = (raw: string): PdfValue => ({ type: 'string', raw, start: 0, end: 0 });
/** Text string: UTF-16 with byte order mark, in hexadecimal, so that no character needs an escape. */
export const text = (value: string): PdfValue => {
  const bytes = Buffer.from(value, 'utf16le').swap16();
  return written(`<feff${bytes.toString('hex')}>`);
};
/** Byte string in hexadecimal. */
export const hex = (bytes: Uint8Array): PdfValue => written(`<${Buffer.from(bytes).toString('hex')}>`);
/** String of plain ASCII without brackets or backslashes: dates. */
export const ascii = (value: string): PdfValue => written(`(${value})`);
export const stream = (entries: Readonly<Record<string, PdfValue>>, data: Uint8Array): PdfValue => ({
  type: 'stream',
  dictionary: dictionary({ ...entries, Length: atom(data.length) }),
  data,
});

/** `D:20261122140307Z`. */
export function pdfDate(ms: number): string {
  return `D:${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}

/** The text of a value as it stands in a file; streams are written by `writePdf`. */
export function serialise(value: PdfValue): string {
  switch (value.type) {
    case 'atom':
      return value.text;
    case 'name':
      return `/${value.name}`;
    case 'string':
      return value.raw;
    case 'ref':
      return `${value.object} 0 R`;
    case 'array':
      return `[${value.items.map(serialise).join(' ')}]`;
    case 'dictionary':
      return `<<${[...value.entries].map(([key, item]) => `/${key} ${serialise(item)}`).join(' ')}>>`;
    case 'stream':
      return serialise(value.dictionary);
  }
}

/**
 * Writes a whole file: header, objects numbered from 1 in the order given, one cross-reference table.
 * Returns it with the offset of each object, in the same order.
 *
 * @param id the file identifier, 16 bytes
 */
export function writePdf(
  objects: readonly PdfValue[],
  root: number,
  info: number,
  id: Uint8Array,
): { readonly bytes: Buffer; readonly offsets: readonly number[] } {
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  const add = (part: string | Uint8Array): void => {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    parts.push(bytes);
    length += bytes.length;
  };
  // The second line tells tools that move text files that this one is not text.
  add('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  objects.forEach((object, index) => {
    offsets.push(length);
    writeObject(index + 1, object, add);
  });
  const start = length;
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
  for (const offset of offsets) add(`${String(offset).padStart(10, '0')} 00000 n \n`);
  const trailer = dictionary({
    Size: atom(objects.length + 1),
    Root: ref(root),
    Info: ref(info),
    ID: array([hex(id), hex(id)]),
  });
  add(`trailer\n${serialise(trailer)}\nstartxref\n${start}\n%%EOF\n`);
  return { bytes: Buffer.concat(parts, length), offsets };
}

/**
 * Writes a revision behind a file: objects by number, a cross-reference table of their own, a trailer
 * that leads back to the table before. The file's bytes stay as they are.
 *
 * @param size one more than the highest number of an object
 */
export function writeUpdate(
  file: PdfFile,
  objects: ReadonlyMap<number, PdfValue>,
  size: number,
): { readonly bytes: Buffer; readonly offsets: ReadonlyMap<number, number> } {
  const parts: Uint8Array[] = [file.bytes];
  const offsets = new Map<number, number>();
  let length = file.bytes.length;
  const add = (part: string | Uint8Array): void => {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    parts.push(bytes);
    length += bytes.length;
  };
  const ordered = [...objects].sort(([a], [b]) => a - b);
  for (const [number, object] of ordered) {
    offsets.set(number, length);
    writeObject(number, object, add);
  }
  const start = length;
  add('xref\n');
  for (const [number] of ordered)
    add(`${number} 1\n${String(offsets.get(number)).padStart(10, '0')} 00000 n \n`);
  const entries = new Map(file.trailer.entries);
  entries.set('Size', atom(size)).set('Prev', atom(file.tableAt));
  add(`trailer\n${serialise({ type: 'dictionary', entries })}\nstartxref\n${start}\n%%EOF\n`);
  return { bytes: Buffer.concat(parts, length), offsets };
}

function writeObject(number: number, object: PdfValue, add: (part: string | Uint8Array) => void): void {
  add(`${number} 0 obj\n${serialise(object)}`);
  if (object.type === 'stream') {
    add('\nstream\n');
    add(object.data);
    add('\nendstream');
  }
  add('\nendobj\n');
}

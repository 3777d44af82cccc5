import type { FileHandle } from 'node:fs/promises';
import { Problem } from '../../../shared/domain/index.ts';
import { checkWorkbook } from './workbook.ts';

/** What a file holds, told by its bytes and by nothing else. */
export type Content = 'text' | 'workbook' | 'archive' | 'parquet' | 'pdf' | 'gguf' | 'der' | 'library';

/** Bytes at the start that are looked at; enough for every kind below, and for text to show that it is none. */
const HEAD_BYTES = 1 << 16;

/** First bytes, what they tell, and what people call it. The first that fits counts. */
const SIGNS: readonly (readonly [string, Content | undefined, string])[] = [
  ['PAR1', 'parquet', 'a Parquet table'],
  ['%PDF-', 'pdf', 'a PDF'],
  ['GGUF', 'gguf', 'a model'],
  ['\x7fELF', 'library', 'a program'],
  ['\xcf\xfa\xed\xfe', 'library', 'a program'],
  ['\xca\xfe\xba\xbe', 'library', 'a program'],
  ['MZ', 'library', 'a program'],
  ['PK\x03\x04', 'workbook', 'a ZIP archive or workbook'],
  ['PK\x05\x06', undefined, 'an empty ZIP archive'],
  ['PK\x07\x08', undefined, 'a part of a ZIP archive'],
  ['\xd0\xcf\x11\xe0', undefined, 'an old Excel or Word file (.xls, .doc), which can carry macros'],
  ['\x1f\x8b', undefined, 'a gzip archive'],
  ['BZh', undefined, 'a bzip2 archive'],
  ['\xfd7zXZ', undefined, 'an xz archive'],
  ['(\xb5/\xfd', undefined, 'a Zstandard archive'],
  ['7z\xbc\xaf', undefined, 'a 7-Zip archive'],
  ['Rar!', undefined, 'a RAR archive'],
  ['\x89PNG', undefined, 'a picture'],
  ['\xff\xd8\xff', undefined, 'a picture'],
  ['GIF8', undefined, 'a picture'],
  ['SQLite f', undefined, 'a database'],
  ['{\\rtf', undefined, 'an RTF document'],
  ['age-encryption.org/', undefined, 'a file that is encrypted with age'],
];

export interface Told {
  /** Text that begins with the letters of a sign may be either. */
  readonly contents: readonly Content[];
  /** For a sentence: "the file is not ... but WORDS". */
  readonly words: string;
}

/** Tells what a file holds by its first bytes. */
export async function tellContent(file: FileHandle): Promise<Told> {
  const buffer = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  const head = buffer.subarray(0, bytesRead);
  const start = head.toString('latin1', 0, 24);
  const sign = SIGNS.find(([magic]) => start.startsWith(magic));
  if (sign !== undefined) {
    const [letters, content, words] = sign;
    const own: Content[] =
      content === undefined ? [] : content === 'workbook' ? [content, 'archive'] : [content];
    const either = isText(head) && /^[A-Za-z]+$/.test(letters);
    return { contents: either ? [...own, 'text'] : own, words };
  }
  if (isText(head)) return { contents: ['text'], words: 'text' };
  // An ASN.1 SEQUENCE of more than 127 bytes, as all certificates and key files are (X.690, 8.1).
  if (head[0] === 0x30 && (head[1] === 0x80 || head[1] === 0x81 || head[1] === 0x82 || head[1] === 0x83))
    return { contents: ['der'], words: 'a certificate or key' };
  return { contents: [], words: 'no kind of file that is known here' };
}

/** No byte that text has no use for; UTF-16 says so itself at its start, and readers explain it better. */
function isText(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  return !head.includes(0);
}

/** Looks inside what can hide something. @throws Problem `invalid_input`, `unsupported`, `limit_reached` */
export async function checkInside(file: FileHandle, sizeBytes: number, content: Content): Promise<void> {
  if (content === 'workbook') await checkWorkbook(file, sizeBytes);
  if (content !== 'parquet') return;
  const tail = Buffer.alloc(4);
  await file.read(tail, 0, tail.length, Math.max(0, sizeBytes - tail.length));
  if (tail.toString('latin1') !== 'PAR1')
    throw new Problem(
      'invalid_input',
      'the Parquet file ends in the middle or is encrypted',
      'Copy it again, or write it without encryption.',
    );
}

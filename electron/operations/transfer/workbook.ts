import type { FileHandle } from 'node:fs/promises';
import { Problem } from '../../../shared/domain/index.ts';

const END_BYTES = 22;
/** At least, before a part's name and bytes. */
const LOCAL_HEADER_BYTES = 30;
const LONGEST_COMMENT = 65_535;
const UNKNOWN = 0xffff_ffff;
/** A workbook has tens of parts, a large one hundreds. */
const MOST_ENTRIES = 10_000;
const LARGEST_DIRECTORY = 16 << 20;
const LARGEST_UNPACKED = 8 * 2 ** 30;
/** Sheets of equal cells pack to about a hundredth; what packs to far less was made to burst. */
const HIGHEST_RATIO = 300;
/** Below this, a ratio harms nobody. */
const HARMLESS_UNPACKED = 64 << 20;
const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;

interface Part {
  readonly name: string;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

/** Parts that run something, or that hold other files, by where Office puts them (ECMA-376). */
const ACTIVE_PARTS: readonly (readonly [RegExp, string])[] = [
  [/vbaproject\.bin$|vbadata\.xml$/i, 'macros (VBA)'],
  [/(^|\/)macrosheets\//i, 'macro sheets'],
  [/(^|\/)dialogsheets\//i, 'dialog sheets'],
  [/(^|\/)activex\//i, 'ActiveX controls'],
  [/(^|\/)embeddings\//i, 'embedded files'],
  [/(^|\/)customui\//i, 'commands of its own'],
];

/**
 * Looks through the directory of a workbook (APPNOTE 6.3.10), before any part is unpacked: no macros or embedded
 * files, no part that leads elsewhere, nothing encrypted, nothing made to burst or to lie over something else.
 *
 * @throws Problem `invalid_input`, `unsupported`, `limit_reached`
 */
export async function checkWorkbook(file: FileHandle, sizeBytes: number): Promise<void> {
  const parts = readParts(await readDirectory(file, sizeBytes));
  const names = new Set<string>();
  for (const { name } of parts) {
    requirePlainName(name);
    const same = name.toLowerCase();
    if (names.has(same)) throw trap('names one part twice');
    names.add(same);
    const active = ACTIVE_PARTS.find(([pattern]) => pattern.test(name));
    if (active !== undefined)
      throw new Problem(
        'unsupported',
        `the workbook carries ${active[1]}`,
        'Save the table alone as .xlsx without macros, or as CSV, and import that.',
      );
  }
  const unpacked = parts.reduce((sum, part) => sum + part.unpacked, 0);
  const bursts = parts.some(
    (part) => part.unpacked > HARMLESS_UNPACKED && part.unpacked > part.packed * HIGHEST_RATIO,
  );
  if (unpacked > LARGEST_UNPACKED || bursts)
    throw new Problem(
      'limit_reached',
      'the workbook would unpack to far more than a table needs',
      'Save the table as CSV and import that.',
    );
  // Parts that share bytes make a small file unpack to any size (Fifield, WOOT 2019).
  const ordered = [...parts].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { name, offset, packed } of ordered) {
    if (offset < end) throw trap('lays parts over each other');
    end = offset + LOCAL_HEADER_BYTES + Buffer.byteLength(name) + packed;
  }
  if (end > sizeBytes) throw trap('names parts beyond its end');
  // What a workbook with macros calls itself, whatever its parts and its own name are called.
  if (!names.has('xl/workbook.xml'))
    throw new Problem(
      'unsupported',
      'the file is not a table but an archive or another kind of document',
      'Save the table as CSV, XLSX or Parquet and import that.',
    );
}

async function readDirectory(file: FileHandle, sizeBytes: number): Promise<Buffer> {
  const tail = Buffer.alloc(Math.min(sizeBytes, END_BYTES + LONGEST_COMMENT));
  await file.read(tail, 0, tail.length, sizeBytes - tail.length);
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end === -1 || end + END_BYTES > tail.length) throw damaged();
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (length > LARGEST_DIRECTORY) throw trap('has a directory larger than a workbook needs');
  if (offset + length > sizeBytes) throw damaged();
  const directory = Buffer.alloc(length);
  await file.read(directory, 0, length, offset);
  return directory;
}

function readParts(directory: Buffer): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at + 46 <= directory.length) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw damaged();
    if (parts.length >= MOST_ENTRIES) throw trap('has more parts than a workbook needs');
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const next = at + 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw damaged();
    if ((directory.readUInt16LE(at + 8) & 1) === 1)
      throw new Problem(
        'unsupported',
        'the workbook is locked with a password',
        'Save it without a password on an encrypted medium, and import that.',
      );
    if (((directory.readUInt32LE(at + 38) >>> 16) & FILE_TYPE) === SYMLINK) throw trap('holds a link');
    const sizes = wideSizes(directory, at + 46 + nameLength, extraLength, [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ]);
    const [unpacked = 0, packed = 0, offset = 0] = sizes;
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    parts.push({ name, packed, unpacked, offset });
    at = next;
  }
  if (parts.length === 0 || at !== directory.length) throw damaged();
  return parts;
}

/** Unpacked size, packed size and offset, where the field of ZIP64 holds those that did not fit. */
function wideSizes(bytes: Buffer, start: number, length: number, sizes: number[]): number[] {
  const end = start + length;
  for (let at = start; at + 4 <= end; at += 4 + bytes.readUInt16LE(at + 2)) {
    if (bytes.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    return sizes.map((size) => {
      if (size !== UNKNOWN || from + 8 > end) return size;
      from += 8;
      return Number(bytes.readBigUInt64LE(from - 8));
    });
  }
  return sizes;
}

/** Names stay below the archive: no way up, no root, no drive, no control character. */
function requirePlainName(name: string): void {
  const plain = name.replaceAll('\\', '/');
  const leads = plain.startsWith('/') || /^[a-z]:/i.test(plain) || plain.split('/').includes('..');
  if (leads || name === '' || /[\0-\x1f]/.test(name)) throw trap('names a part outside of itself');
}

function trap(what: string): Problem {
  return new Problem(
    'invalid_input',
    `the workbook ${what}, which no spreadsheet program does`,
    'Find out where the file comes from; save the table anew as .xlsx or CSV.',
  );
}

function damaged(): Problem {
  return new Problem(
    'invalid_input',
    'the workbook is damaged or no workbook at all',
    'Open it in a spreadsheet program, save it as XLSX or CSV and import that.',
  );
}

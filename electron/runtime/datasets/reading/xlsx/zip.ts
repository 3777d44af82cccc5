import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { Problem } from '../../../../../shared/domain/index.ts';

interface Entry {
  readonly method: number;
  readonly compressedBytes: number;
  readonly headerOffset: number;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const UNKNOWN = 0xffff_ffff;

/** Most bytes that one entry may unpack to: a workbook that claims more is a trap or no table for us. */
const LARGEST_ENTRY_BYTES = 4 * 2 ** 30;

/**
 * Reads the entries of a ZIP file by its central directory (APPNOTE 6.3.10), stored or deflated.
 * Nothing is unpacked to a disk.
 */
export class ZipFile {
  readonly #file: FileHandle;
  readonly #entries: ReadonlyMap<string, Entry>;
  /** Share of the entry opened last that has been read, 0 to 1. */
  readShare = 0;

  private constructor(file: FileHandle, entries: ReadonlyMap<string, Entry>) {
    this.#file = file;
    this.#entries = entries;
  }

  /** @throws Problem `invalid_input` when the directory is missing or damaged */
  static async open(file: FileHandle, sizeBytes: number): Promise<ZipFile> {
    const tail = Buffer.alloc(Math.min(sizeBytes, END_BYTES + LONGEST_COMMENT));
    await file.read(tail, 0, tail.length, sizeBytes - tail.length);
    const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    if (end === -1 || end + END_BYTES > tail.length) throw damagedZip();
    const length = tail.readUInt32LE(end + 12);
    const offset = tail.readUInt32LE(end + 16);
    if (offset + length > sizeBytes) throw damagedZip();
    const directory = Buffer.alloc(length);
    await file.read(directory, 0, length, offset);
    return new ZipFile(file, readDirectory(directory));
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** The unpacked bytes of an entry, in pieces. @throws Problem `invalid_input` */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) throw damagedZip();
    const header = Buffer.alloc(30);
    await this.#file.read(header, 0, header.length, entry.headerOffset);
    if (header.readUInt32LE(0) !== 0x04034b50) throw damagedZip();
    const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const packed = Readable.from(this.#range(start, entry.compressedBytes));
    const source = entry.method === 0 ? packed : packed.pipe(createInflateRaw());
    if (source !== packed) packed.on('error', (error) => source.destroy(error));
    let total = 0;
    try {
      for await (const piece of source) {
        total += (piece as Buffer).length;
        if (total > LARGEST_ENTRY_BYTES)
          throw new Problem('limit_reached', 'the workbook unpacks to more than 4 GiB', 'Save it as CSV.');
        yield piece as Buffer;
      }
    } catch (error) {
      throw error instanceof Problem ? error : damagedZip();
    } finally {
      source.destroy();
    }
  }

  async *#range(start: number, length: number): AsyncGenerator<Buffer> {
    for (let done = 0; done < length;) {
      const piece = Buffer.allocUnsafe(Math.min(1 << 18, length - done));
      const { bytesRead } = await this.#file.read(piece, 0, piece.length, start + done);
      if (bytesRead === 0) throw damagedZip();
      done += bytesRead;
      this.readShare = done / length;
      yield piece.subarray(0, bytesRead);
    }
  }
}

function readDirectory(directory: Buffer): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let at = 0;
  while (at + 46 <= directory.length) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw damagedZip();
    const method = directory.readUInt16LE(at + 10);
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const [, compressedBytes = 0, headerOffset = 0] = zip64Sizes(extra, [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ]);
    const encrypted = (directory.readUInt16LE(at + 8) & 1) === 1;
    if (!encrypted && (method === 0 || method === 8))
      entries.set(name.replaceAll('\\', '/').toLowerCase(), { method, compressedBytes, headerOffset });
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Unpacked size, packed size and offset, where an extra field holds those that did not fit. */
function zip64Sizes(extra: Buffer, sizes: number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    return sizes.map((size) => {
      if (size !== UNKNOWN || from + 8 > extra.length) return size;
      from += 8;
      return Number(extra.readBigUInt64LE(from - 8));
    });
  }
  return sizes;
}

function damagedZip(): Problem {
  return new Problem(
    'invalid_input',
    'the workbook is damaged or no workbook at all',
    'Open it in a spreadsheet program, save it as XLSX or CSV and import that.',
  );
}

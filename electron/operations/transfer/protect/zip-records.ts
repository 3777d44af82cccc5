// The records of a ZIP file (APPNOTE 6.3.10) whose entries are encrypted as WinZip's AE-2 says.

const AES = { id: 0x9901, version: 2, strength: 3, method: 8 } as const;
const WIDE = 0xffff_ffff;
/** Room in the local header for sizes beyond 32 bits; an OPC growth hint otherwise, which readers skip. */
const WIDE_BYTES = 20;
const PADDING = 0xa220;
/** Encrypted by AES (method 99), names in UTF-8. */
const FLAGS = 0x0801;
const VERSION = 51;

export interface Sizes {
  readonly packed: number;
  readonly unpacked: number;
}

/** The same length whatever the sizes are, so that it can be written again. */
export function localHeader(name: Buffer, atMs: number, sizes: Sizes | undefined): Buffer {
  const wide = isWide(sizes);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  common(header, 6, atMs, sizes);
  header.writeUInt16LE(name.length, 26);
  const room = Buffer.alloc(WIDE_BYTES);
  room.writeUInt16LE(wide ? 1 : PADDING, 0);
  room.writeUInt16LE(WIDE_BYTES - 4, 2);
  if (wide && sizes !== undefined) {
    room.writeBigUInt64LE(BigInt(sizes.unpacked), 4);
    room.writeBigUInt64LE(BigInt(sizes.packed), 12);
  }
  const extra = Buffer.concat([aesField(), room]);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

/** What the directory says of one entry. */
export interface Listed {
  readonly name: Buffer;
  readonly sizes: Sizes;
  /** Where its local header stands. */
  readonly offset: number;
}

/** The directory at the end of the file, which begins at `offset`. */
export function directory(entries: readonly Listed[], atMs: number, offset: number): Buffer {
  const central = Buffer.concat(entries.map((entry) => centralEntry(entry, atMs)));
  const wide = offset >= WIDE;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(wide ? WIDE : offset, 16);
  return Buffer.concat([central, ...(wide ? [wideEnd(entries.length, central.length, offset)] : []), end]);
}

function centralEntry({ name, sizes, offset }: Listed, atMs: number): Buffer {
  const wide = isWide(sizes);
  const far = offset >= WIDE;
  const numbers = [...(wide ? [sizes.unpacked, sizes.packed] : []), ...(far ? [offset] : [])];
  const wideField = Buffer.alloc(numbers.length === 0 ? 0 : 4 + 8 * numbers.length);
  if (numbers.length > 0) {
    wideField.writeUInt16LE(1, 0);
    wideField.writeUInt16LE(8 * numbers.length, 2);
    for (const [at, number] of numbers.entries()) wideField.writeBigUInt64LE(BigInt(number), 4 + 8 * at);
  }
  const extra = Buffer.concat([aesField(), wideField]);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  // Made on a system of the family Unix, so that the bits of the file's mode count: its owner alone.
  entry.writeUInt16LE((3 << 8) | VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  common(entry, 8, atMs, sizes);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE((0o100600 << 16) >>> 0, 38);
  entry.writeUInt32LE(far ? WIDE : offset, 42);
  return Buffer.concat([entry, name, extra]);
}

function wideEnd(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE((3 << 8) | VERSION, 12);
  end.writeUInt16LE(VERSION, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + length), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

/** Flags, method, time, checksum (none: AE-2 leaves it to the authentication code) and sizes. */
function common(header: Buffer, at: number, atMs: number, sizes: Sizes | undefined): void {
  header.writeUInt16LE(FLAGS, at);
  header.writeUInt16LE(99, at + 2);
  const when = new Date(atMs);
  const time = (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1);
  const date = ((when.getFullYear() - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate();
  header.writeUInt16LE(time, at + 4);
  header.writeUInt16LE(date & 0xffff, at + 6);
  const wide = isWide(sizes);
  header.writeUInt32LE(wide ? WIDE : (sizes?.packed ?? 0), at + 12);
  header.writeUInt32LE(wide ? WIDE : (sizes?.unpacked ?? 0), at + 16);
}

function aesField(): Buffer {
  const field = Buffer.alloc(11);
  field.writeUInt16LE(AES.id, 0);
  field.writeUInt16LE(7, 2);
  field.writeUInt16LE(AES.version, 4);
  field.write('AE', 6, 'latin1');
  field.writeUInt8(AES.strength, 8);
  field.writeUInt16LE(AES.method, 9);
  return field;
}

function isWide(sizes: Sizes | undefined): boolean {
  return sizes !== undefined && (sizes.packed >= WIDE || sizes.unpacked >= WIDE);
}

import { createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createDeflateRaw } from 'node:zlib';
import { LittleEndianCounter } from './little-endian-counter.ts';
import type { Protected } from './protected.ts';

const derive = promisify(pbkdf2);

// A ZIP file (APPNOTE 6.3.10) with one entry, encrypted with AES-256 as WinZip's AE-2 says: 7-Zip, WinZip, PeaZip,
// Keka, libarchive and others open it with a passphrase. The 1,000 rounds of PBKDF2 that the format fixes are few, so
// the passphrase itself must be out of reach of guessing: it is made by us (passphrase.ts), never chosen.

const SALT_BYTES = 16;
const CODE_BYTES = 10;
const ROUNDS = 1000;
const AES = { id: 0x9901, version: 2, strength: 3, method: 8 } as const;
const WIDE = 0xffff_ffff;
/** Room in the local header for sizes beyond 32 bits; an OPC growth hint otherwise, which readers skip. */
const WIDE_BYTES = 20;
const PADDING = 0xa220;
/** Encrypted by AES (method 99), names in UTF-8. */
const FLAGS = 0x0801;
const VERSION = 51;

interface Sizes {
  readonly packed: number;
  readonly unpacked: number;
}

/** Seals a stream as the one entry `name` of an encrypted ZIP file. */
export async function* zipAes256(
  clear: AsyncIterable<Uint8Array>,
  { name, passphrase, atMs }: { readonly name: string; readonly passphrase: string; readonly atMs: number },
): Protected {
  const salt = randomBytes(SALT_BYTES);
  const keys = await derive(Buffer.from(passphrase.normalize('NFC'), 'utf8'), salt, ROUNDS, 66, 'sha1');
  const encoded = Buffer.from(name, 'utf8');
  const local = localHeader(encoded, atMs, undefined);
  yield local;
  yield salt;
  yield keys.subarray(64, 66);
  const encrypt = new LittleEndianCounter(keys.subarray(0, 32));
  const code = createHmac('sha1', keys.subarray(32, 64));
  let unpacked = 0;
  let packed = SALT_BYTES + 2 + CODE_BYTES;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of clear) {
      unpacked += piece.length;
      yield piece;
    }
  };
  const source = Readable.from(counted(), { objectMode: false });
  const deflate = createDeflateRaw({ level: 6 });
  source.on('error', (error) => deflate.destroy(error));
  try {
    for await (const piece of source.pipe(deflate)) {
      const sealed = encrypt.next(piece as Buffer);
      code.update(sealed);
      packed += sealed.length;
      yield sealed;
    }
  } finally {
    source.destroy();
    deflate.destroy();
    keys.fill(0);
  }
  yield code.digest().subarray(0, CODE_BYTES);
  const sizes = { packed, unpacked };
  yield directory(encoded, atMs, sizes, local.length + packed);
  // The sizes are known only now; they belong into the header at the front.
  yield { at: 0, bytes: localHeader(encoded, atMs, sizes) };
}

/** The same length whatever the sizes are, so that it can be written again. */
function localHeader(name: Buffer, atMs: number, sizes: Sizes | undefined): Buffer {
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

function directory(name: Buffer, atMs: number, sizes: Sizes, offset: number): Buffer {
  const wide = isWide(sizes) || offset > WIDE - 1;
  const wideField = Buffer.alloc(wide ? WIDE_BYTES : 0);
  if (wide) {
    wideField.writeUInt16LE(1, 0);
    wideField.writeUInt16LE(16, 2);
    wideField.writeBigUInt64LE(BigInt(sizes.unpacked), 4);
    wideField.writeBigUInt64LE(BigInt(sizes.packed), 12);
  }
  const extra = Buffer.concat([aesField(), wideField]);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  // Made on a system of the family Unix, so that the bits of the file's mode count: its owner alone.
  entry.writeUInt16LE((3 << 8) | VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  common(entry, 8, atMs, wide ? { packed: WIDE, unpacked: WIDE } : sizes);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE((0o100600 << 16) >>> 0, 38);
  const central = Buffer.concat([entry, name, extra]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(wide ? WIDE : offset, 16);
  return Buffer.concat([central, ...(wide ? [wideEnd(central.length, offset)] : []), end]);
}

function wideEnd(length: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE((3 << 8) | VERSION, 12);
  end.writeUInt16LE(VERSION, 14);
  end.writeBigUInt64LE(1n, 24);
  end.writeBigUInt64LE(1n, 32);
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

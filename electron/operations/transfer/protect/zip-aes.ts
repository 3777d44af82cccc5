import { createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createDeflateRaw } from 'node:zlib';
import { LittleEndianCounter } from './little-endian-counter.ts';
import type { Protected } from './protected.ts';
import { directory, localHeader, type Listed, type Sizes } from './zip-records.ts';

const derive = promisify(pbkdf2);

// A ZIP file (APPNOTE 6.3.10) encrypted with AES-256 as WinZip's AE-2 says: 7-Zip, WinZip, PeaZip, Keka, libarchive
// and others open it with a passphrase. The 1,000 rounds of PBKDF2 that the format fixes are few, so the passphrase
// itself must be out of reach of guessing: it is made by us (passphrase.ts), never chosen.

const SALT_BYTES = 16;
const CODE_BYTES = 10;
const ROUNDS = 1000;

/** A file in the archive. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Seals files, one behind the other, as an encrypted ZIP file. Each is read before the next is asked for. */
export async function* zipAes256(
  entries: Iterable<ZipEntry>,
  { passphrase, atMs }: { readonly passphrase: string; readonly atMs: number },
): Protected {
  const listed: Listed[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const encoded = Buffer.from(name, 'utf8');
    const local = localHeader(encoded, atMs, undefined);
    yield local;
    const sizes = yield* sealedContent(content, passphrase);
    // The sizes are known only now; they belong into the header at the front.
    yield { at: offset, bytes: localHeader(encoded, atMs, sizes) };
    listed.push({ name: encoded, sizes, offset });
    offset += local.length + sizes.packed;
  }
  yield directory(listed, atMs, offset);
}

async function* sealedContent(
  clear: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Uint8Array, Sizes> {
  const salt = randomBytes(SALT_BYTES);
  const keys = await derive(Buffer.from(passphrase.normalize('NFC'), 'utf8'), salt, ROUNDS, 66, 'sha1');
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
  return { packed, unpacked };
}

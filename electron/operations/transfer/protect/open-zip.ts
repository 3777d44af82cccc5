import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { Problem } from '../../../../shared/domain/index.ts';
import { LittleEndianCounter } from './little-endian-counter.ts';

/** A file of an archive. */
export interface Unsealed {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Opens the first file of a ZIP file as `zipAes256` writes it, wholly in memory: what a recipient's tool does, for the
 * demo and for tests. Its authentication code is checked before anything is unpacked.
 *
 * @throws Problem `wrong_password`, `damaged`, `foreign_file`
 */
export function openZipAes256(file: Buffer, passphrase: string): Unsealed & { readonly others: Unsealed[] } {
  if (!isEntry(file, 0))
    throw new Problem(
      'foreign_file',
      'that is no encrypted export',
      'Choose the .zip file that was exported.',
    );
  const { end, ...first } = openEntry(file, 0, passphrase);
  const others: Unsealed[] = [];
  for (let at = end; isEntry(file, at);) {
    const { end: next, ...other } = openEntry(file, at, passphrase);
    others.push(other);
    at = next;
  }
  return { ...first, others };
}

function isEntry(file: Buffer, at: number): boolean {
  return file.length >= at + 30 && file.readUInt32LE(at) === 0x04034b50 && file.readUInt16LE(at + 8) === 99;
}

function openEntry(file: Buffer, at: number, passphrase: string): Unsealed & { readonly end: number } {
  const nameEnd = at + 30 + file.readUInt16LE(at + 26);
  const start = nameEnd + file.readUInt16LE(at + 28);
  const packed = file.readUInt32LE(at + 18);
  const entry = file.subarray(start, start + packed);
  if (packed < 28 || entry.length !== packed) throw damaged();
  const keys = pbkdf2Sync(passphrase.normalize('NFC'), entry.subarray(0, 16), 1000, 66, 'sha1');
  if (!keys.subarray(64, 66).equals(entry.subarray(16, 18)))
    throw new Problem('wrong_password', 'the passphrase does not open the file', 'Check it sign by sign.');
  const sealed = entry.subarray(18, packed - 10);
  const code = createHmac('sha1', keys.subarray(32, 64)).update(sealed).digest().subarray(0, 10);
  if (!timingSafeEqual(code, entry.subarray(packed - 10))) throw damaged();
  const clear = new LittleEndianCounter(keys.subarray(0, 32)).next(sealed);
  return {
    name: file.toString('utf8', at + 30, nameEnd),
    content: inflateRawSync(clear),
    end: start + packed,
  };
}

function damaged(): Problem {
  return new Problem('damaged', 'the encrypted export is damaged', 'Ask for it to be written again.');
}

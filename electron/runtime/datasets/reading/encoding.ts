import { isAscii, isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { Problem } from '../../../../shared/domain/index.ts';

export type Encoding = 'utf-8' | 'windows-1252';

const BLOCK = 1 << 20;

/**
 * Tells UTF-8 from Windows-1252 by every byte of the file.
 *
 * @throws Problem `invalid_input` for UTF-16, for bytes that are neither, and for UTF-8 with a broken
 * place in it, naming the line; `cancelled`
 */
export async function findEncoding(
  file: FileHandle,
  signal: AbortSignal,
): Promise<{ encoding: Encoding; markBytes: number }> {
  const buffer = Buffer.allocUnsafe(BLOCK + 4);
  let position = 0;
  let carry = 0;
  let wide = false;
  let legacy = false;
  let markBytes = 0;
  for (;;) {
    stopIfAborted(signal);
    const { bytesRead } = await file.read(buffer, carry, BLOCK, position);
    const end = carry + bytesRead;
    const start = position - carry;
    position += bytesRead;
    if (start === 0 && markBytes === 0) markBytes = byteOrderMark(buffer.subarray(0, end));
    const whole = bytesRead === 0 || legacy ? end : wholeCharacters(buffer.subarray(0, end));
    const block = buffer.subarray(0, whole);
    if (!legacy && isUtf8(block)) wide ||= !isAscii(block);
    else {
      const good = legacy ? 0 : validPrefix(block);
      if (!legacy && (wide || !isAscii(block.subarray(0, good))))
        throw await notText(file, start + good, 'text that is not UTF-8 in a file that otherwise is');
      legacy = true;
      const odd = block.findIndex((byte) => UNDEFINED_BYTES.has(byte));
      if (odd !== -1)
        throw await notText(file, start + odd, 'a byte that neither UTF-8 nor Windows-1252 knows');
    }
    if (bytesRead === 0)
      return legacy ? { encoding: 'windows-1252', markBytes: 0 } : { encoding: 'utf-8', markBytes };
    buffer.copyWithin(0, whole, end);
    carry = end - whole;
  }
}

/** Bytes that Windows-1252 leaves undefined. */
const UNDEFINED_BYTES: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

const UTF8_OF_BYTE: readonly Uint8Array[] = (() => {
  const decoder = new TextDecoder('windows-1252');
  return Array.from({ length: 256 }, (_, byte) => Buffer.from(decoder.decode(Uint8Array.of(byte)), 'utf8'));
})();

/**
 * Windows-1252 as UTF-8, written to `target` from `offset`, which MUST have room for three bytes per byte.
 * Returns the offset behind the last byte written.
 */
export function windows1252ToUtf8(source: Uint8Array, target: Uint8Array, offset: number): number {
  let at = offset;
  for (const byte of source) {
    if (byte < 0x80) target[at++] = byte;
    else for (const part of UTF8_OF_BYTE[byte] ?? []) target[at++] = part;
  }
  return at;
}

/** Length of a UTF-8 byte order mark at the start, 0 without one. */
export function byteOrderMark(bytes: Uint8Array): number {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16)
    throw new Problem(
      'unsupported',
      'the file is saved as UTF-16',
      'Save it as "CSV UTF-8" and import it again.',
    );
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Problem('cancelled', 'the import was cancelled; nothing was kept');
}

async function notText(file: FileHandle, offset: number, what: string): Promise<Problem> {
  let line = 1;
  const block = Buffer.allocUnsafe(BLOCK);
  for (let at = 0; at < offset; at += BLOCK) {
    const { bytesRead } = await file.read(block, 0, Math.min(BLOCK, offset - at), at);
    for (let i = block.indexOf(0x0a); i !== -1 && i < bytesRead; i = block.indexOf(0x0a, i + 1)) line++;
  }
  return new Problem(
    'invalid_input',
    `line ${line} holds ${what}`,
    'Save the file as "CSV UTF-8" and import it again; nothing was kept.',
  );
}

/** Bytes up to the last character that is surely complete; at most three are held back. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Length of the longest valid UTF-8 prefix, by halving. */
function validPrefix(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    const whole = good + wholeCharacters(bytes.subarray(good, middle));
    if (whole > good && isUtf8(bytes.subarray(good, whole))) good = whole;
    else if (whole === good) return good;
    else bad = middle;
  }
  return good;
}

/** Whether the start of a file is UTF-8; the cut may split its last character. */
export function startsAsUtf8(start: Uint8Array): boolean {
  return isUtf8(start.subarray(0, wholeCharacters(start)));
}

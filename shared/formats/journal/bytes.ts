import { Problem } from '../../domain/problem.ts';

/** Small conversions that the journal formats need and that run in every engine. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Value of each letter of the alphabet by its code. */
const SEXTETS = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, ALPHABET.indexOf(String.fromCharCode(code))),
);

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** @throws Problem `invalid_input` unless the text is an even number of lower-case hexadecimal digits. */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Problem('invalid_input', 'not lower-case hexadecimal');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Base64 of RFC 4648 section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}

/** @throws Problem `invalid_input` unless the text is the one canonical encoding of its bytes. */
export function fromBase64(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const decoded = new Uint8Array(Math.max(0, Math.ceil(text.length / 4) * 3 - padding));
  let [bits, held, at] = [0, 0, 0];
  for (let i = 0; i < text.length - padding; i += 1) {
    bits = ((bits << 6) | (SEXTETS[text.charCodeAt(i)] ?? 0)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    decoded[at++] = (bits >> held) & 255;
  }
  // Encoding again refuses foreign letters, missing padding, spare bits and line breaks in one go.
  if (toBase64(decoded) !== text) throw new Problem('invalid_input', 'not canonical base64');
  return decoded;
}

/** @throws Problem `invalid_input` for anything but printable ASCII and line feeds. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0);
    if (letter.length !== 1 || code > 126 || (code < 32 && code !== 10))
      throw new Problem('invalid_input', 'not plain ASCII');
    return code;
  });
}

export const UINT64_BYTES = 8;

/** An unsigned integer up to 2^53 as eight bytes, most significant first. */
export function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(UINT64_BYTES);
  writeUint64(bytes, 0, value);
  return bytes;
}

/** Writes the same into eight bytes that are zero. */
export function writeUint64(bytes: Uint8Array, start: number, value: number): void {
  let rest = value;
  for (let at = start + UINT64_BYTES - 1; rest > 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

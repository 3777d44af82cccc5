import type { BinaryText } from '../binary-text.ts';

/** Value of a hexadecimal digit, upper or lower case; -1 for other bytes. */
const VALUE = new Int8Array(256).fill(-1);
for (const digits of ['0123456789abcdef', '0123456789ABCDEF'])
  for (const [value, digit] of Array.from(digits).entries()) VALUE[digit.charCodeAt(0)] = value;

/** What a byte may be in an id: a digit, a dash, the version 4, a digit of the variant. */
const [DIGIT, DASH, VERSION, VARIANT] = [1, 2, 4, 8];
const KIND = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte);
  return (
    (/[0-9a-f]/.test(letter) ? DIGIT : 0) |
    (letter === '-' ? DASH : 0) |
    (letter === '4' ? VERSION : 0) |
    (/[89ab]/.test(letter) ? VARIANT : 0)
  );
});
const WANTED = Uint8Array.from('xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx', (letter) =>
  letter === 'x' ? DIGIT : letter === '-' ? DASH : letter === '4' ? VERSION : VARIANT,
);
export const ID_LETTERS = WANTED.length;
export const HASH_LETTERS = 64;

/** Whether a random (version 4) UUID in lower case begins at `at`. */
export function isIdAt(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < WANTED.length; i += 1)
    if (((KIND[bytes[at + i] ?? 0] ?? 0) & (WANTED[i] ?? 0)) === 0) return false;
  return true;
}

/** Whether 64 lower-case hexadecimal digits begin at `at`. */
export function isHashAt(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + HASH_LETTERS; i += 1)
    if (((KIND[bytes[i] ?? 0] ?? 0) & DIGIT) === 0) return false;
  return true;
}

/** Whether lower-case hexadecimal at `at` says the same as a text. */
export function isHexAt(bytes: Uint8Array, at: number, text: BinaryText): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const [high, low] = [bytes[at + 2 * i] ?? 0, bytes[at + 2 * i + 1] ?? 0];
    if (LOWER[text.charCodeAt(i)] !== high * 256 + low) return false;
  }
  return true;
}

/** The two digits of a byte, as one number. */
const LOWER = Uint16Array.from({ length: 256 }, (_, byte) => {
  const hex = byte.toString(16).padStart(2, '0');
  return hex.charCodeAt(0) * 256 + hex.charCodeAt(1);
});

/** Puts the bytes that hexadecimal says from `at` on into a target, passing over dashes. */
export function putHex(
  target: Uint8Array,
  targetAt: number,
  length: number,
  hex: Uint8Array,
  at: number,
): void {
  let from = at;
  for (let i = targetAt; i < targetAt + length; i += 1) {
    if (hex[from] === 45) from += 1;
    target[i] = (VALUE[hex[from] ?? 0] ?? 0) * 16 + (VALUE[hex[from + 1] ?? 0] ?? 0);
    from += 2;
  }
}

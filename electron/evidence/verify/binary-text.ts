/**
 * Hashes as text of one character per byte: Node gives a digest as such text in a quarter of the time
 * that it takes to make a buffer of it.
 */
export type BinaryText = string;

const HEX_VALUE = new Int8Array(128).fill(-1);
for (const [value, digit] of Array.from('0123456789abcdef').entries()) HEX_VALUE[digit.charCodeAt(0)] = value;

export function putText(target: Uint8Array, at: number, text: BinaryText): void {
  for (let i = 0; i < text.length; i += 1) target[at + i] = text.charCodeAt(i);
}

export function bytesOf(text: BinaryText): Uint8Array {
  const bytes = new Uint8Array(text.length);
  putText(bytes, 0, text);
  return bytes;
}

export function isText(bytes: Uint8Array, text: BinaryText): boolean {
  if (bytes.length !== text.length) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The same for the bytes from `at` to before `end`. */
export function isTextAt(bytes: Uint8Array, at: number, end: number, text: BinaryText): boolean {
  if (end - at !== text.length) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether lower-case hexadecimal says the same as a text. */
export function isHexOf(hex: string, text: BinaryText): boolean {
  if (hex.length !== 2 * text.length) return false;
  for (let i = 0; i < text.length; i += 1) {
    const high = HEX_VALUE[hex.charCodeAt(2 * i)] ?? -1;
    const low = HEX_VALUE[hex.charCodeAt(2 * i + 1)] ?? -1;
    if (high < 0 || low < 0 || high * 16 + low !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** What a UTF-16 unit is to the token pass. Word units come last, so that one comparison tells them. */
export const UNIT = {
  unread: 0,
  space: 1,
  newline: 2,
  stop: 3,
  comma: 4,
  colon: 5,
  hyphen: 6,
  apostrophe: 7,
  slash: 8,
  open: 9,
  close: 10,
  at: 11,
  hash: 12,
  column: 13,
  other: 14,
  plus: 15,
  /** From here on a unit is part of a word. */
  digit: 16,
  lower: 17,
  upper: 18,
  caseless: 19,
  mark: 20,
} as const;

/**
 * Per UTF-16 unit its kind in the low 8 bits and above them the unit in lower case without its accent.
 * INVARIANT: 0 until a unit was asked for; filled by `lookUp` alone.
 */
const UNITS = new Uint32Array(0x10000);

const SIGNS: readonly (readonly [string, number])[] = [
  [' ', UNIT.space],
  ['\n\r\v\f\u2028\u2029\u0085', UNIT.newline],
  ['.!?', UNIT.stop],
  [',;', UNIT.comma],
  [':=', UNIT.colon],
  ['-', UNIT.hyphen],
  ["'`", UNIT.apostrophe],
  ['/\\', UNIT.slash],
  ['([{<"«“', UNIT.open],
  [')]}>»”', UNIT.close],
  ['@', UNIT.at],
  ['#', UNIT.hash],
  ['|\t', UNIT.column],
  ['+', UNIT.plus],
];
const SIGN = new Map(SIGNS.flatMap(([signs, unit]) => Array.from(signs, (sign) => [sign, unit] as const)));
/** Letters that Unicode does not take apart. */
const UNACCENTED: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  ß: 's',
  æ: 'a',
  œ: 'o',
  đ: 'd',
  ð: 'd',
  þ: 't',
  ı: 'i',
  ħ: 'h',
};

/** The kind of one UTF-16 unit, one of `UNIT`, in the low 8 bits; above them what `foldedUnit` gives. */
export function unitAndFold(code: number): number {
  const known = UNITS[code] ?? 0;
  return known !== 0 ? known : lookUp(code);
}

function lookUp(code: number): number {
  const unit = classify(code);
  const folded = unit >= UNIT.lower ? fold(String.fromCharCode(code)) : code;
  return (UNITS[code] = unit | (folded << 8));
}

/** The kind of one UTF-16 unit, one of `UNIT`. */
export function unitOf(code: number): number {
  return unitAndFold(code) & 0xff;
}

/** The unit in lower case and without its accent. */
export function foldedUnit(code: number): number {
  return unitAndFold(code) >>> 8;
}

export const HASH_SEED = 0x811c9dc5 | 0;
export const HASH_PRIME = 0x01000193;

/** FNV-1a over the units in lower case and without accents: the number that stands for a word in all lists. */
export function wordHash(word: string): number {
  let hash = HASH_SEED;
  for (let i = 0; i < word.length; i += 1)
    hash = Math.imul(hash ^ foldedUnit(word.charCodeAt(i)), HASH_PRIME);
  return hash;
}

function classify(code: number): number {
  const character = String.fromCharCode(code);
  const sign = SIGN.get(character);
  if (sign !== undefined) return sign;
  if (/\p{N}/u.test(character)) return UNIT.digit;
  if (/\p{Lu}|\p{Lt}/u.test(character)) return UNIT.upper;
  if (/\p{Ll}/u.test(character)) return UNIT.lower;
  if (/\p{L}/u.test(character)) return UNIT.caseless;
  if (/\p{M}/u.test(character)) return UNIT.mark;
  // Halves of characters beyond the basic plane: their words are kept whole.
  if (code >= 0xd800 && code <= 0xdfff) return UNIT.caseless;
  return UNIT.other;
}

function fold(letter: string): number {
  const lower = letter.toLowerCase();
  const bare = UNACCENTED[lower] ?? lower.normalize('NFD').charAt(0);
  return bare.charCodeAt(0);
}

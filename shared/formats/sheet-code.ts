/**
 * Secrets on paper: bytes as letters that people can read, type and correct. Groups of five, the fifth a
 * check over the other four and the group's place, so that a slip is found in its group.
 */

/** Crockford's digits: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** What stands on a sheet, in bytes: format, kind, set, number, how many are needed, and the secret. */
export const SHEET_BYTES = { recovery: 41, emergency: 24 } as const;

const DATA_SYMBOLS = 4;
const GROUP_SYMBOLS = DATA_SYMBOLS + 1;
const LONGEST_TEXT = 2000;

/** Powers of the generator of GF(32), polynomial x^5 + x^2 + 1. */
const POWERS = powers();

/** What is wrong with typed letters. Groups count from 1, as on paper. */
export type SheetSlip =
  | { readonly kind: 'empty' }
  | { readonly kind: 'character'; readonly group: number }
  | { readonly kind: 'length'; readonly groups: number; readonly expected: number }
  | { readonly kind: 'groups'; readonly wrong: readonly number[] };

export type ReadSheet =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly slip: SheetSlip };

/** The groups of a text for these bytes, in order. */
export function sheetGroups(bytes: Uint8Array): string[] {
  const symbols: number[] = [];
  let [held, bits] = [0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      symbols.push((held >> bits) & 31);
      held &= (1 << bits) - 1;
    }
  }
  if (bits > 0) symbols.push((held << (5 - bits)) & 31);
  while (symbols.length % DATA_SYMBOLS !== 0) symbols.push(0);
  const groups: string[] = [];
  for (let at = 0; at < symbols.length; at += DATA_SYMBOLS) {
    const data = symbols.slice(at, at + DATA_SYMBOLS);
    groups.push([...data, checkOf(data, groups.length)].map((symbol) => ALPHABET[symbol] ?? '').join(''));
  }
  return groups;
}

/** How many groups stand for so many bytes. */
export function groupsFor(lengthBytes: number): number {
  return Math.ceil(Math.ceil((lengthBytes * 8) / 5) / DATA_SYMBOLS);
}

/**
 * Reads typed letters back: any case, with or without spaces and dashes, O for 0, I and L for 1. One wrong
 * letter, and two that changed places, are found in their group, and so are groups that changed places.
 */
export function readSheetText(text: string, lengthBytes: number): ReadSheet {
  const plain = text.slice(0, LONGEST_TEXT).toUpperCase().replaceAll(/[\s-]/g, '');
  if (plain === '') return { ok: false, slip: { kind: 'empty' } };
  const symbols: number[] = [];
  for (const letter of plain) {
    const symbol = ALPHABET.indexOf(letter.replace('O', '0').replace(/[IL]/, '1'));
    if (symbol === -1) return { ok: false, slip: { kind: 'character', group: groupOf(symbols.length) } };
    symbols.push(symbol);
  }
  const wrong: number[] = [];
  for (let at = 0; at + GROUP_SYMBOLS <= symbols.length; at += GROUP_SYMBOLS) {
    const data = symbols.slice(at, at + DATA_SYMBOLS);
    if (checkOf(data, at / GROUP_SYMBOLS) !== symbols[at + DATA_SYMBOLS]) wrong.push(groupOf(at));
  }
  const expected = groupsFor(lengthBytes);
  // A letter too few or too many makes everything behind it wrong: the first such group is the one.
  if (symbols.length !== expected * GROUP_SYMBOLS) {
    const slip: SheetSlip =
      wrong.length > 0
        ? { kind: 'groups', wrong: wrong.slice(0, 1) }
        : { kind: 'length', groups: Math.floor(symbols.length / GROUP_SYMBOLS), expected };
    return { ok: false, slip };
  }
  if (wrong.length > 0) return { ok: false, slip: { kind: 'groups', wrong } };
  return { ok: true, bytes: bytesOf(symbols, lengthBytes) };
}

/** A slip in words that repeat nothing of what was typed. */
export function sheetSlipWords(slip: SheetSlip): string {
  switch (slip.kind) {
    case 'empty':
      return 'nothing is typed yet';
    case 'character':
      return `group ${slip.group} holds a sign that no sheet has`;
    case 'length':
      return slip.groups < slip.expected
        ? `${slip.groups} of ${slip.expected} groups are typed`
        : `there are more than ${slip.expected} groups`;
    case 'groups':
      return slip.wrong.length === 1
        ? `group ${slip.wrong[0] ?? 0} is not as printed`
        : `groups ${slip.wrong.slice(0, -1).join(', ')} and ${slip.wrong.at(-1) ?? 0} are not as printed`;
  }
}

function groupOf(symbols: number): number {
  return Math.floor(symbols / GROUP_SYMBOLS) + 1;
}

function bytesOf(symbols: readonly number[], lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes);
  let [held, bits, at] = [0, 0, 0];
  symbols.forEach((symbol, index) => {
    if (index % GROUP_SYMBOLS === DATA_SYMBOLS) return;
    held = (held << 5) | symbol;
    bits += 5;
    if (bits < 8) return;
    bits -= 8;
    if (at < lengthBytes) bytes[at] = (held >> bits) & 255;
    at += 1;
    held &= (1 << bits) - 1;
  });
  return bytes;
}

/** Weighted sum over GF(32); every place has its own weight, and every group its own start. */
function checkOf(data: readonly number[], group: number): number {
  return data.reduce((sum, symbol, at) => sum ^ times(symbol, at + 1), POWERS[group % 31] ?? 1);
}

/** `symbol` times the generator to the power `exponent`. */
function times(symbol: number, exponent: number): number {
  if (symbol === 0) return 0;
  return POWERS[(POWERS.indexOf(symbol) + exponent) % 31] ?? 0;
}

function powers(): readonly number[] {
  const found: number[] = [];
  for (let value = 1; found.length < 31; value = value << 1 > 31 ? (value << 1) ^ 0b100101 : value << 1)
    found.push(value);
  return found;
}

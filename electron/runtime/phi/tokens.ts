import { foldedUnit, HASH_PRIME, HASH_SEED, UNIT, unitOf } from './characters.ts';
import type { Lexicon } from './lexicon.ts';
import { PLACEHOLDER } from './placeholder.ts';
import { rolesOf } from './roles.ts';

/** What a word looks like, as bits of `Tokens.traits`. */
export const TRAIT = {
  /** Begins with a capital. */
  capital: 1,
  /** At least two letters, all of them capitals. */
  capitals: 2,
  /** Letters, all of them small. */
  small: 4,
  digit: 8,
  /** Nothing but digits. */
  number: 16,
  letter: 32,
  foreign: 64,
  /** One letter. */
  single: 128,
  /** The first word of a line. */
  line: 256,
  /** A capital after a small letter: `McDonald`. */
  inner: 512,
  /** Stands inside a placeholder of an earlier redaction. */
  placeholder: 1024,
} as const;

/** What stands between two words, as bits of `Tokens.gaps`. */
export const GAP = {
  space: 1,
  newline: 2,
  stop: 4,
  comma: 8,
  colon: 16,
  hyphen: 32,
  apostrophe: 64,
  slash: 128,
  open: 256,
  close: 512,
  at: 1024,
  hash: 2048,
  column: 4096,
  other: 8192,
  plus: 16384,
} as const;

/**
 * The words of a normalised text: runs of letters, digits and marks. Made once, read by every finder. Word `i`
 * is `text.slice(starts[i], ends[i])`; arrays are at least `count` long and only the first `count` entries count
 * (`gaps` has one more, for what follows the last word).
 */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** `wordHash` of each word: equal for words that differ in case or accents only. */
  readonly hashes: Int32Array;
  /** Bits of `TRAIT`. */
  readonly traits: Uint16Array;
  /** Bits of `GAP`: what stands before word `i`. */
  readonly gaps: Uint16Array;
  /** Bits of `LIST`: the word lists that word `i` stands on. */
  readonly lists: Uint16Array;
  /** Bits of `ROLE`: what word `i` can do to its neighbours. */
  readonly roles: Int32Array;
}

const GAP_BITS = Uint16Array.from({ length: UNIT.digit }, (_, unit) => (unit === 0 ? 0 : 1 << (unit - 1)));

const OPEN = 0x5b;
const PLACEHOLDER_HERE = new RegExp(PLACEHOLDER.source, 'y');

function isPlaceholder(text: string, at: number): boolean {
  PLACEHOLDER_HERE.lastIndex = at;
  return PLACEHOLDER_HERE.test(text);
}

/** One pass over the text. Linear; allocates typed arrays only. */
export function tokenise(text: string, lexicon: Lexicon): Tokens {
  const size = text.length;
  let room = Math.max(16, size < 4096 ? (size >>> 1) + 2 : size >>> 2);
  let starts = new Int32Array(room);
  let ends = new Int32Array(room);
  let hashes = new Int32Array(room);
  let traits = new Uint16Array(room);
  let gaps = new Uint16Array(room);
  let lists = new Uint16Array(room);
  let roles = new Int32Array(room);
  const grow = (): void => {
    room *= 2;
    starts = grown(starts, new Int32Array(room));
    ends = grown(ends, new Int32Array(room));
    hashes = grown(hashes, new Int32Array(room));
    traits = grown(traits, new Uint16Array(room));
    gaps = grown(gaps, new Uint16Array(room));
    lists = grown(lists, new Uint16Array(room));
    roles = grown(roles, new Int32Array(room));
  };
  let count = 0;
  let gap: number = GAP.newline;
  let at = 0;
  while (at < size) {
    let code = text.charCodeAt(at);
    let unit = unitOf(code);
    if (unit < UNIT.digit) {
      if (code === OPEN && isPlaceholder(text, at)) {
        // Opaque: one word that is none and announces nothing.
        const end = PLACEHOLDER_HERE.lastIndex;
        if (count + 1 >= room) grow();
        starts[count] = at;
        ends[count] = end;
        gaps[count] = gap | GAP.open;
        traits[count] = TRAIT.placeholder;
        count += 1;
        gap = GAP.close;
        at = end;
        continue;
      }
      gap |= GAP_BITS[unit] ?? 0;
      at += 1;
      continue;
    }
    const start = at;
    let hash = HASH_SEED;
    let seen = 0;
    let inner = false;
    let last = 0;
    const first = unit;
    do {
      hash = Math.imul(hash ^ foldedUnit(code), HASH_PRIME);
      seen |= 1 << (unit - UNIT.digit);
      if (unit === UNIT.upper && last === UNIT.lower) inner = true;
      if (code > 0x7f) seen |= 32;
      last = unit;
      at += 1;
      if (at === size) break;
      code = text.charCodeAt(at);
      unit = unitOf(code);
    } while (unit >= UNIT.digit);
    if (count + 1 >= room) grow();
    starts[count] = start;
    ends[count] = at;
    hashes[count] = hash;
    gaps[count] = gap;
    traits[count] = traitsOf(seen, first, at - start, inner) | (gap & GAP.newline ? TRAIT.line : 0);
    lists[count] = lexicon.listsOf(hash);
    roles[count] = rolesOf(hash);
    count += 1;
    gap = 0;
  }
  gaps[count] = gap | GAP.newline;
  return { text, count, starts, ends, hashes, traits, gaps, lists, roles };
}

/** `seen` holds a bit per kind of word unit, and 32 for units beyond ASCII. */
function traitsOf(seen: number, first: number, length: number, inner: boolean): number {
  const letters = seen & 0b1110;
  let bits = 0;
  if (seen & 1) bits |= letters === 0 ? TRAIT.digit | TRAIT.number : TRAIT.digit;
  if (letters !== 0) bits |= TRAIT.letter;
  if (first === UNIT.upper) bits |= TRAIT.capital;
  if (length === 1 && letters !== 0) bits |= TRAIT.single;
  else if (letters === 0b0100) bits |= TRAIT.capitals;
  if (letters !== 0 && (letters & 0b0100) === 0) bits |= TRAIT.small;
  if (inner) bits |= TRAIT.inner;
  if (seen & 32) bits |= TRAIT.foreign;
  return bits;
}

function grown<T extends Int32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

import { HASH_PRIME, HASH_SEED, UNIT, unitAndFold } from './characters.ts';
import type { Lexicon } from './lexicon.ts';
import { placeholderEnd } from './placeholder.ts';
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
 * (`gaps` has one more, for what follows the last word). What stands behind them is of no meaning.
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
  /** How many of the words are placeholders of an earlier redaction. */
  readonly placeholders: number;
}

const GAP_BITS = Uint16Array.from({ length: UNIT.digit }, (_, unit) => (unit === 0 ? 0 : 1 << (unit - 1)));

const OPEN = 0x5b;
/** Words beyond which a room is not kept for the next text. */
const MOST_KEPT = 1 << 17;

/** Arrays for the words of one text after the other: making them anew costs as much as filling them. */
export class TokenRoom {
  size = 0;
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  hashes = new Int32Array(0);
  traits = new Uint16Array(0);
  gaps = new Uint16Array(0);
  lists = new Uint16Array(0);
  roles = new Int32Array(0);

  /** Room for the words of a text of `length` units, by a guess; the room grows where there are more. */
  fit(length: number): void {
    const wanted = Math.max(16, length < 4096 ? (length >>> 1) + 2 : length >>> 2);
    if (this.size < wanted || (this.size > MOST_KEPT && wanted <= MOST_KEPT))
      this.#make(
        this.size > 0 && wanted < MOST_KEPT ? Math.max(1024, 2 ** Math.ceil(Math.log2(wanted))) : wanted,
      );
  }

  grow(): void {
    const { starts, ends, hashes, traits, gaps, lists, roles } = this;
    this.#make(this.size * 2);
    this.starts.set(starts);
    this.ends.set(ends);
    this.hashes.set(hashes);
    this.traits.set(traits);
    this.gaps.set(gaps);
    this.lists.set(lists);
    this.roles.set(roles);
  }

  #make(size: number): void {
    this.size = size;
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.hashes = new Int32Array(size);
    this.traits = new Uint16Array(size);
    this.gaps = new Uint16Array(size);
    this.lists = new Uint16Array(size);
    this.roles = new Int32Array(size);
  }
}

/**
 * One pass over the text. Linear; allocates nothing where the room suffices.
 * @param into room that holds the words; they MUST NOT be read after it was given another text
 */
export function tokenise(text: string, lexicon: Lexicon, into: TokenRoom = new TokenRoom()): Tokens {
  const size = text.length;
  into.fit(size);
  let room = into.size;
  let { starts, ends, hashes, traits, gaps, lists, roles } = into;
  let placeholders = 0;
  let count = 0;
  let gap: number = GAP.newline;
  let at = 0;
  while (at < size) {
    if (count + 1 >= room) {
      into.grow();
      ({ size: room, starts, ends, hashes, traits, gaps, lists, roles } = into);
    }
    let code = text.charCodeAt(at);
    let known = unitAndFold(code);
    let unit = known & 0xff;
    if (unit < UNIT.digit) {
      const end = code === OPEN ? placeholderEnd(text, at) : 0;
      if (end > 0) {
        // Opaque: one word that is none and announces nothing.
        starts[count] = at;
        ends[count] = end;
        hashes[count] = 0;
        gaps[count] = gap | GAP.open;
        traits[count] = TRAIT.placeholder;
        lists[count] = 0;
        roles[count] = 0;
        count += 1;
        placeholders += 1;
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
      hash = Math.imul(hash ^ (known >>> 8), HASH_PRIME);
      seen |= 1 << (unit - UNIT.digit);
      if (unit === UNIT.upper && last === UNIT.lower) inner = true;
      if (code > 0x7f) seen |= 32;
      last = unit;
      at += 1;
      if (at === size) break;
      code = text.charCodeAt(at);
      known = unitAndFold(code);
      unit = known & 0xff;
    } while (unit >= UNIT.digit);
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
  return { text, count, starts, ends, hashes, traits, gaps, lists, roles, placeholders };
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

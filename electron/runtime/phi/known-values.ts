import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { Candidate } from './candidate.ts';
import type { KnownValue } from './detector.ts';
import { wordHash } from './characters.ts';
import { EVERYDAY, KNOWN } from './everyday.ts';
import { shippedLexicon } from './lexicon.ts';
import { ROLE } from './role.ts';
import { rolesOf } from './roles.ts';
import { NearNames } from './near-names.ts';
import { normalise } from './normalise.ts';
import { tokens, type Word } from './words.ts';

/** Classes that patterns find better: a value of theirs alone is an ordinary number or word. */
const PATTERNED: ReadonlySet<IdentifierClass> = new Set(['DATE', 'AGE_OVER_89', 'ZIP']);
const WORDS: ReadonlySet<IdentifierClass> = new Set(['NAME', 'ADDRESS']);
const SHORTEST_PART = 4;
const SHORTEST_WORD = 3;
const SHORTEST_NUMBER = 5;
const SHORTEST_CODE = 4;
/** Words of longer values are texts, not names. */
const LONGEST_VALUE = 16;
/** Different values that may begin with the same two words. */
const SAME_START = 64;
const PARTICLES = new Set(
  'van von der den de del della la le di da dos du jr sr iii mr mrs ms dr prof md'.split(' '),
);

const ASCII = /^[\x20-\x7e]*$/;
/** Letters that Unicode does not take apart. */
const UNACCENTED: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** What stands after a person and not after a thing. */
const ACTS =
  /^(?:'s\b| (?:was|is|has|had|will|would|came|comes|called|calls|said|says|states|stated|reports|reported|denies|denied|presents|presented|complains|complained|feels|felt|lives|underwent|returned|agrees|agreed|understands|tolerated|arrived|asked|told|went)\b)/;

interface Sequence {
  /** Folded words after the first two. */
  readonly rest: readonly string[];
  readonly label: IdentifierClass;
  /** An initial and a name: both count only where they are written with capitals. */
  readonly initial?: true;
}

/** What names somebody right before initials; after them it is what people do. */
const OF_SOMEBODY = /(?:\b(?:patients?|pt|mr|mrs|ms|client|resident|with|for|by|to|from)\.? |: ?)$/i;

/** Values of the run's own tables, searched for word by word. Built once, then asked for every text. */
export class KnownValues {
  readonly #single = new Map<string, IdentifierClass>();
  /** By the first two words. */
  readonly #several = new Map<string, Sequence[]>();
  readonly #near = new NearNames();
  /** Initials of whole names, first name first. */
  readonly #initials = new Set<string>();

  constructor(values: Iterable<KnownValue>) {
    for (const { value, label } of values) {
      const words = tokens(fold(normalise(value).text)).map((token) => token.text);
      if (PATTERNED.has(label) || words.length === 0 || words.length > LONGEST_VALUE) continue;
      if (WORDS.has(label)) this.#addWords(words, label);
      else this.#addCode(words, label);
    }
  }

  /** Every known value in the text, the longest at each place. Linear in the text. */
  find(text: string): Candidate[] {
    if (this.#single.size + this.#several.size === 0) return [];
    const all = tokens(text);
    const folded = all.map((token) => fold(token.text));
    const found: Candidate[] = [];
    all.forEach((token, i) => {
      const match =
        this.#severalAt(all, folded, i) ??
        this.#singleAt(token, folded[i] ?? '', text) ??
        this.#initialsAt(all, folded, i, text);
      const last = match === undefined ? undefined : all[i + match.length - 1];
      if (match !== undefined && last !== undefined)
        found.push({ start: token.start, end: last.end, label: match.label, by: 'known_value' });
    });
    return found;
  }

  #severalAt(all: readonly Word[], folded: readonly string[], i: number): Match | undefined {
    const second = folded[i + 1];
    if (second === undefined) return undefined;
    let best: Sequence | undefined;
    for (const sequence of this.#several.get(`${folded[i] ?? ''} ${second}`) ?? []) {
      const fits =
        sequence.rest.every((word, at) => folded[i + 2 + at] === word) &&
        (sequence.initial === undefined || (isCapital(all[i]) && isCapital(all[i + 1])));
      if (fits && sequence.rest.length >= (best?.rest.length ?? 0)) best = sequence;
    }
    return best === undefined ? undefined : { label: best.label, length: best.rest.length + 2 };
  }

  #singleAt(token: Word, folded: string, text: string): Match | undefined {
    const label = this.#single.get(folded);
    if (label === undefined)
      return this.#near.has(folded) && !isKnownWord(folded) ? { label: 'NAME', length: 1 } : undefined;
    return WORDS.has(label) && !isWrittenAsName(token, text) ? undefined : { label, length: 1 };
  }

  /** `J.S.` or `J. S.` of John Smith, beside what says that it is somebody: many other things are written so. */
  #initialsAt(all: readonly Word[], folded: readonly string[], i: number, text: string): Match | undefined {
    const first = all[i];
    const second = all[i + 1];
    if (first?.text.length !== 1 || second?.text.length !== 1 || !isCapital(first) || !isCapital(second))
      return undefined;
    if (!this.#initials.has(`${folded[i] ?? ''}${folded[i + 1] ?? ''}`)) return undefined;
    if (!/^\. ?$/.test(text.slice(first.end, second.start))) return undefined;
    const after = text.slice(second.end, second.end + 20).replace(/^\./, '');
    const isSomebody =
      ACTS.test(after) || OF_SOMEBODY.test(text.slice(Math.max(0, first.start - 12), first.start));
    return isSomebody ? { label: 'NAME', length: 2 } : undefined;
  }

  #addWords(words: readonly string[], label: IdentifierClass): void {
    this.#add(words, label);
    if (label !== 'NAME' || words.length === 1) return;
    this.#add([...words.slice(-1), ...words.slice(0, -1)], label);
    if (words.length > 2) this.#add([...words.slice(1), ...words.slice(0, 1)], label);
    const first = words[0] ?? '';
    const last = words.at(-1) ?? '';
    if (words.length > 2) {
      const second = words[1] ?? '';
      // Without the middle of `First Middle Last`, and without the initial after `Last, First`.
      const other = last.length === 1 ? second : last;
      this.#add([first, other], label);
      this.#add([other, first], label);
    }
    this.#addInitials(words);
    for (const part of words)
      if (part.length >= SHORTEST_PART && !PARTICLES.has(part) && /\p{L}/u.test(part))
        this.#addPart(part, label);
  }

  #addPart(part: string, label: IdentifierClass): void {
    this.#add([part], label);
    this.#near.add(part);
  }

  /** `J. Smith` and `Smith, J.`, whichever of the two words is the family's: a table does not say. */
  #addInitials(words: readonly string[]): void {
    const names = words.filter((word) => !PARTICLES.has(word) && /^\p{L}+$/u.test(word));
    const first = names[0] ?? '';
    const last = names.at(-1) ?? '';
    for (const [one, other] of [
      [first, last],
      [last, first],
    ] as const) {
      if (one === other || other.length < 2) continue;
      const initial = one.charAt(0);
      this.#initials.add(initial + other.charAt(0));
      this.#addSequence(initial, other, { rest: [], label: 'NAME', initial: true });
      this.#addSequence(other, initial, { rest: [], label: 'NAME', initial: true });
    }
  }

  #addCode(words: readonly string[], label: IdentifierClass): void {
    const joined = words.join('');
    const digits = /\d/.test(joined);
    const shortest = /^\d+$/.test(joined) ? SHORTEST_NUMBER : digits ? SHORTEST_CODE : SHORTEST_CODE + 2;
    if (joined.length < shortest) return;
    this.#add(words, label);
    if (words.length > 1 && digits) this.#add([joined], label);
  }

  #add(words: readonly string[], label: IdentifierClass): void {
    const [first = '', second, ...rest] = words;
    if (second === undefined) {
      if (first.length >= SHORTEST_WORD && !this.#single.has(first)) this.#single.set(first, label);
      return;
    }
    this.#addSequence(first, second, { rest, label });
  }

  #addSequence(first: string, second: string, sequence: Sequence): void {
    const start = `${first} ${second}`;
    const known = this.#several.get(start);
    if (known === undefined) this.#several.set(start, [sequence]);
    else if (known.length < SAME_START && !known.some((other) => isSame(other, sequence)))
      known.push(sequence);
  }
}

interface Match {
  readonly label: IdentifierClass;
  /** Words. */
  readonly length: number;
}

function isCapital(word: Word | undefined): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.text);
}

/** Whether some list knows a word as no name: then it is no slip of one. */
function isKnownWord(folded: string): boolean {
  return (shippedLexicon().listsOf(wordHash(folded)) & KNOWN) !== 0;
}

/**
 * A single known word counts as the name where it is written like one. One of three letters needs a capital. A word
 * that is also an everyday word needs a capital inside a sentence, or what people do after it; in capitals, small
 * letters around it.
 */
function isWrittenAsName(token: Word, text: string): boolean {
  const capital = /^\p{Lu}/u.test(token.text);
  if (!isEverydayWord(token.lower)) return token.text.length >= SHORTEST_PART || capital;
  if (!capital) return false;
  const before = text.slice(Math.max(0, token.start - 20), token.start);
  const after = text.slice(token.end, token.end + 20);
  if (token.text === token.text.toUpperCase()) return /\p{Ll}{2}/u.test(before + after);
  return ACTS.test(after) || (/[\p{L}\p{N},;]\.? ?$/u.test(before) && !before.endsWith('. '));
}

/** Whether a word is also an everyday or clinical word, so that on its own it names nobody. */
function isEverydayWord(word: string): boolean {
  const hash = wordHash(word);
  return (shippedLexicon().listsOf(hash) & EVERYDAY) !== 0 || (rolesOf(hash) & ROLE.title) !== 0;
}

function isSame(a: Sequence, b: Sequence): boolean {
  const sameWords = a.rest.length === b.rest.length && a.rest.every((word, i) => word === b.rest[i]);
  return sameWords && a.initial === b.initial;
}

/** Case and accents aside. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłßæœđðþı]/g, (letter) => UNACCENTED[letter] ?? letter);
}

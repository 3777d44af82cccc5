import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { Candidate } from './candidate.ts';
import type { KnownValue } from './detector.ts';
import { isAmbiguousName } from './names.ts';
import { normalise } from './normalise.ts';
import { tokens, type Word } from './words.ts';

/** Classes that patterns find better: a value of theirs alone is an ordinary number or word. */
const PATTERNED: ReadonlySet<IdentifierClass> = new Set(['DATE', 'AGE_OVER_89', 'ZIP']);
const WORDS: ReadonlySet<IdentifierClass> = new Set(['NAME', 'ADDRESS']);
const SHORTEST_PART = 4;
const SHORTEST_NUMBER = 5;
const SHORTEST_CODE = 4;
const PARTICLES = new Set(
  'van von der den de del della la le di da dos du jr sr iii mr mrs ms dr prof md'.split(' '),
);

interface Entry {
  /** Folded words after the first. */
  readonly rest: readonly string[];
  readonly label: IdentifierClass;
}

/** Values of the run's own tables, searched for word by word. Built once, then asked for every text. */
export class KnownValues {
  readonly #entries = new Map<string, Entry[]>();

  constructor(values: Iterable<KnownValue>) {
    const seen = new Set<string>();
    for (const { value, label } of values) {
      const sequence = tokens(fold(normalise(value).text)).map((token) => token.text);
      const key = `${label} ${sequence.join(' ')}`;
      if (PATTERNED.has(label) || sequence.length === 0 || sequence.length > 16 || seen.has(key)) continue;
      seen.add(key);
      if (WORDS.has(label)) this.#addWords(sequence, label);
      else this.#addCode(sequence, label);
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Every known value in the text, longest first at each place. Linear in the text for ordinary values. */
  find(text: string): Candidate[] {
    if (this.#entries.size === 0) return [];
    const all = tokens(text);
    const folded = all.map((token) => fold(token.text));
    const found: Candidate[] = [];
    for (let i = 0; i < all.length; i += 1) {
      const entries = this.#entries.get(folded[i] ?? '');
      const best = entries?.find((entry) => this.#fits(entry, all, folded, i, text));
      const first = all[i];
      const last = all[i + (best?.rest.length ?? 0)];
      if (best === undefined || first === undefined || last === undefined) continue;
      found.push({ start: first.start, end: last.end, label: best.label, by: 'known_value' });
    }
    return found;
  }

  #fits(entry: Entry, all: readonly Word[], folded: readonly string[], i: number, text: string): boolean {
    if (entry.rest.length === 0) {
      const token = all[i];
      return token !== undefined && (!WORDS.has(entry.label) || isWrittenAsName(token, text));
    }
    return entry.rest.every((word, at) => folded[i + 1 + at] === word);
  }

  #addWords(sequence: readonly string[], label: IdentifierClass): void {
    this.#add(sequence, label);
    if (label !== 'NAME') return;
    if (sequence.length > 1) {
      this.#add([...sequence.slice(-1), ...sequence.slice(0, -1)], label);
      this.#add([...sequence.slice(1), ...sequence.slice(0, 1)], label);
      for (const part of sequence)
        if (part.length >= SHORTEST_PART && !PARTICLES.has(part) && /\p{L}/u.test(part))
          this.#add([part], label);
    }
  }

  #addCode(sequence: readonly string[], label: IdentifierClass): void {
    const joined = sequence.join('');
    if (!/\d/.test(joined) || joined.length < (/^\d+$/.test(joined) ? SHORTEST_NUMBER : SHORTEST_CODE)) {
      // Without a digit only a longer word is telling: a login, a host.
      if (/\d/.test(joined) || joined.length < 6) return;
    }
    this.#add(sequence, label);
    if (sequence.length > 1) this.#add([joined], label);
  }

  #add(sequence: readonly string[], label: IdentifierClass): void {
    const [first, ...rest] = sequence;
    if (first === undefined || (rest.length === 0 && first.length < 3)) return;
    const entries = this.#entries.get(first);
    if (entries === undefined) this.#entries.set(first, [{ rest, label }]);
    else if (!entries.some((entry) => entry.rest.join(' ') === rest.join(' '))) {
      entries.push({ rest, label });
      entries.sort((a, b) => b.rest.length - a.rest.length);
    }
  }
}

/**
 * A single known word counts as the name where it is written like one. A word that is also an everyday word
 * needs a capital inside a sentence; one of three letters needs a capital anywhere.
 */
function isWrittenAsName(token: Word, text: string): boolean {
  const capital = /^\p{Lu}/u.test(token.text);
  if (!isAmbiguousName(token.lower)) return token.text.length >= SHORTEST_PART || capital;
  const before = text.slice(Math.max(0, token.start - 3), token.start);
  return (
    capital &&
    token.text !== token.text.toUpperCase() &&
    /[\p{L}\p{N},;]\.? ?$/u.test(before) &&
    !before.endsWith('. ')
  );
}

/** Case and accents aside. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

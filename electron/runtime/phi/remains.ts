import type { Candidate } from './candidate.ts';
import { EVERYDAY } from './everyday.ts';
import type { Page } from './page.ts';
import { TRAIT } from './tokens.ts';

/** Shorter values stand in ordinary text. */
const SHORTEST = 4;
/** Of a longer value its beginning is looked for, so that time stays linear. */
const LONGEST = 24;
const BLOOM = 1 << 12;
/** Enough for few values, and small enough to cost nothing. */
const SMALL_BLOOM = 64;

interface Value {
  /** Hashes of the words after the first. */
  readonly rest: readonly number[];
  /** As written; with digits in it, or an everyday word, it has to stand again exactly so. */
  readonly text: string;
  readonly exact: boolean;
  readonly like: Candidate;
}

/**
 * Found values of at least four characters, and every place where one stands again as whole words. Case and
 * accents aside, but for everyday words (`Rose` is not `rose`) and for what has digits (`3/14` is not `3.14`).
 */
export class FoundValues {
  readonly #byFirst = new Map<number, Value[]>();
  /** INVARIANT: a bit for the first word of every value in the map, so that most words need no look into it. */
  readonly #bloom: Uint8Array;

  constructor(page: Page, found: readonly Candidate[]) {
    this.#bloom = new Uint8Array(found.length > 24 ? BLOOM : SMALL_BLOOM);
    for (const candidate of found) this.#add(page, candidate);
  }

  /** Linear in the words of the page. */
  in(page: Page): Candidate[] {
    const repeats: Candidate[] = [];
    if (this.#byFirst.size === 0) return repeats;
    const bloom = this.#bloom;
    const mask = bloom.length - 1;
    for (let i = 0; i < page.count; i += 1) {
      const hash = page.hash(i);
      if (bloom[hash & mask] === 0) continue;
      const repeat =
        this.#at(page, i, this.#byFirst.get(pairKey(hash, page.hash(i + 1)))) ??
        this.#at(page, i, this.#byFirst.get(hash));
      if (repeat !== undefined) repeats.push(repeat);
    }
    return repeats;
  }

  #at(page: Page, i: number, values: readonly Value[] | undefined): Candidate | undefined {
    if (values === undefined) return undefined;
    for (const value of values) {
      const end = endOf(page, i, value);
      if (end !== undefined) return { start: page.start(i), end, label: value.like.label, by: value.like.by };
    }
    return undefined;
  }

  #add(page: Page, like: Candidate): void {
    if (like.end - like.start < SHORTEST) return;
    let end = like.start;
    const hashes: number[] = [];
    let digits = false;
    let everyday = true;
    // A span may begin or end inside a word, of which no whole word is left then.
    for (
      let i = page.wordFrom(like.start);
      i < page.count && page.end(i) <= like.end && hashes.length < LONGEST;
      i += 1
    ) {
      hashes.push(page.hash(i));
      end = page.end(i);
      if (page.traits(i) & TRAIT.digit) digits = true;
      if (!(page.lists(i) & EVERYDAY)) everyday = false;
    }
    const [first, ...rest] = hashes;
    if (first === undefined) return;
    const text = page.text.slice(like.start, hashes.length < LONGEST ? like.end : end);
    const [second] = rest;
    const key = second === undefined ? first : pairKey(first, second);
    const values = this.#byFirst.get(key) ?? [];
    if (values.some((value) => value.text === text)) return;
    values.push({ rest, text, exact: digits || (everyday && rest.length === 0), like });
    values.sort((a, b) => b.rest.length - a.rest.length);
    this.#byFirst.set(key, values);
    this.#bloom[first & (this.#bloom.length - 1)] = 1;
  }
}

/** Values of several words by their first two: many dates share their year, few their month too. */
function pairKey(first: number, second: number): number {
  return Math.imul(first, 31) ^ second ^ 0x5bd1e995;
}

/** The end of a value that begins at word `i`. */
function endOf(page: Page, i: number, { rest, text, exact }: Value): number | undefined {
  for (let k = 0; k < rest.length; k += 1) if (page.hash(i + 1 + k) !== rest[k]) return undefined;
  const end = page.end(i + rest.length);
  const start = page.start(i);
  if (i + rest.length >= page.count) return undefined;
  if (exact) return page.text.startsWith(text, start) ? start + text.length : undefined;
  // The same words with as much between them.
  return end - start <= text.length + rest.length ? end : undefined;
}

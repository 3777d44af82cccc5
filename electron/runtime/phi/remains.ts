import type { Candidate } from './candidate.ts';
import { EVERYDAY } from './everyday.ts';
import type { Page } from './page.ts';
import { TRAIT } from './tokens.ts';

/** Shorter values stand in ordinary text. */
const SHORTEST = 4;
const BLOOM = 1 << 12;

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
  /** INVARIANT: a bit for every key of the map, so that most words need no look into it. */
  readonly #bloom = new Uint8Array(BLOOM);

  constructor(page: Page, found: readonly Candidate[]) {
    for (const candidate of found) this.#add(page, candidate);
  }

  /** Linear in the words of the page. */
  in(page: Page): Candidate[] {
    const repeats: Candidate[] = [];
    if (this.#byFirst.size === 0) return repeats;
    for (let i = 0; i < page.count; i += 1) {
      const hash = page.hash(i);
      if (this.#bloom[hash & (BLOOM - 1)] === 0) continue;
      for (const value of this.#byFirst.get(hash) ?? []) {
        const end = endOf(page, i, value);
        if (end === undefined) continue;
        repeats.push({ start: page.start(i), end, label: value.like.label, by: value.like.by });
        break;
      }
    }
    return repeats;
  }

  #add(page: Page, like: Candidate): void {
    const text = page.text.slice(like.start, like.end);
    if (text.length < SHORTEST) return;
    const hashes: number[] = [];
    let digits = false;
    let everyday = true;
    // A span may begin or end inside a word, of which no whole word is left then.
    for (let i = page.wordFrom(like.start); i < page.count && page.end(i) <= like.end; i += 1) {
      hashes.push(page.hash(i));
      if (page.traits(i) & TRAIT.digit) digits = true;
      if (!(page.lists(i) & EVERYDAY)) everyday = false;
    }
    const [first, ...rest] = hashes;
    if (first === undefined) return;
    const values = this.#byFirst.get(first) ?? [];
    if (values.some((value) => value.text === text)) return;
    values.push({ rest, text, exact: digits || (everyday && rest.length === 0), like });
    values.sort((a, b) => b.rest.length - a.rest.length);
    this.#byFirst.set(first, values);
    this.#bloom[first & (BLOOM - 1)] = 1;
  }
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

import { wordHash } from './characters.ts';
import type { Page } from './page.ts';
import { GAP } from './tokens.ts';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** What may stand between the words of one phrase. */
const LOOSE = GAP.space | GAP.hyphen | GAP.apostrophe | GAP.slash | GAP.stop;

interface Phrase<T> {
  readonly rest: readonly number[];
  readonly meaning: T;
}

/** Phrases of several words, looked up by their first word; the longest wins. Case and accents do not count. */
export class Phrases<T> {
  readonly #byFirst = new Map<number, Phrase<T>[]>();

  /** @param phrases separated by `|` */
  add(phrases: string, meaning: T): this {
    for (const phrase of phrases.split('|')) {
      const [first, ...rest] = (phrase.match(WORD) ?? []).map(wordHash);
      if (first === undefined) continue;
      const known = this.#byFirst.get(first) ?? [];
      known.push({ rest, meaning });
      known.sort((a, b) => b.rest.length - a.rest.length);
      this.#byFirst.set(first, known);
    }
    return this;
  }

  /** The longest phrase that begins with word `i`, and the index after its last word. */
  at(page: Page, i: number): { readonly meaning: T; readonly next: number } | undefined {
    for (const { rest, meaning } of this.#byFirst.get(page.hash(i)) ?? [])
      if (follows(page, i + 1, rest)) return { meaning, next: i + 1 + rest.length };
    return undefined;
  }
}

function follows(page: Page, from: number, rest: readonly number[]): boolean {
  for (let k = 0; k < rest.length; k += 1) {
    const i = from + k;
    if (page.hash(i) !== rest[k] || i >= page.count) return false;
    if ((page.gap(i) & ~LOOSE) !== 0 || page.start(i) - page.end(i - 1) > 2) {
      // `patient_id=4411` is a key of a file.
      const gap = page.between(i);
      if (gap !== ' & ' && gap !== '_') return false;
    }
  }
  return true;
}

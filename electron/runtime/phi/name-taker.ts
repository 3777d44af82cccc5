import type { Candidate } from './candidate.ts';
import { LIST } from './lexicon.ts';
import {
  isBorrowed,
  isCredible,
  isJoined,
  isMonthInName,
  isName,
  isParticle,
  isQuietFamilyName,
  leadsToName,
  mayBeQuietName,
} from './name-words.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';

const LONGEST_NAME = 6;

/** How a name may be written at one place. */
interface Manner {
  /** Words in capitals count. */
  readonly capitals: boolean;
  /** `Last, First` */
  readonly inverted: boolean;
  /** How many words without a capital may belong to it. */
  readonly lower: number;
  /** The sign is so clear that any word may be the name. */
  readonly sure?: boolean;
  /** The first word bears it whatever it means: `Mr. Short`, `dr. ring`. */
  readonly any?: boolean;
}

/** Takes names out of a page, word by word, as far as they go. */
export class NameTaker {
  readonly #page: Page;
  readonly found: Candidate[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  /** Takes a name from word `from` on; gives the index after it, or `from` where there is none. */
  take(from: number, by: Candidate['by'], how: Manner): number {
    const page = this.#page;
    let end = from;
    let solid = 0;
    let small = 0;
    let comma = false;
    while (end - from < LONGEST_NAME && end < page.count) {
      if (end > from && !isJoined(page, end)) {
        if (!how.inverted || comma || end - from > 2 || !/^, ?$/.test(page.between(end))) break;
        comma = true;
      }
      if (page.traits(end) & TRAIT.digit || (end > from && page.after(end) === 0x3a)) break;
      const particle = isParticle(page, end) && leadsToName(page, end + 1, how.capitals, how.lower > small);
      const quiet =
        small < how.lower &&
        (mayBeQuietName(page, end) || (how.sure === true && end === from && isQuietFamilyName(page, end)));
      const suffix = solid > 0 && (page.roles(end) & ROLE.suffix) !== 0;
      const borrowed =
        end === from && (how.any === true || (how.sure === true && isBorrowed(page, end, how.capitals)));
      if (
        !particle &&
        !quiet &&
        !suffix &&
        !borrowed &&
        !isName(page, end, how.capitals) &&
        !isMonthInName(page, from, end)
      )
        break;
      // `Dr. Erickson of Ramirez Memorial`: the next word belongs to a place.
      if (end > from && page.roles(end) & ROLE.care && !(page.lists(end) & (LIST.family | LIST.given))) break;
      if (!particle) solid += 1;
      if (quiet && page.length(end) > 1) small += 1;
      end += 1;
    }
    if (comma && end > from && page.between(end - 1) === ', ' && page.roles(end - 1) & ROLE.credential)
      end -= 1;
    if (solid === 0 || (how.sure !== true && !isCredible(page, from, end))) return from;
    return this.push(from, end, by);
  }

  push(from: number, end: number, by: Candidate['by']): number {
    const page = this.#page;
    let last = end - 1;
    // The `s` of `Okafor's`.
    if (last > from && page.length(last) === 1 && /s/i.test(page.word(last)) && page.between(last) === "'")
      last -= 1;
    const stop = page.text[page.end(last)] === '.' && page.traits(last) & TRAIT.single ? 1 : 0;
    this.found.push({ start: page.start(from), end: page.end(last) + stop, label: 'NAME', by });
    return end;
  }
}

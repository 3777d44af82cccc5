import { EVERYDAY, isOnlyEveryday } from './everyday.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import type { Run } from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';

const LONGEST_LINE = 7;

/** A town after a cue such as `City:`. */
export function townAt(page: Page, first: number): Run | undefined {
  let last = first - 1;
  while (last + 1 < page.count && last - first < 5) {
    const k = last + 1;
    if (k > first && (page.gap(k) & (GAP.newline | GAP.stop | GAP.column | GAP.colon)) !== 0) break;
    if (!(page.traits(k) & (TRAIT.capital | TRAIT.foreign)) && !(page.roles(k) & ROLE.particle) && k > first)
      break;
    if (page.traits(k) & TRAIT.digit && page.length(k) > 2) break;
    if (k > first && page.lists(k) & LIST.common && !(page.lists(k) & LIST.place)) break;
    last = k;
  }
  if (last < first || /^ ?[:=]/.test(page.text.slice(page.end(last), page.end(last) + 2))) return undefined;
  return page.traits(first) & TRAIT.letter ? { first, last } : undefined;
}

/** The last word of a town's name that begins at word `first`; `none` where it is none. */
export function townEnd(page: Page, first: number, none = first - 1): number {
  if (!isTownWord(page, first, true)) return none;
  let last = first;
  while (last - first < 4 && last + 1 < page.count) {
    const k = last + 1;
    if (page.gap(k) & ~(GAP.space | GAP.hyphen | GAP.apostrophe)) break;
    if (isTownWord(page, k)) last = k;
    else if (page.roles(k) & ROLE.particle && isTownWord(page, k + 1) && page.spaced(k + 1)) last = k + 1;
    else if (
      /^(?:u|upon|am|an|sur|les|en|on|by|d|pod|nad|sul|ved|i|o|ou|de|la)$/.test(page.word(k)) &&
      isTownWord(page, k + 1)
    )
      last = k + 1;
    else break;
  }
  return last;
}

function isTownWord(page: Page, k: number, next = false): boolean {
  const traits = page.traits(k);
  if (
    !(traits & TRAIT.letter) ||
    page.roles(k) & (ROLE.phone | ROLE.fax | ROLE.title | ROLE.month | ROLE.weekday)
  )
    return false;
  if (!(traits & (TRAIT.capital | TRAIT.foreign)) && !(page.lists(k) & LIST.place)) return false;
  if (page.roles(k) & (ROLE.label | ROLE.cue | ROLE.act) && page.lists(k) & LIST.common) return false;
  if (!isOnlyEveryday(page.lists(k)) || page.lists(k) & LIST.place) return !(page.lists(k) & LIST.function);
  // `Cite Guedouala`: an everyday word before one that is none.
  return (
    next &&
    (traits & TRAIT.capital) !== 0 &&
    page.spaced(k + 1) &&
    !(page.lists(k + 1) & EVERYDAY) &&
    (page.traits(k + 1) & TRAIT.capital) !== 0
  );
}

/** A line that is nothing but a town: at most five words, no label. */
export function townLine(page: Page, first: number): number | undefined {
  let last = first;
  while (last + 1 < page.count && !(page.gap(last + 1) & GAP.newline)) {
    if (last - first >= LONGEST_LINE) return undefined;
    last += 1;
    if (page.gap(last) & (GAP.colon | GAP.at | GAP.open | GAP.column)) return undefined;
  }
  if (page.text.slice(page.end(last), page.end(last) + 2).includes(':')) return undefined;
  // The postal code at its end is taken with it.
  let end = first;
  while (end <= last && !(page.traits(end) & TRAIT.digit)) {
    const plain =
      page.traits(end) & (TRAIT.capital | TRAIT.foreign) || page.roles(end) & (ROLE.particle | ROLE.state);
    const small = page.traits(end) & TRAIT.small && !(page.lists(end) & EVERYDAY);
    if (!plain && !small && !/^(?:u|upon|am|an|sur|les|on|by|pod|nad|and|of|sul)$/.test(page.word(end)))
      return undefined;
    if (
      page.roles(end) & (ROLE.label | ROLE.phone | ROLE.fax) ||
      page.lists(end) & (LIST.medical | LIST.drug)
    )
      return undefined;
    end += 1;
  }
  if (end === first) return undefined;
  for (let k = end; k <= last; k += 1)
    if (!(page.traits(k) & TRAIT.number) || page.length(k) > 6) return undefined;
  return last;
}

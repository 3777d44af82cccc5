import { chunkEnd, chunkOf } from './chunks.ts';
import { countDigits } from './codes.ts';
import { isOnlyEveryday } from './everyday.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

/** Words of a name, the index after the last one excluded. */
interface NameRun {
  readonly from: number;
  readonly end: number;
}

/** `BURGESS, JASON | 123`, `3/12 Last First A12345`, `PT LAST, FIRST BED 4` in the line that word `i` begins. */
export function lineNameAt(page: Page, i: number): NameRun | undefined {
  let from = i;
  if (page.traits(i) & TRAIT.digit || page.roles(i) & ROLE.month) {
    // After a date at the start of the line.
    while (from - i < 4 && (page.traits(from) & TRAIT.digit || page.roles(from) & ROLE.month)) from += 1;
    if (from === i || page.gap(from) & (GAP.newline | GAP.stop | GAP.colon)) return undefined;
  } else if (page.length(i) <= 7 && /^(?:pt|patient|name|re)$/i.test(page.word(i))) {
    from = i + 1;
    if (page.gap(from) & ~(GAP.space | GAP.colon)) return undefined;
  }
  const end = nameEnd(page, from, from > i);
  return end > from ? { from, end } : undefined;
}

/** The index after a name of two words or more that begins at word `from`, or `from`. */
function nameEnd(page: Page, from: number, led: boolean): number {
  let end = from;
  let comma = false;
  while (end - from < 4 && page.traits(end) & TRAIT.letter && !(page.traits(end) & TRAIT.digit)) {
    if (end > from && !isInside(page, end)) {
      if (comma || !(page.gap(end) & GAP.comma) || !/^, ?$/.test(page.between(end))) break;
      comma = true;
    }
    if (end > from && /^(?:bed|room|rm|mrn|dob|adm|ins|age)$/i.test(page.word(end))) break;
    end += 1;
  }
  if (end - from < 2 || (!led && !comma)) return from;
  const after = page.gap(end);
  const bar = (after & GAP.column) !== 0 && /^ {0,3}\|/.test(page.between(end));
  const code =
    page.spaced(end) &&
    page.traits(end) & TRAIT.digit &&
    countDigits(chunkOf(page, end, chunkEnd(page, end)).text) >= 5;
  const led2 = led && comma;
  if (!(
    (bar && comma) ||
    (led && code) ||
    (led2 && (hasListed(page, from, end) || /^(?:bed|room|rm|mrn|dob|adm|age)$/i.test(page.word(end))))
  ))
    return from;
  for (let k = from; k < end; k += 1)
    if (isOnlyEveryday(page.lists(k)) || page.lists(k) & LIST.function) return from;
  return end;
}

/** Whether word `i` follows the one before it as inside a name: after a space, a hyphen, an apostrophe, or `. `. */
function isInside(page: Page, i: number): boolean {
  const length = page.gapLength(i);
  return length === 1 ? page.isNextTo(i) : length === 2 && page.isStopped(i);
}

function hasListed(page: Page, from: number, end: number): boolean {
  for (let k = from; k < end; k += 1) if (page.lists(k) & (LIST.given | LIST.family)) return true;
  return false;
}

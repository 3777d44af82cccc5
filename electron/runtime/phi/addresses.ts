import { blockAfter } from './address-blocks.ts';
import { afterCueAt } from './address-cues.ts';
import { BOX_HEADS, boxAt, unitAt } from './boxes-and-units.ts';
import type { Candidate } from './candidate.ts';
import type { Page } from './page.ts';
import { ordinalCrossingAt, withCrossing } from './corners.ts';
import { cedexAt, zipAt, zipInside } from './postal-codes.ts';
import { ROLE } from './role.ts';
import { compoundStreetAt, framedStreetAt, trailingWayAt } from './street-forms.ts';
import { englishStreetAt, headedStreetAt, type Run } from './streets.ts';
import { TRAIT } from './tokens.ts';

/** Japanese, Chinese and Korean addresses are written without spaces. */
const BLOCK = /[都道府県市区町村郡省路街號号路洞동구시로].{0,40}\d{1,5}(?:丁目|番|号|號|-|호|로|$)/u;

/** Streets with what follows them, boxes, towns with their state, and postal codes. */
export function findPlacesByForm(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    const run = anchorAt(page, i);
    if (run === undefined) {
      zipAt(page, i, found);
      continue;
    }
    const street = withCrossing(page, run);
    const last = blockAfter(page, street.last);
    pushBlock(page, street, last, found);
    zipInside(page, street, last, found);
    i = Math.max(i, last);
  }
  return found;
}

function anchorAt(page: Page, i: number): Run | undefined {
  const roles = page.roles(i);
  const traits = page.traits(i);
  if (traits & TRAIT.digit) {
    if (traits & TRAIT.foreign && BLOCK.test(page.word(i))) return { first: i, last: i };
    return framedStreetAt(page, i) ?? cedexAt(page, i) ?? ordinalCrossingAt(page, i);
  }
  if (roles & ROLE.way && roles & ROLE.wayHead) {
    const run = englishStreetAt(page, i);
    if (run !== undefined && page.traits(run.first) & TRAIT.digit) return run;
  }
  if (roles & ROLE.wayHead) {
    const run = headedStreetAt(page, i);
    if (run !== undefined) return run;
  }
  if (roles & ROLE.way) {
    const run = englishStreetAt(page, i);
    if (run !== undefined) return run;
  }
  if (traits & TRAIT.letter && page.traits(i + 1) & TRAIT.digit) {
    const run = trailingWayAt(page, i);
    if (run !== undefined) return run;
  }
  if (BOX_HEADS.has(page.hash(i))) {
    const run = boxAt(page, i);
    if (run !== undefined) return run;
  }
  if (roles & ROLE.unit) {
    const run = unitAt(page, i);
    if (run !== undefined) return run;
  }
  if (roles & ROLE.address) {
    const run = afterCueAt(page, i);
    if (run !== undefined) return run;
  }
  if (
    traits & TRAIT.letter &&
    page.length(i) >= 5 &&
    (traits & TRAIT.capital || traits & TRAIT.line || page.traits(i - 1) & TRAIT.number)
  )
    return compoundStreetAt(page, i);
  return undefined;
}

/** An address; a town behind `in` is a span of its own. */
function pushBlock(page: Page, run: Run, last: number, found: Candidate[]): void {
  const push = (from: number, to: number): void => {
    found.push({ start: page.start(from), end: page.end(to), label: 'ADDRESS', by: 'pattern' });
  };
  const behind = run.last + 1;
  let town = behind;
  while (town < last && !(page.length(town) === 2 && /^(?:in|en)$/i.test(page.word(town)))) town += 1;
  if (town >= last) {
    push(run.first, last);
    return;
  }
  push(run.first, town - 1);
  push(town + 1, last);
}

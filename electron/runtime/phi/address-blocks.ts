import { STRONG_UNIT, numberOfUnit } from './boxes-and-units.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { isZip, zipEnd } from './postal-codes.ts';
import { REGIONS } from './regions.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';
import { townEnd, townLine } from './town-names.ts';

const REGION = new Phrases<true>().add(REGIONS, true);

/** What belongs to an address after its street: unit, town, state, country, postal code, on this line and the next ones. */
export function blockAfter(page: Page, street: number): number {
  let last = street;
  for (let segments = 0; segments < 6; segments += 1) {
    const next = segmentAfter(page, last, street);
    if (next === last) return last;
    const zip = page.traits(next) & TRAIT.number && page.length(next) >= 4;
    last = next;
    if (zip && !startsRegion(page, last + 1)) return last;
  }
  return last;
}

function startsRegion(page: Page, i: number): boolean {
  return (page.roles(i) & ROLE.region) !== 0 && REGION.at(page, i) !== undefined && !(page.gap(i) & GAP.stop);
}

/** The end of the next part of an address after word `i`, or `i`. */
function segmentAfter(page: Page, i: number, street: number): number {
  const next = i + 1;
  if (next >= page.count) return i;
  const gap = page.between(next);
  // `Lives at 6131 David Orchard in Collinsstad.`
  if (gap === ' ' && /^(?:in|en)$/i.test(page.word(next)) && page.spaced(next + 1))
    return townEnd(page, next + 1, i);
  const lineBreak = gap.includes('\n');
  if (gap.length > 16 || !/^[\s,.?•*–-]*$/.test(gap)) return i;
  if (
    !lineBreak &&
    /\. {1,2}$/.test(gap) &&
    !(page.roles(i) & (ROLE.way | ROLE.wayHead | ROLE.unit)) &&
    page.length(i) > 3
  )
    return i;
  if (
    !lineBreak &&
    /\. {1,2}$/.test(gap) &&
    page.traits(next) & TRAIT.letter &&
    !(page.roles(next) & (ROLE.unit | ROLE.region | ROLE.state))
  )
    return page.lists(next) & LIST.place && page.traits(next) & TRAIT.capital && page.traits(i) & TRAIT.number
      ? townEnd(page, next)
      : i;
  if (page.roles(next) & ROLE.unit && STRONG_UNIT.test(page.word(next))) {
    const unit = numberOfUnit(page, next);
    if (unit > next) return unit;
  }
  if (gap.endsWith('#')) return i;
  if (page.roles(next) & ROLE.region) {
    const region = REGION.at(page, next);
    if (region !== undefined)
      return isZip(page, region.next)
        ? zipEnd(page, region.next)
        : lineBreak || gap.includes(',') || (gap === ' ' && (i > street || isUnitNumber(page, i)))
          ? region.next - 1
          : i;
  }
  if (
    page.roles(next) & ROLE.state &&
    (page.traits(next) & TRAIT.capitals || page.word(next) === 'nan' || lineBreak || gap.includes(','))
  ) {
    if (isZip(page, next + 1)) return zipEnd(page, next + 1);
    if (page.traits(next) & TRAIT.capitals) return next;
  }
  // `, 13` on a line of its own: a province by number.
  if (lineBreak && gap.includes(',') && page.traits(next) & TRAIT.number && page.gap(next + 1) & GAP.newline)
    return next;
  if (page.traits(next) & TRAIT.number) {
    const length = page.length(next);
    const plain =
      length >= 4 && length <= 6 && (lineBreak || gap.includes(',') || gap === ' ' || gap === '. ');
    if (!plain || (page.spaced(next + 1) && page.roles(next + 1) & ROLE.measure)) return i;
    return zipEnd(page, next);
  }
  const unit = isUnitNumber(page, i);
  // Behind a unit or a town nothing has to stand: `Suite 104 Veszprém VE`.
  if (gap === ' ' && page.traits(next) & TRAIT.capital) {
    if (unit) return townEnd(page, next, i);
    if (
      page.traits(next) & TRAIT.capitals &&
      page.length(next) === 2 &&
      page.traits(i) & TRAIT.capital &&
      i > street
    )
      return next;
  }
  if (!/[,\n]/.test(gap)) return i;
  return lineBreak ? (townLine(page, next) ?? i) : townEnd(page, next, i);
}

/** `Apt. 892`: the number of a flat. */
function isUnitNumber(page: Page, i: number): boolean {
  return (page.traits(i) & TRAIT.digit) !== 0 && STRONG_UNIT.test(page.word(i - 1));
}

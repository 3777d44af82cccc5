import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { isHouseNumber, type Run } from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';

const LONGEST_NAME = 4;
const LONGEST_CORNER = 12;
const ORDINAL = /^\d{1,3}(?:st|nd|rd|th)$/i;
const COMPASS = /^(?:[nsew]|ne|nw|se|sw|north|south|east|west)$/i;

/** `the corner of Elm Street and 5th Avenue` at the word `corner`, to the end of the second street. */
export function cornerAt(page: Page, i: number): Run | undefined {
  if (!/^(?:corner|intersection|junction)$/i.test(page.word(i)) || !/^of$/i.test(page.word(i + 1)))
    return undefined;
  let last = i + 1;
  let joint = -1;
  let sure = false;
  while (last - i < LONGEST_CORNER && last + 1 < page.count) {
    const k = last + 1;
    const shortened = page.gap(k) & GAP.stop && page.length(last) <= 4 && !(page.gap(k) & GAP.newline);
    if (page.gap(k) & ~(GAP.space | GAP.hyphen | GAP.apostrophe | GAP.other) && !shortened) break;
    if (isAnd(page, k) || page.between(k).includes('&')) {
      if (joint >= 0) break;
      joint = k;
    } else if (!mayBeStreet(page, k)) break;
    sure ||= (page.traits(k) & (TRAIT.capital | TRAIT.digit)) !== 0 || (page.roles(k) & ROLE.way) !== 0;
    last = k;
  }
  if (joint < 0 || last < joint || !sure) return undefined;
  if (isAnd(page, last)) last -= 1;
  return { first: /^the$/i.test(page.word(i - 1)) ? i - 1 : i, last };
}

/** A street with the one before `and` that it meets: `Nanna and 85 Gimblett Street`, `Aurora & 85th`. */
export function withCrossing(page: Page, run: Run): Run {
  const joint = run.first - 1;
  const ampersand = page.between(run.first) === ' & ';
  if (joint < 1 || (!ampersand && !(isAnd(page, joint) && page.spaced(run.first)))) return run;
  let first = ampersand ? joint + 1 : joint;
  while (run.first - first <= LONGEST_NAME && first > 0 && isNameOfStreet(page, first - 1, first)) first -= 1;
  if (first >= joint + (ampersand ? 1 : 0)) return run;
  const led =
    page.gap(first) & (GAP.newline | GAP.colon) ||
    (first > 0 && (page.roles(first - 1) & (ROLE.at | ROLE.address)) !== 0) ||
    /^(?:on|at|of|by|is)$/i.test(page.word(first - 1));
  return led ? { first, last: run.last } : run;
}

/** `1st and Pine`, `Main & 5th` at the ordinal: a crossing of streets without their kinds. */
export function ordinalCrossingAt(page: Page, i: number): Run | undefined {
  if (!ORDINAL.test(page.word(i))) return undefined;
  const next = crossed(page, i + 1);
  if (next > i && isBareStreet(page, next) && isLed(page, i)) return { first: i, last: next };
  const joined = isAnd(page, i - 1) && page.spaced(i) ? i - 2 : page.between(i) === ' & ' ? i - 1 : -1;
  if (joined < 0 || !isBareStreet(page, joined)) return undefined;
  return isLed(page, joined) || page.between(i) === ' & ' ? { first: joined, last: i } : undefined;
}

/** The word after `and` or `&` at word `i`, or -1. */
function crossed(page: Page, i: number): number {
  if (page.between(i) === ' & ') return i;
  return isAnd(page, i) && page.spaced(i) && page.spaced(i + 1) ? i + 1 : -1;
}

function isLed(page: Page, i: number): boolean {
  return i > 0 && (/^(?:on|at|near|by|of|off|from)$/i.test(page.word(i - 1)) || /@ ?$/.test(page.between(i)));
}

function isBareStreet(page: Page, k: number): boolean {
  const traits = page.traits(k);
  if (k < 0 || !(traits & TRAIT.capital) || traits & TRAIT.capitals || page.length(k) < 3) return false;
  if (page.roles(k) & (ROLE.month | ROLE.weekday | ROLE.title)) return false;
  return !(page.lists(k) & (LIST.drug | LIST.function));
}

function isNameOfStreet(page: Page, k: number, next: number): boolean {
  if (page.gap(next) & ~(GAP.space | GAP.hyphen | GAP.apostrophe | GAP.other)) return false;
  if (page.start(next) - page.end(k) > 3 || page.gap(next) & GAP.newline) return false;
  if (isHouseNumber(page, k)) return true;
  return (
    (page.traits(k) & (TRAIT.capital | TRAIT.foreign)) !== 0 &&
    !(page.lists(k) & (LIST.function | LIST.medical))
  );
}

function mayBeStreet(page: Page, k: number): boolean {
  const traits = page.traits(k);
  if (traits & (TRAIT.capital | TRAIT.digit | TRAIT.foreign)) return true;
  if (page.roles(k) & (ROLE.way | ROLE.wayHead | ROLE.particle)) return true;
  if (COMPASS.test(page.word(k))) return true;
  return (
    !(page.lists(k) & LIST.function) && !(page.roles(k) & (ROLE.act | ROLE.at | ROLE.link | ROLE.measure))
  );
}

function isAnd(page: Page, i: number): boolean {
  return page.length(i) <= 3 && /^(?:and|y|und|et)$/i.test(page.word(i));
}

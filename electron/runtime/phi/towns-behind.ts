import { CITIES } from '../../../resources/lexicons/cities.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { REGIONS } from './regions.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';

const REGION = new Phrases<true>().add(REGIONS, true);
/** Towns of several words, or whose words are everyday ones. */
const TOWNS = new Phrases<true>()
  .add(CITIES.join('|').replaceAll('\\', ''), true)
  .add('NYC|LA|New York City|SF|DC', true);

/** `in Chicago`, `, New York`, `of Philadelphia`, `Boston` after a place of care. */
export function townAfter(page: Page, last: number): number {
  let k = last + 1;
  const gap = page.between(k);
  if (/^,? $/.test(gap) && /^(?:in|of|at)$/.test(page.word(k)) && page.spaced(k + 1)) k += 1;
  else if (gap !== ', ' && gap !== ' ' && gap !== ' - ' && gap !== ' (') return last;
  const town = page.traits(k) & TRAIT.capital ? TOWNS.at(page, k) : undefined;
  if (town !== undefined) return withState(page, town.next - 1);
  const region = page.roles(k) & ROLE.region ? REGION.at(page, k) : undefined;
  if (region !== undefined && !(page.traits(k) & TRAIT.small)) return region.next - 1;
  if (!(page.traits(k) & TRAIT.capital)) return last;
  if (page.traits(k) & TRAIT.capitals && page.roles(k) & ROLE.state && page.length(k) === 2) return k;
  if (!(page.lists(k) & LIST.place) && !/^(?:NYC|LA|NY|DC|SF)$/.test(page.word(k))) return last;
  let end = k;
  while (
    end - k < 3 &&
    page.spaced(end + 1) &&
    page.traits(end + 1) & TRAIT.capital &&
    page.lists(end + 1) & LIST.place
  )
    end += 1;
  return withState(page, end);
}

/** `Chicago, IL`: the state with it. */
export function withState(page: Page, town: number): number {
  const next = town + 1;
  if (page.between(next) !== ', ' && page.between(next) !== ' ') return town;
  if (page.roles(next) & ROLE.state && page.length(next) === 2 && page.traits(next) & TRAIT.capitals) {
    const words = page.spaced(next + 1) && page.traits(next + 1) & TRAIT.capitals;
    return words && page.between(next) === ' ' ? town : next;
  }
  if (
    page.between(next) !== ', ' ||
    !(page.roles(next) & ROLE.region) ||
    !(page.traits(next) & TRAIT.capital)
  )
    return town;
  return (REGION.at(page, next)?.next ?? next) - 1;
}

/** A town of the list at word `i`: the index after it. */
export function knownTownAt(page: Page, i: number): number {
  return page.traits(i) & TRAIT.capital ? (TOWNS.at(page, i)?.next ?? i) : i;
}

import type { Candidate } from '../candidate.ts';
import type { Page } from '../page.ts';
import { TRAIT } from '../tokens.ts';
import { hastyCodeAt } from './codes.ts';
import { hastyDayAt } from './days.ts';
import { hastyNameAt } from './names.ts';
import { hastyPlaceAt } from './places.ts';

/**
 * What the other finders leave in notes written in haste. There nothing announces a name, so that every word counts
 * that no list knows as another thing: the safe side where precision is worth less than a leak.
 */
export function findHasty(page: Page): Candidate[] {
  const found: Candidate[] = [];
  if (!page.hasty) return found;
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    if (page.traits(i) & TRAIT.placeholder || !page.isHasty(i)) continue;
    const candidate =
      page.traits(i) & TRAIT.digit
        ? (hastyDayAt(page, i) ?? hastyCodeAt(page, i))
        : (hastyPlaceAt(page, i) ?? hastyNameAt(page, i) ?? hastyCodeAt(page, i));
    if (candidate === undefined) continue;
    found.push(candidate);
    while (i + 1 < page.count && page.start(i + 1) < candidate.end) i += 1;
  }
  return found;
}

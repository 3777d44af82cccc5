import type { Candidate } from './candidate.ts';
import { EVERYDAY, isOnlyEveryday } from './everyday.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';

/** Signs strong enough that the words of a name count everywhere in the text. */
const SURE: ReadonlySet<Candidate['by']> = new Set(['cue', 'known_value', 'list', 'tagger']);

/**
 * Words of names found once, wherever else they stand written like a name: `Dr. Okafor` makes `Okafor` a name. A
 * word that is also an everyday word counts only with its capital, and never at the start of a sentence.
 */
export function propagate(page: Page, found: readonly Candidate[]): Candidate[] {
  const names = new Map<number, Candidate>();
  for (const candidate of found) {
    if (candidate.label !== 'NAME' || !SURE.has(candidate.by)) continue;
    for (let i = page.wordFrom(candidate.start); i < page.count && page.start(i) < candidate.end; i += 1) {
      if (
        page.length(i) < 3 ||
        page.traits(i) & TRAIT.digit ||
        page.roles(i) & (ROLE.title | ROLE.particle | ROLE.suffix)
      )
        continue;
      if (isOnlyEveryday(page.lists(i)) || page.lists(i) & LIST.function) continue;
      if (!names.has(page.hash(i))) names.set(page.hash(i), candidate);
    }
  }
  if (names.size === 0) return [];
  const more: Candidate[] = [];
  for (let i = 0; i < page.count; i += 1) {
    const source = names.get(page.hash(i));
    if (source === undefined || !isWrittenAsName(page, i)) continue;
    more.push({ start: page.start(i), end: page.end(i), label: 'NAME', by: source.by });
  }
  return more;
}

function isWrittenAsName(page: Page, i: number): boolean {
  const everyday = (page.lists(i) & EVERYDAY) !== 0;
  if (page.traits(i) & TRAIT.capital) return !everyday || !(page.traits(i) & TRAIT.line);
  // Without its capital only what a list has as a name and nothing else.
  return !everyday && page.length(i) >= 4 && (page.lists(i) & (LIST.given | LIST.family)) !== 0;
}

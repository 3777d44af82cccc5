import type { Candidate } from './candidate.ts';
import { EVERYDAY } from './everyday.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { knownTownAt, withState } from './facilities.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

const LIVES =
  /(?:\b(?:lives?|living|lived|resid(?:es?|ing|ed)|resident|born|raised|moved|relocated|from|travell?ed|visiting|native|citizen|native|based|located|stays|stationed) (?:in|at|of|to|from)|\bfrom the (?:city|town|village) of|\bin the (?:city|town|village) of|\bresident of|\bhails from|\barrived (?:at|in)|\bhometown is|\bsister in|\b(?:he|she|they|who|is|are|was) from) $/i;
const NOT_A_TOWN =
  /^(?:home|work|school|hospital|clinic|er|ed|icu|snf|nursing|assisted|group|shelter|apartment|house|bed|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/i;

/** Towns by list after a word of place, before a state, and after words that say where somebody lives. */
export function findTowns(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < page.count; i += 1) {
    if (!(page.traits(i) & (TRAIT.capital | TRAIT.foreign))) continue;
    const placed = i > 0 && page.gap(i) === GAP.space && (page.roles(i - 1) & ROLE.at) !== 0;
    const known = knownTownAt(page, i);
    if (known > i) {
      const kind =
        page.spaced(known) &&
        /^(?:clinic|office|hospital|er|campus|location|branch|practice)$/.test(page.word(known));
      if (!placed && !kind && withState(page, known - 1) < known) continue;
      const last = kind ? known : withState(page, known - 1);
      found.push({
        start: page.start(i),
        end: page.end(withState(page, last)),
        label: 'ADDRESS',
        by: 'list',
      });
      i = last;
      continue;
    }
    const town = (page.lists(i) & LIST.place) !== 0;
    if (!town && !placed && !isBeforeState(page, i)) continue;
    const last = lastOf(page, i);
    if (isBeforeState(page, last) || (placed && (isListed(page, i, last) || livesBefore(page, i)))) {
      // `a history of Wilson's disease`
      if (isTermOfMedicine(page, last)) continue;
      if (NOT_A_TOWN.test(page.word(i)) || (page.lists(i) & LIST.region && last === i)) continue;
      found.push({
        start: page.start(i),
        end: page.end(withState(page, last)),
        label: 'ADDRESS',
        by: isListed(page, i, last) ? 'list' : 'cue',
      });
      i = last;
    }
  }
  return found;
}

function lastOf(page: Page, first: number): number {
  let last = first;
  while (last - first < 3 && last + 1 < page.count) {
    const k = last + 1;
    if (!page.spaced(k) && !(page.gapLength(k) === 1 && page.before(k) === 0x2d) && !isSaint(page, last))
      break;
    if (
      page.traits(k) & TRAIT.capital &&
      !(page.roles(k) & (ROLE.month | ROLE.weekday | ROLE.care)) &&
      (page.traits(k) & TRAIT.capitals) === (page.traits(first) & TRAIT.capitals)
    )
      last = k;
    else if (page.roles(k) & ROLE.particle && page.traits(k + 1) & TRAIT.capital && page.spaced(k + 1))
      last = k + 1;
    else break;
  }
  return last;
}

/** `St. ` in the name of a town. */
function isSaint(page: Page, i: number): boolean {
  return page.length(i) === 2 && /^(?:st|mt|ft)$/i.test(page.word(i)) && page.between(i + 1) === '. ';
}

/** Every word of it on the list of places; a word that is also an everyday one needs a fellow. */
function isListed(page: Page, first: number, last: number): boolean {
  let sure = false;
  for (let k = first; k <= last; k += 1) {
    if (page.roles(k) & ROLE.particle) continue;
    if (!(page.lists(k) & LIST.place)) return false;
    // `the ALT`, `MS`: short words in capitals are no towns by themselves.
    if (first === last && page.traits(k) & TRAIT.capitals && page.length(k) <= 4) return false;
    if (!(page.lists(k) & (EVERYDAY | LIST.eponym)) || page.lists(k) & LIST.town) sure = true;
  }
  return sure;
}

function livesBefore(page: Page, i: number): boolean {
  if (page.lists(i) & (LIST.medical | LIST.drug) || page.traits(i) & TRAIT.capitals) return false;
  if (page.lists(i) & LIST.common && !(page.lists(i) & LIST.place)) return false;
  return LIVES.test(page.text.slice(Math.max(0, page.start(i) - 24), page.start(i)));
}

/** `Fairfield, CT`; in capitals `FEVER, OR` is no town in Oregon. */
function isBeforeState(page: Page, i: number): boolean {
  const state = i + 1;
  if (!(page.roles(state) & ROLE.state) || page.length(state) !== 2 || !(page.traits(state) & TRAIT.capitals))
    return false;
  if (
    page.between(state) !== ', ' ||
    (page.spaced(state + 1) &&
      page.traits(state + 1) & TRAIT.capital &&
      !(page.traits(state + 1) & TRAIT.digit))
  )
    return false;
  if (/^(?:MD|PA|DO|MS|MA|OR|IN|ME|HI|OK|ND|NP|RN)$/.test(page.word(state)) && !(page.lists(i) & LIST.town))
    return false;
  return (
    (page.traits(i) & TRAIT.capital) !== 0 &&
    !(page.traits(i) & TRAIT.capitals) &&
    !(page.lists(i) & (LIST.drug | LIST.medical))
  );
}

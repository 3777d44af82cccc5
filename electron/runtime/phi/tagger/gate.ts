import { wordHash } from '../characters.ts';
import { LIST } from '../lexicon.ts';
import { GAP, TRAIT, type Tokens } from '../tokens.ts';
import { MANNER, type Setting } from './setting.ts';

const LAST_LATIN = 0x24f;
/** No name is longer. */
const LONGEST = 24;
/** How far behind a name or a street its numbers and letters may stand. */
const REACH = 6;
/** Words before the number of a flat or a box. */
const UNITS: ReadonlySet<number> = new Set(
  'apt suite unit box ste postbox flat apartment po bldg psc apo dpo fpo calle c avda av avenida plaza paseo'
    .split(' ')
    .map(wordHash),
);
/** Lists that make a word more than vocabulary. */
const NAMES = LIST.given | LIST.family | LIST.place;
/** Of those, what stands in any text. */
const EVERYDAY =
  LIST.common | LIST.drug | LIST.medical | LIST.abbreviation | LIST.region | LIST.function | LIST.eponym;
const VOCABULARY =
  LIST.word |
  LIST.spanish |
  LIST.drug |
  LIST.medical |
  LIST.abbreviation |
  LIST.region |
  LIST.function |
  LIST.eponym;
const BREAKS = GAP.newline | GAP.stop | GAP.colon | GAP.open | GAP.column | GAP.other;

/**
 * The words that the tagger looks at, 1 per word: those that could be part of a name or a place by their form and
 * lists, and what stands next to them. The rest is never part of one.
 * @param open zeros, at least one per word; filled and given back
 */
export function gate(
  tokens: Tokens,
  setting: Setting,
  open: Uint8Array = new Uint8Array(tokens.count),
): Uint8Array {
  const { count, gaps, traits } = tokens;
  // A single word has no neighbours to tell by.
  if (count < 2) return open;
  for (let i = 0; i < count; i += 1) if (isSeed(tokens, setting, i)) open[i] = 1;
  for (let i = 0; i < count; i += 1) {
    if (open[i] !== 1) continue;
    if (i > 0 && open[i - 1] === 0 && ((gaps[i] ?? 0) & GAP.newline) === 0 && mayJoin(tokens, setting, i - 1))
      open[i - 1] = 2;
    for (let next = i + 1; next < Math.min(count, i + REACH); next += 1) {
      if (((gaps[next] ?? 0) & GAP.newline) !== 0) break;
      if (open[next] !== 0) continue;
      if (next > i + 2 && ((traits[next] ?? 0) & (TRAIT.digit | TRAIT.single)) === 0) break;
      if (!mayJoin(tokens, setting, next)) break;
      open[next] = 2;
    }
    if (((traits[i] ?? 0) & TRAIT.placeholder) !== 0) open[i] = 0;
  }
  return open;
}

function isSeed(
  { text, traits, lists, gaps, hashes, starts, ends }: Tokens,
  { manners, quiet }: Setting,
  i: number,
): boolean {
  const form = traits[i] ?? 0;
  if ((form & TRAIT.letter) === 0 || (form & TRAIT.placeholder) !== 0) return false;
  if ((ends[i] ?? 0) - (starts[i] ?? 0) > LONGEST) return false;
  // Scripts that it never saw, where no capital tells a name.
  if ((form & TRAIT.capital) === 0 && text.charCodeAt(starts[i] ?? 0) > LAST_LATIN) return false;
  const known = lists[i] ?? 0;
  const manner = manners[i] ?? 0;
  if ((form & TRAIT.capital) !== 0) {
    if (UNITS.has(hashes[i] ?? 0) || (known & LIST.region) !== 0) return true;
    if ((known & LIST.function) !== 0) return false;
    const inside = manner === MANNER.mixed && ((gaps[i] ?? 0) & BREAKS) === 0;
    if (inside)
      return (form & TRAIT.capitals) === 0 || (known & LIST.abbreviation) === 0 || (known & NAMES) !== 0;
    return (known & NAMES) !== 0 || (known & EVERYDAY) === 0;
  }
  if ((form & TRAIT.digit) !== 0) return false;
  if ((form & TRAIT.single) !== 0) return false;
  if (manner === MANNER.small || quiet) {
    if ((known & LIST.function) !== 0) return false;
    if ((known & (LIST.given | LIST.frequent | LIST.town)) !== 0) return true;
    return (known & VOCABULARY) === 0 || ((known & NAMES) !== 0 && (known & EVERYDAY) === 0);
  }
  return (known & VOCABULARY) === 0;
}

/** Whether a word next to a seed may belong to it. */
function mayJoin({ traits, lists }: Tokens, { manners, quiet }: Setting, i: number): boolean {
  const form = traits[i] ?? 0;
  if ((form & TRAIT.placeholder) !== 0) return false;
  if ((form & (TRAIT.capital | TRAIT.digit | TRAIT.single)) !== 0) return true;
  if (manners[i] === MANNER.small || quiet) return true;
  const known = lists[i] ?? 0;
  return (
    (known & (LIST.given | LIST.family | LIST.place | LIST.function)) !== 0 || (known & VOCABULARY) === 0
  );
}

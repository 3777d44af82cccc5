import { LIST, type Lexicon } from '../../../electron/runtime/phi/lexicon.ts';

/** Lists of names: a name of tomorrow stands on none of them. */
const NAMES = LIST.given | LIST.family | LIST.place | LIST.town | LIST.frequent | LIST.proper;
const TERMS = LIST.drug | LIST.eponym | LIST.medical | LIST.abbreviation | LIST.organisation;

/**
 * The lists as a text sees them from whose words some were never heard of: other words for each text, so that the
 * tagger learns to go without its lists.
 */
export function forgetful(lexicon: Lexicon, text: number): Lexicon {
  const share = text % 4 === 0 ? 0 : 28;
  return {
    listsOf: (hash) => {
      const lists = lexicon.listsOf(hash);
      const draw = (Math.imul(hash ^ Math.imul(text, 0x9e3779b1), 0x85ebca6b) >>> 8) % 100;
      if (draw < share && (lists & (LIST.common | LIST.function)) === 0) return lists & ~NAMES;
      if (draw >= 100 - share / 3) return lists & ~TERMS;
      return lists;
    },
    isTownPair: (first, second) => text % 3 !== 0 && lexicon.isTownPair(first, second),
  };
}

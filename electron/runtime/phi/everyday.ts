import { LIST } from './lexicon.ts';

/** Lists of names. */
export const NAMED = LIST.given | LIST.family;
/** Lists of words that stand in any note, whoever it is about. */
export const EVERYDAY =
  LIST.common | LIST.function | LIST.medical | LIST.drug | LIST.abbreviation | LIST.region;
/** Words that some list knows as no name. */
export const KNOWN = EVERYDAY | LIST.word | LIST.spanish | LIST.eponym | LIST.organisation;

/** Whether a word is nothing but everyday: no list has it as a name. */
export function isOnlyEveryday(lists: number): boolean {
  return (lists & EVERYDAY) !== 0 && (lists & NAMED) === 0;
}

/** What texts write in place of a name that was taken out. */
export const STAND_INS = /^(?:xyz|xxx|xx|abc|abcd|xxxx|mm|dd|yy|yyyy|zzz)$/i;

import type { Page } from './page.ts';

const SHORTEST = 7;
/** Endings that words of medicine have and names have not. */
const OF_MEDICINE =
  /(?:ectom(?:y|ies)|ostom(?:y|ies)|otom(?:y|ies)|plast(?:y|ic|ies)|scop(?:y|ic|ies)|graph(?:y|ic|ies)|ograms?|itis|osis|oses|aemia|uria|algia|algic|pathy|pathic|lysis|lytic|plegia|plegic|paresis|trophy|trophic|genic|genesis|philic|cytic|cytosis|immunostains?|metry|metric|sepsis|ectasis|rrhea|rrhage|megaly|penia|penic|phagia|phasia|dysplasia|plasia|ptosis|stenosis|stasis|therapy|mab|tinib|ciclib|olol|sartan|statin|azole|mycin|cillin|floxacin|cycline|dipine|xaban|gliptin|gliflozin|glutide|prazole|semide|thiazide|setron|[^aeiou]ated|i[sz]ed|[aeiou]ided|ected)$/i;
/** Endings of other words, which some names have too where they are written with a capital. */
const OF_ENGLISH = /(?:ings|ations?|itions?|ments|ness|lessly|ably|ously|ively|ically|edly|fulness)$/;

/** Whether a word that no list has is told by its ending to be one of medicine, or in small letters one of English. */
export function isWordByForm(page: Page, i: number): boolean {
  if (page.length(i) < SHORTEST) return false;
  const word = page.word(i);
  return OF_MEDICINE.test(word) || (OF_ENGLISH.test(word) && word === word.toLowerCase());
}

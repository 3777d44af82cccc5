import type { Page } from './page.ts';

const SHORTEST = 7;
/** Endings that words of medicine have and names have not. */
const OF_MEDICINE = byTail(
  'ectomy ectomies ostomy ostomies otomy otomies plasty plastic plasties scopy scopic scopies graphy graphic graphies ogram ograms itis osis oses aemia uria algia algic pathy pathic lysis lytic plegia plegic paresis trophy trophic genic genesis philic cytic cytosis immunostain immunostains metry metric sepsis ectasis rrhea rrhage megaly penia penic phagia phasia dysplasia plasia ptosis stenosis stasis therapy mab tinib ciclib olol sartan statin azole mycin cillin floxacin cycline dipine xaban gliptin gliflozin glutide prazole semide thiazide setron bated cated dated gated lated mated nated pated rated sated tated vated ised ized aided eided iided oided uided ected',
);
/** Endings of other words, which some names have too where they are written with a capital. */
const OF_ENGLISH = byTail(
  'ings ation ations ition itions ments ness lessly ably ously ively ically edly fulness',
);

/** Whether a word that no list has is told by its ending to be one of medicine, or in small letters one of English. */
export function isWordByForm(page: Page, i: number): boolean {
  if (page.length(i) < SHORTEST) return false;
  const word = page.word(i);
  const small = word.toLowerCase();
  return endsIn(small, OF_MEDICINE) || (word === small && endsIn(small, OF_ENGLISH));
}

type Endings = ReadonlyMap<string, readonly string[]>;

/** Endings by their last two letters, so that hardly any is tried. */
function byTail(endings: string): Endings {
  return Map.groupBy(endings.split(' '), (ending) => ending.slice(-2));
}

function endsIn(word: string, endings: Endings): boolean {
  return endings.get(word.slice(-2))?.some((ending) => word.endsWith(ending)) ?? false;
}

import { wordHash } from './characters.ts';
import type { Page } from './page.ts';
import { GAP } from './tokens.ts';

const DISEASE =
  /^(?:'s)?[ -](?:(?:heart |risk )?(?:score|study)|disease|syndrome|sign|signs|test|score|scale|criteria|catheter|lymphoma|sarcoma|fracture|procedure|law|reflex|palsy|phenomenon|ulcer|hernia|esophagus|thyroiditis|tumou?r|classification|index|maneuver|line|tube|node|nodes|spots|cells|bodies|ring|duct|contracture|grade|stage|class|type|point|angle|gait|chorea|ataxia|anemia|position|operation|repair|technique|method|formula|questionnaire|inventory|scan|drain|bag|clamp|forceps|pouch|shunt|valve|graft|stain|body|triad|rash|lines|knots?|membrane|cyst|abscess|carcinoma|dystrophy|neuroma|deformity|dementia|encephalopathy|arthritis|colitis|risk|cancer|infection|virus|bacillus|vaccine|protocol|regimen|diet|exercises|stockings|hose|boots?|collar|splint|brace|bandage|dressing|sutures?|needle|biopsy|guidelines?|trial|study|angina|gangrene|granuloma|purpura|vasculitis|arteritis|wort|aphasia|malformation|anomaly|tubercle|knife)\b/i;

/** The words that the pattern may begin with, so that hardly a place is looked at with it. */
const FIRST_WORDS: ReadonlySet<number> = new Set(
  DISEASE.source
    .replace(/^.*?\[ -\]\(\?:/, '')
    .replaceAll('(?:heart |risk )?(?:score|study)', 'heart|score|study')
    .replaceAll(/\)\\b$/g, '')
    .split('|')
    .flatMap((word) => (word.includes('?') ? [word.replace('?', ''), word.replace(/.\?/, '')] : [word]))
    .map(wordHash),
);
const APOSTROPHE = 0x27;

/** Whether word `last` is the name in a term of medicine: `Crohn's disease`, `Chaddock reflex`. */
export function isTermOfMedicine(page: Page, last: number): boolean {
  let next = last + 1;
  if (page.after(last) === APOSTROPHE && page.length(next) === 1) next += 1;
  if (!FIRST_WORDS.has(page.hash(next)) || (page.gap(next) & (GAP.space | GAP.hyphen)) === 0) return false;
  const end = page.end(last);
  return DISEASE.test(page.text.slice(end, end + 24));
}

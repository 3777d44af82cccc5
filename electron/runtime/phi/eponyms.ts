import type { Page } from './page.ts';

const DISEASE =
  /^(?:'s)?[ -](?:(?:heart |risk )?(?:score|study)|disease|syndrome|sign|signs|test|score|scale|criteria|catheter|lymphoma|sarcoma|fracture|procedure|law|reflex|palsy|phenomenon|ulcer|hernia|esophagus|thyroiditis|tumou?r|classification|index|maneuver|line|tube|node|nodes|spots|cells|bodies|ring|duct|contracture|grade|stage|class|type|point|angle|gait|chorea|ataxia|anemia|position|operation|repair|technique|method|formula|questionnaire|inventory|scan|drain|bag|clamp|forceps|pouch|shunt|valve|graft|stain|body|triad|rash|lines|knots?|membrane|cyst|abscess|carcinoma|dystrophy|neuroma|deformity|dementia|encephalopathy|arthritis|colitis|risk|cancer|infection|virus|bacillus|vaccine|protocol|regimen|diet|exercises|stockings|hose|boots?|collar|splint|brace|bandage|dressing|sutures?|needle|biopsy|guidelines?|trial|study)\b/i;

/** Whether word `last` is the name in a term of medicine: `Crohn's disease`, `Chaddock reflex`. */
export function isTermOfMedicine(page: Page, last: number): boolean {
  const end = page.end(last);
  return DISEASE.test(page.text.slice(end, end + 24));
}

import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';
import { townAfter } from './towns-behind.ts';

/** Words that say of themselves that a place of care is meant. */
export const KINDS =
  /^(?:hospital|hospitals|clinic|clinics|infirmary|sanatorium|hospice|permanente|pharmacy|healthcare|institute|memorial|presbyterian|rehab|associates|practice|hosp|center|centre|ctr|system|group|home|pediatrics|orthopedics|health|general|medicine|er|regional|surgery|infirmary|med|clinica|policlinica|ambulatorio|consultorio|universitario|elementary|academy|hs|dialysis|davita|fresenius|snf|ltac|alf|vamc|living|dermpath|shelter|correctional|jail|prison|school|manor|lodge)$/i;
/** These need a word of care before them. */
const PLAIN_ENDS =
  /^(?:center|centre|ctr|system|group|home|institute|practice|er|surgery|medicine|health|general|regional|pediatrics|orthopedics|associates|memorial|rehab|med|universitario|living|school|shelter|manor|lodge|dialysis|jail|prison)$/i;
const BEFORE_PLAIN =
  /^(?:medical|health|cancer|heart|surgery|surgical|care|living|nursing|family|rehabilitation|general|regional|university|community|memorial|hospital|neurology|cardiology|oncology|dental|eye|trauma|specialty|dermatology|dialysis|imaging|med|wellness|pediatric|orthopedic|maternity|children|s|women|primary|internal|recovery|counseling|spine|sleep|pain|sinai|presbyterian|elementary|middle|high|charter|assisted|senior|retirement|county|city|homeless|state|kidney)$/i;
/** A name in front of these is enough: `Miami General`, `Woodland Memorial`. */
const PROUD =
  /^(?:general|memorial|regional|presbyterian|er|health|healthcare|medicine|med|rehab|pediatrics|orthopedics|associates)$/i;

/** Words that begin the name of a kind of place, not of one place. */
const KIND_OF_PLACE =
  /^(?:the|a|an|this|that|our|your|her|his|my|their|local|outpatient|inpatient|urgent|primary|public|mental|behavioral|home|women|occupational|emergency|physical|teaching|rural|pain|sleep|wound|memory|heart|dental|dermatology|cardiology|neurology|oncology|orthopedic|surgery|surgical|walk|in|at|to|from|of|and|with|no|past|good|poor|better|overall|world|national|department|dept|reproductive|psychiatric|social|oral|global|bone|skin|maternal|preventive|animal|sexual|patient|nursing|acute|long|skilled|internal|general|community|family|medical|health|pediatric|specialty|day|tertiary|area|another|other|outside|referring|transferring|same|new|follow|hospital|clinic|assisted|home|per|as|or|for|is|was|by|via|discharge|er|ed|icu|transfer|dr|s|state|county|city|medicine|associates|cancer|eye|veterans|va|military|private|retail|mail|order|compounding|preferred|your|each|any|all|one|two|course|history|plan|present|anticoagulation|coumadin|diabetes|infusion|travel|hiv|std|weight|loss|heart|failure|asthma|allergy|prenatal|gyn|ob|ent|gi|gu|ortho|neuro|psych|onc|cards|pulm|pulmonary|rheumatology|urology|nephrology|endocrine|endocrinology|hematology|fracture|trauma|burn|spine|hand|foot|voice|stroke|epilepsy|headache|movement|multiple|transplant|vascular|fertility|breast|lung|liver|kidney|cystic|fibrosis|residency|resident|continuity|mobile|free|birthing|birth|imaging|radiology|laboratory|lab|dialysis|methadone|substance|abuse|rehabilitation|rehab|high|middle|elementary|grade|nursery|charter|assisted|senior|retirement|homeless|accepting|discharge|skilled|long|term|start|starts|started|back|hemo|peritoneal|kidney|hd|pd|after|before|attends|attending|independent|group|correctional|county)$/i;
/** Kinds that with a capital and `at` before them are one place: `at Children's Hospital`, `at General Hospital`. */
const NAMED_KIND =
  /^(?:children|general|memorial|community|university|county|city|central|valley|veterans|va|mercy|state|regional|samaritan|cancer|women|heart|eye|central|metropolitan|baptist)$/i;

interface Run {
  readonly first: number;
  readonly last: number;
}

export function facilityAt(page: Page, kind: number): Run | undefined {
  let last = kind;
  while (
    last - kind < 3 &&
    /^\.? $/.test(page.between(last + 1)) &&
    page.roles(last + 1) & ROLE.care &&
    KINDS.test(page.word(last + 1)) &&
    sameCase(page, kind, last + 1)
  )
    last += 1;
  const end = page.word(last);
  const loud = (page.traits(kind) & TRAIT.capital) !== 0;
  let first = kind;
  while (kind - first < 6 && first > 0 && isNameOfPlace(page, first - 1, first, loud)) first -= 1;
  while (
    first < kind &&
    (/^(?:and|of|the|at|in|to|from|by|for|s|dr)$/i.test(page.word(first)) ||
      /^(?:de|la)$/.test(page.word(first)) ||
      (!loud && page.roles(first) & ROLE.act))
  )
    first += 1;
  // `Seroquel HS`: at bedtime.
  if (
    kind === last &&
    /^(?:hs|snf|alf|ltac)$/i.test(end) &&
    (kind - first < 1 || page.lists(kind - 1) & (LIST.drug | LIST.abbreviation))
  )
    return undefined;
  // Without the kinds in front: `Outpatient`, `The`, `Local`.
  let named = first;
  while (named < kind && KIND_OF_PLACE.test(page.word(named))) named += 1;
  const at = first > 0 && (page.roles(first - 1) & ROLE.at) !== 0;
  if (named < kind) {
    if (!loud) return quietFacility(page, named, last);
    if (PLAIN_ENDS.test(end) && kind === last && !PROUD.test(end) && !BEFORE_PLAIN.test(page.word(last - 1)))
      return undefined;
    if (PROUD.test(end) && kind === last && page.lists(named) & LIST.common && !at) return undefined;
    if (
      page.traits(kind) & TRAIT.capitals &&
      page.lists(named) & LIST.common &&
      !(page.lists(named) & (LIST.family | LIST.place))
    )
      return undefined;
    return { first: named, last };
  }
  // `at Children's Hospital`, `at General Hospital`, `Cancer Center in New York`
  const kindly =
    loud && !(page.traits(kind) & TRAIT.capitals) && NAMED_KIND.test(page.word(first)) && first < last;
  if (kindly && (at || townAfter(page, last) > last)) return { first, last };
  if (loud && first < last && townAfter(page, last) > last) return { first, last };
  return undefined;
}

const HEADS =
  /^(?:hospitales|hospitals|facultad|facultat|universidad|universitat|institut|fundacio|hospital|clinica|centro|fundacion|complejo|instituto|policlinica|ambulatorio|consultorio|sanatorio|hopital|clinique|ospedale|klinikum|krankenhaus|universitatsklinikum)$/i;
const AFTER_HEAD =
  /^(?:de|del|la|los|las|el|universitario|universitaria|universitari|hospitalario|clinico|general|regional|comarcal|provincial|central|san|santa|santo|sant|virgen|nuestra|infanta|infantil|materno|dr|doctor|militar|civil|nacional|virgen|ramon|marques|principe|reina|rey|puerta|puerto|y|vall|son|parc|povisa|clinic|medico|salud|medicina|odontologia|farmacia|enfermeria|ciencias|nacional|d)$/i;

/** `Hospital Universitario de la Princesa`: the kind first, as in Spanish. */
export function headedFacilityAt(page: Page, i: number): Run | undefined {
  if (!(page.traits(i) & TRAIT.capital)) return undefined;
  const head = page
    .word(i)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
  if (!HEADS.test(head)) return undefined;
  let last = i;
  let named = false;
  let spanish = false;
  while (last - i < 9) {
    const k = last + 1;
    const gap = page.between(k);
    if (
      gap !== ' ' &&
      gap !== '-' &&
      gap !== ' "' &&
      gap !== ' «' &&
      gap !== "'" &&
      !(gap === '. ' && page.length(last) <= 2)
    )
      break;
    const word = page
      .word(k)
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '');
    const link = AFTER_HEAD.test(word);
    if (
      last === i &&
      !link &&
      !(
        page.traits(k) & TRAIT.capital &&
        page.lists(k) & (LIST.place | LIST.family) &&
        !(page.lists(k) & LIST.common)
      ) &&
      !(page.traits(k) & TRAIT.capital && page.lists(k) & LIST.spanish)
    )
      break;
    if (!link && !(page.traits(k) & TRAIT.capital)) break;
    if (
      page.roles(k) & (ROLE.wayHead | ROLE.phone) &&
      page.traits(k) & TRAIT.capital &&
      !/^(?:general)$/i.test(word)
    )
      break;
    spanish ||= link;
    named ||= (page.traits(k) & TRAIT.capital) !== 0;
    last = k;
  }
  while (last > i && page.traits(last) & TRAIT.small) last -= 1;
  return named && spanish && last > i ? { first: i, last } : undefined;
}

function sameCase(page: Page, a: number, b: number): boolean {
  return (page.traits(a) & TRAIT.capital) === (page.traits(b) & TRAIT.capital);
}

function isNameOfPlace(page: Page, k: number, next: number, loud: boolean): boolean {
  const gap = page.gap(next);
  if (page.start(next) - page.end(k) > 3) return false;
  if (gap & (GAP.newline | GAP.comma | GAP.colon | GAP.open | GAP.close | GAP.column | GAP.at | GAP.plus))
    return false;
  const word = page.word(k);
  if (gap & GAP.stop && !/^(?:st|mt|dr|ft)$/i.test(word)) return false;
  if (gap & GAP.other && !/^ & $|^&$/.test(page.between(next))) return false;
  const traits = page.traits(k);
  if (traits & TRAIT.digit) return false;
  if (/^(?:of|del|the|for)$/i.test(word) || /^(?:de|la)$/.test(word))
    return (
      k > 0 &&
      loud &&
      /^(?:university|hospital|college|church|lady|sisters|of|center|city|children|universidad|complejo|s|school)$/i.test(
        page.word(k - 1),
      )
    );
  if (/^(?:and|s)$/i.test(word))
    return k > 0 && (word === 's' || (loud && (page.traits(k - 1) & TRAIT.capital) !== 0));
  if (loud) return (traits & TRAIT.capital) !== 0;
  // In small letters only words that no list of everyday words knows.
  return (
    (traits & TRAIT.small) !== 0 &&
    (!(page.lists(k) & LIST.common) ||
      (page.roles(k) & ROLE.care) !== 0 ||
      /^(?:st|mt)$/.test(word) ||
      /^(?:st|mt)$/.test(page.word(k - 1))) &&
    !(page.roles(k) & (ROLE.at | ROLE.act | ROLE.link))
  );
}

/** In small letters a name needs a clear kind: `weaver memorial hospital`, `Chicago office`. */
function quietFacility(page: Page, named: number, last: number): Run | undefined {
  const words = page.text.slice(page.start(named), page.end(last));
  if (
    /(?:memorial hospital|general hospital|community hospital|university hospital|medical center|family practice|health system|regional hospital| clinic| hospital)$/i.test(
      words,
    )
  ) {
    const unknown =
      !(page.lists(named) & LIST.common) ||
      (page.lists(named) & LIST.place) !== 0 ||
      /^(?:st|mt)$/.test(page.word(named));
    const capital = page.traits(named) & TRAIT.capital && page.lists(named) & (LIST.place | LIST.family);
    if (!unknown && !capital) return undefined;
    if (page.lists(named) & (LIST.medical | LIST.drug)) return undefined;
    return { first: named, last };
  }
  return undefined;
}

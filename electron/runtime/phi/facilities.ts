import { CITIES } from '../../../resources/lexicons/cities.ts';
import type { Candidate } from './candidate.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { REGIONS } from './regions.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

const REGION = new Phrases<true>().add(REGIONS, true);
/** Institutions known by a short name. */
/** Towns of several words, or whose words are everyday ones. */
const TOWNS = new Phrases<true>()
  .add(CITIES.join('|').replaceAll('\\', ''), true)
  .add('NYC|LA|New York City|SF|DC', true);
const WELL_KNOWN = new Phrases<true>().add(
  'Johns Hopkins|Mayo|Mayo Clinic|Cleveland Clinic|Kaiser|Kaiser Permanente|Mass General|Massachusetts General|MGH|Cedars Sinai|Cedar Sinai|Sloan Kettering|Memorial Sloan Kettering|MSKCC|MD Anderson|UCLA|UCLA Health|UCSF|UCSD|UCI|USC Keck|Stanford|Stanford Health|NYU|NYU Langone|Brigham|Brigham and Women s|BWH|BIDMC|Beth Israel|Mount Sinai|Mt Sinai|Northwell|Geisinger|Baylor|Baylor Scott White|Baylor Scott and White|UW Med|UW Medicine|UPMC|UTSW|UNC Health|Emory|Vanderbilt|Duke|Duke Health|Intermountain|Sutter|Sutter Health|Kindred|Ochsner|Dana Farber|Fred Hutch|City of Hope|Montefiore|Weill Cornell|NewYork Presbyterian|New York Presbyterian|NYP|Columbia Presbyterian|Tufts|Yale New Haven|Penn Medicine|HUP|CHOP|Jefferson|Rush|Loyola|Northwestern|Northwestern Memorial|Henry Ford|Beaumont|Barnes Jewish|Scripps|Sharp|Banner|Banner Health|Dignity|Dignity Health|Ascension|HCA|Tenet|Providence|Swedish|Harborview|OHSU|Legacy|BronxCare|LAC USC|Bellevue|Jackson Memorial|Parkland|Ben Taub|Houston Methodist|Methodist|Memorial Hermann|Texas Children s|Shriners|St Jude|Boston Children s|Nationwide Children s|Seattle Children s|Lurie Children s|Rady Children s|Wake Forest|MUSC|Grady|Piedmont|AdventHealth|Tampa General|Cook County|Lahey|Maine Med|Dartmouth Hitchcock|Strong Memorial|Roswell Park|Moffitt|Fox Chase|Guy s|Addenbrooke s|Great Ormond Street|Royal Free|Royal Marsden|Charité|Karolinska|La Paz|Vall d Hebron|La Fe|Doce de Octubre|12 de Octubre|Gregorio Maranon|Ramon y Cajal',
  true,
);
/** Well known, but names of persons, towns or things as often: they want a word of place before them. */
const SHORT =
  /^(?:mayo|stanford|duke|emory|jefferson|rush|sharp|banner|legacy|providence|swedish|methodist|columbia|brigham|kaiser|tenet|dignity|ascension|grady|piedmont|beaumont|baylor|tufts|loyola|vanderbilt|northwestern|chop|hup|uci|moffitt|shriners|sutter|scripps|strong|lahey|parkland|kindred|la)$/i;

/** Words that say of themselves that a place of care is meant. */
const KINDS =
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

/** Hospitals, clinics and practices by name. */
export function findFacilities(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < page.count; i += 1) {
    const office = page.roles(i) & ROLE.title ? officeOf(page, i) : undefined;
    if (office !== undefined) {
      found.push(place(page, i, office, 'cue'));
      i = office;
      continue;
    }
    const known = page.traits(i) & TRAIT.capital ? WELL_KNOWN.at(page, i) : undefined;
    if (known !== undefined && isMeant(page, i, known.next)) {
      const last = withKind(page, known.next - 1);
      found.push(place(page, i, last, 'list'));
      i = last;
    } else if (page.roles(i) & ROLE.care) {
      const run = headedFacilityAt(page, i) ?? (KINDS.test(page.word(i)) ? facilityAt(page, i) : undefined);
      if (run === undefined) continue;
      found.push(place(page, run.first, run.last, 'pattern'));
      i = run.last;
    } else if (page.before(i) === OPEN && page.traits(i) & TRAIT.capital) {
      const maker = makerAt(page, i);
      if (maker !== undefined) found.push(maker);
    } else if (page.traits(i) & TRAIT.capital && page.length(i) <= 5) {
      const saint = saintAt(page, i);
      if (saint !== undefined) found.push(saint);
    }
  }
  return found;
}

function place(page: Page, first: number, last: number, by: Candidate['by']): Candidate {
  return { start: page.start(first), end: page.end(townAfter(page, last)), label: 'ADDRESS', by };
}

const OPEN = 0x28;
const MAKER =
  /^(\p{Lu}[\p{L}&-]+(?: (?:& )?\p{Lu}[\p{L}-]+){0,3})(?: [\p{Lu}\d][\p{Lu}\d-]*)?[,.;] (?:[^()\n]{1,40}[,.;] )?([^(),.;\n]{2,30})\.?\)/u;

/** `(Biogenex 6670-0154, USA)`: whoever made something, with where they are. */
function makerAt(page: Page, i: number): Candidate | undefined {
  if (page.lists(i) & (LIST.function | LIST.abbreviation) || page.roles(i) & ROLE.title) return undefined;
  const match = MAKER.exec(page.text.slice(page.start(i), page.start(i) + 100));
  if (match === null) return undefined;
  const [whole, name = '', where = ''] = match;
  const at = page.wordFrom(page.start(i) + whole.lastIndexOf(where));
  if (!(page.roles(at) & ROLE.region) || REGION.at(page, at) === undefined) return undefined;
  return { start: page.start(i), end: page.start(i) + name.length, label: 'ADDRESS', by: 'pattern' };
}

/** `Dr. Smith's Office`: a place that bears a doctor's name. */
function officeOf(page: Page, title: number): number | undefined {
  if (!/^(?:drs?|doctor)$/i.test(page.word(title)) || !/^\.? $/.test(page.between(title + 1)))
    return undefined;
  let k = title + 1;
  while (k - title < 4 && page.traits(k) & TRAIT.capital && page.length(k) > 1 && page.spaced(k + 1)) k += 1;
  if (!(page.traits(k) & TRAIT.capital) || page.between(k + 1) !== "'" || page.length(k + 1) !== 1)
    return undefined;
  return /^(?:Office|Clinic|Practice|Surgery)$/.test(page.word(k + 2)) && page.spaced(k + 2)
    ? k + 2
    : undefined;
}

function isMeant(page: Page, i: number, next: number): boolean {
  if (next - i > 1 || !SHORT.test(page.word(i))) return true;
  const placed = (page.spaced(i) && (page.roles(i - 1) & ROLE.at) !== 0) || /@ ?$/.test(page.between(i));
  if (placed && page.roles(i + 1) & ROLE.care && page.spaced(i + 1)) return true;
  return (
    placed &&
    !/^(?:'s|,? (?:[A-Z]|procedure|criteria|stand|tube))/.test(page.text.slice(page.end(i), page.end(i) + 12))
  );
}

/** `UCLA` with `Med Center` behind it. */
function withKind(page: Page, last: number): number {
  let end = last;
  while (end - last < 4 && /^\.? $/.test(page.between(end + 1)) && page.roles(end + 1) & ROLE.care) end += 1;
  return end;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

function facilityAt(page: Page, kind: number): Run | undefined {
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
function headedFacilityAt(page: Page, i: number): Run | undefined {
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

/** `in Chicago`, `, New York`, `of Philadelphia`, `Boston` after a place of care. */
function townAfter(page: Page, last: number): number {
  let k = last + 1;
  const gap = page.between(k);
  if (/^,? $/.test(gap) && /^(?:in|of|at)$/.test(page.word(k)) && page.spaced(k + 1)) k += 1;
  else if (gap !== ', ' && gap !== ' ' && gap !== ' - ' && gap !== ' (') return last;
  const town = page.traits(k) & TRAIT.capital ? TOWNS.at(page, k) : undefined;
  if (town !== undefined) return withState(page, town.next - 1);
  const region = page.roles(k) & ROLE.region ? REGION.at(page, k) : undefined;
  if (region !== undefined && !(page.traits(k) & TRAIT.small)) return region.next - 1;
  if (!(page.traits(k) & TRAIT.capital)) return last;
  if (page.traits(k) & TRAIT.capitals && page.roles(k) & ROLE.state && page.length(k) === 2) return k;
  if (!(page.lists(k) & LIST.place) && !/^(?:NYC|LA|NY|DC|SF)$/.test(page.word(k))) return last;
  let end = k;
  while (
    end - k < 3 &&
    page.spaced(end + 1) &&
    page.traits(end + 1) & TRAIT.capital &&
    page.lists(end + 1) & LIST.place
  )
    end += 1;
  return withState(page, end);
}

/** `Chicago, IL`: the state with it. */
export function withState(page: Page, town: number): number {
  const next = town + 1;
  if (page.between(next) !== ', ' && page.between(next) !== ' ') return town;
  if (page.roles(next) & ROLE.state && page.length(next) === 2 && page.traits(next) & TRAIT.capitals) {
    const words = page.spaced(next + 1) && page.traits(next + 1) & TRAIT.capitals;
    return words && page.between(next) === ' ' ? town : next;
  }
  if (
    page.between(next) !== ', ' ||
    !(page.roles(next) & ROLE.region) ||
    !(page.traits(next) & TRAIT.capital)
  )
    return town;
  return (REGION.at(page, next)?.next ?? next) - 1;
}

/** A town of the list at word `i`: the index after it. */
export function knownTownAt(page: Page, i: number): number {
  return page.traits(i) & TRAIT.capital ? (TOWNS.at(page, i)?.next ?? i) : i;
}

/** `St. Vincent`, `Mount Carmel` */
function saintAt(page: Page, i: number): Candidate | undefined {
  const code = page.text.charCodeAt(page.start(i));
  if (code !== 0x53 && code !== 0x4d) return undefined;
  const word = page.word(i);
  if (!/^(?:St|Mt|Saint|Mount|ST|SAINT)$/.test(word) || !/^\.? $/.test(page.between(i + 1))) return undefined;
  const next = i + 1;
  if (!(page.traits(next) & TRAIT.capital) || page.length(next) < 3 || page.lists(next) & LIST.medical)
    return undefined;
  if (
    /^ (?:wort|fire|vitus|dance)/i.test(
      page.text.slice(page.end(next), page.end(next) + 8).replace(/^'s/, ''),
    )
  )
    return undefined;
  if (/^(?:Joseph's Wort|John's Wort)/i.test(page.text.slice(page.start(next), page.start(next) + 14)))
    return undefined;
  let last = next;
  if (page.after(last) === 0x27 && page.length(last + 1) === 1) last += 1;
  if (page.spaced(last + 1) && page.roles(last + 1) & ROLE.care && KINDS.test(page.word(last + 1))) last += 1;
  return place(page, i, last, 'pattern');
}

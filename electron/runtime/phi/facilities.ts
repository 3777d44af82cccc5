import type { Candidate } from './candidate.ts';
import { facilityAt, headedFacilityAt, KINDS } from './facility-names.ts';
import { EVERYDAY } from './everyday.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { REGIONS } from './regions.ts';
import { ROLE } from './role.ts';
import { TRAIT } from './tokens.ts';
import { townAfter } from './towns-behind.ts';
import { wordSet } from './word-set.ts';

const REGION = new Phrases<true>().add(REGIONS, true);
/** Institutions known by a short name. */
const WELL_KNOWN = new Phrases<true>().add(
  'Johns Hopkins|Mayo|Mayo Clinic|Cleveland Clinic|Kaiser|Kaiser Permanente|Mass General|Massachusetts General|MGH|Cedars Sinai|Cedar Sinai|Sloan Kettering|Memorial Sloan Kettering|MSKCC|MD Anderson|UCLA|UCLA Health|UCSF|UCSD|UCI|USC Keck|Stanford|Stanford Health|NYU|NYU Langone|Brigham|Brigham and Women s|BWH|BIDMC|Beth Israel|Mount Sinai|Mt Sinai|Northwell|Geisinger|Baylor|Baylor Scott White|Baylor Scott and White|UW Med|UW Medicine|UPMC|UTSW|UNC Health|Emory|Vanderbilt|Duke|Duke Health|Intermountain|Sutter|Sutter Health|Kindred|Ochsner|Dana Farber|Fred Hutch|City of Hope|Montefiore|Weill Cornell|NewYork Presbyterian|New York Presbyterian|NYP|Columbia Presbyterian|Tufts|Yale New Haven|Penn Medicine|HUP|CHOP|Jefferson|Rush|Loyola|Northwestern|Northwestern Memorial|Henry Ford|Beaumont|Barnes Jewish|Scripps|Sharp|Banner|Banner Health|Dignity|Dignity Health|Ascension|HCA|Tenet|Providence|Swedish|Harborview|OHSU|Legacy|BronxCare|LAC USC|Bellevue|Jackson Memorial|Parkland|Ben Taub|Houston Methodist|Methodist|Memorial Hermann|Texas Children s|Shriners|St Jude|Boston Children s|Nationwide Children s|Seattle Children s|Lurie Children s|Rady Children s|Wake Forest|MUSC|Grady|Piedmont|AdventHealth|Tampa General|Cook County|Lahey|Maine Med|Dartmouth Hitchcock|Strong Memorial|Roswell Park|Moffitt|Fox Chase|Guy s|Addenbrooke s|Great Ormond Street|Royal Free|Royal Marsden|Charité|Karolinska|La Paz|Vall d Hebron|La Fe|Doce de Octubre|12 de Octubre|Gregorio Maranon|Ramon y Cajal',
  true,
);
/** Well known, but names of persons, towns or things as often: they want a word of place before them. */
const SHORT =
  /^(?:mayo|stanford|duke|emory|jefferson|rush|sharp|banner|legacy|providence|swedish|methodist|columbia|brigham|kaiser|tenet|dignity|ascension|grady|piedmont|beaumont|baylor|tufts|loyola|vanderbilt|northwestern|chop|hup|uci|moffitt|shriners|sutter|scripps|strong|lahey|parkland|kindred|la)$/i;

/** Hospitals, clinics and practices by name. */
export function findFacilities(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    const office = page.roles(i) & ROLE.title ? officeOf(page, i) : undefined;
    if (office !== undefined) {
      found.push(place(page, i, office, 'cue'));
      i = office;
      continue;
    }
    const shop = SHOPS.has(page.hash(i)) ? shopAt(page, i) : undefined;
    if (shop !== undefined) {
      found.push(shop);
      while (i + 1 < page.count && page.start(i + 1) < shop.end) i += 1;
      continue;
    }
    const known = page.traits(i) & TRAIT.capital || page.quiet ? WELL_KNOWN.at(page, i) : undefined;
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

/** Chains that stand in every town: which one is meant is told by its street. */
const SHOPS = wordSet(
  'walgreens cvs safeway kroger costco walmart target publix depot labcorp quest davita fresenius starbucks dunkin mcdonalds subway dollar aid albertsons meijer wegmans winco bartell heb petco aldi',
);
const CROSSING =
  /^ \(?(?:\p{Lu}\p{Ll}+|\d{1,3}(?:st|nd|rd|th)) (?:&|and) (?:\p{Lu}\p{Ll}+|\d{1,3}(?:st|nd|rd|th))(?![\p{L}\d])/u;
const NO_STREET = ROLE.month | ROLE.weekday | ROLE.holiday | ROLE.title;

/** `Safeway on Fulton`, `(CVS Kedzie & Lawrence)`: a shop with its street, or the corner behind its name. */
function shopAt(page: Page, i: number): Candidate | undefined {
  const street = i + 2;
  const corner = page.text.slice(page.end(i), page.start(i) + 60);
  const crossing = CROSSING.exec(corner);
  if (crossing !== null)
    return {
      start: page.start(i + 1),
      end: page.end(i) + crossing[0].length,
      label: 'ADDRESS',
      by: 'pattern',
    };
  const town = i + 1;
  if (
    page.spaced(town) &&
    (page.traits(i) & page.traits(town) & TRAIT.capital) !== 0 &&
    page.lists(town) & LIST.place &&
    !(page.lists(town) & EVERYDAY) &&
    !(page.roles(town) & NO_STREET)
  )
    return { start: page.start(i), end: page.end(town), label: 'ADDRESS', by: 'pattern' };
  if (!/^(?:on|off)$/i.test(page.word(i + 1)) || !page.spaced(i + 1) || !page.spaced(street))
    return undefined;
  const ordinal = /^\d{1,3}(?:st|nd|rd|th)$/i.test(page.word(street));
  if (!(page.traits(street) & (TRAIT.capital | TRAIT.digit)) || (page.roles(street) & NO_STREET && !ordinal))
    return undefined;
  if (page.traits(street) & TRAIT.number || page.lists(street) & LIST.function) return undefined;
  let last = street;
  while (
    last - street < 3 &&
    page.spaced(last + 1) &&
    page.traits(last + 1) & TRAIT.capital &&
    !(page.roles(last + 1) & NO_STREET)
  )
    last += 1;
  return { start: page.start(i), end: page.end(last), label: 'ADDRESS', by: 'pattern' };
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
  // In small letters only what is nothing else.
  if (page.traits(i) & TRAIT.small && (next - i > 1 || page.lists(i) & EVERYDAY)) return false;
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

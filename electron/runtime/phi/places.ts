import { CITIES } from '../../../resources/lexicons/cities.ts';
import type { Candidate } from './candidate.ts';
import { matches } from './candidate.ts';

const STATES =
  'AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY';
const STATE_NAMES =
  'Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming';
const WAYS =
  'street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|ter|circle|cir|parkway|pkwy|highway|hwy|trail|trl|square|sq|loop|crossing|plaza|pike|turnpike|alley|walk|row|path|run|ridge|point|pointe|station|islands?|mews|spur|ramp|flats?|haven|landing|meadows?|orchard|common|bypass|causeway|crescent|manor|mission|motorway|throughway|underpass|view|ville|vista|mount|grove|hollow|heights|hill|hills|gardens?';
const LOUD_WAYS = cased(`${WAYS}|overpass|bridge`);
const QUIET_WAYS =
  'street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|parkway|pkwy|highway|hwy|loop|terrace|motorway|turnpike|trail|circle|underpass|overpass|causeway|crescent|squares?|flats?|haven|manor|meadows?|plaza|point|ridge|way';
const UNIT = '(?:,? {0,2}(?:apt|apartment|suite|ste|unit|room|rm|fl|floor|#)\\.? {0,2}#?[\\w-]{1,6})?';
const CITY = "\\p{Lu}[\\p{L}'.-]{1,24}(?: \\p{Lu}[\\p{L}'.-]{1,24}){0,2}";

const NUMBER = '(?<![\\w.,/-])\\d{1,6}[A-Za-z]? ';
const QUARTER = '(?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\\.? )?';
const LOUD_WORD = "(?:\\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)|\\p{Lu}[\\p{L}'.]{0,24})";
const STREETS: readonly RegExp[] = [
  new RegExp(
    `${NUMBER}${QUARTER}${LOUD_WORD}(?: ${LOUD_WORD}){0,3} (?:${LOUD_WAYS})(?![\\p{L}])\\.?(?: (?:NE|NW|SE|SW|[NSEW])\\b)?${UNIT}`,
    'gu',
  ),
  new RegExp(`${NUMBER}(?:\\p{Ll}[\\p{L}']{1,20} ){1,2}(?:${QUIET_WAYS})(?![\\p{L}])${UNIT}`, 'gu'),
];
const PO_BOX = /\bP\.? ?O\.? ?Box \d{1,6}\b/gi;
const SUITE = /\b(?:apt|apartment|suite|ste)\.? ?#?(?<value>[\w-]{0,5}\d[\w-]{0,5})\b/dgi;
const CITY_STATE = new RegExp(
  `(?<![\\p{L}])(?<value>${CITY}),? (?:${STATES}|${STATE_NAMES})(?=,? {0,2}\\d{5}(?:-\\d{4})?\\b)`,
  'dgu',
);
const CITY_COMMA_STATE = new RegExp(
  `(?<![\\p{L}])(?<value>${CITY}), (?:${STATES}|${STATE_NAMES})(?![\\p{L}])`,
  'dgu',
);
const ZIP_AFTER_STATE = new RegExp(
  `(?<![\\p{L}])(?:${STATES}|${STATE_NAMES}),? {0,2}(?<value>\\d{5}(?:-\\d{4})?)(?![\\w-])`,
  'dgiu',
);
const ZIP_AFTER_CUE =
  /\b(?:zip|zip ?code|postal ?code|postcode|zip\+4)(?: (?:is|of|no\.?|number))?[ :#=_-]{0,4}(?<value>\d{5}(?:-\d{4})?|\d{9})\b/dgi;
const ZIP_PLUS_FOUR = /(?<![\w-])\d{5}-\d{4}(?![\w-])/g;
const RESIDENCE = new RegExp(
  `\\b(?:lives? (?:in|at)|living in|resid(?:es|ing|ent) (?:in|at|of)|from the (?:city|town) of|born in|moved (?:to|from)) (?<value>${CITY})(?![\\p{L}])`,
  'dgu',
);

const CARE =
  'Hospital|Hospitals|Clinic|Clinics|Medical Center|Medical Centre|Medical Group|Health Center|Health Centre|Health System|Healthcare|Health|Cancer Center|Cancer Institute|Heart Institute|Surgery Center|Surgical Center|Infirmary|Sanatorium|Family Practice|Family Medicine|Nursing Home|Hospice|Memorial|Presbyterian|General Hospital|Rehab|Rehabilitation Center|Pediatrics|Orthopedics|Medicine Associates|Associates|Permanente|Care Center|Living Center|Pharmacy';
const PLACE_WORD = "(?:(?:St|Mt)\\. |\\p{Lu}[\\p{L}'-]{1,24} (?:& |and |of )?)";
const FACILITY = new RegExp(
  `(?<![\\p{L}'-])(?<value>${PLACE_WORD}{1,4}(?:${CARE}))(?: of \\p{Lu}[\\p{L}]{2,20})?(?![\\p{L}'-])`,
  'dgu',
);
const SAINT = /(?<![\p{L}])(?:St|Mt|Saint|Mount)\.? \p{Lu}[\p{Ll}]{2,20}(?:'s)?(?! wort)(?![\p{L}])/gu;
const QUIET_FACILITY = new RegExp(
  `\\b(?:at|of|to|from|by) (?<value>(?:\\p{L}[\\p{L}'.-]{1,24} ){1,3}(?:memorial hospital|general hospital|community hospital|university hospital|medical center|family practice|health system))(?![\\p{L}])`,
  'dgiu',
);
const WELL_KNOWN =
  /\b(?:Johns Hopkins|Mayo|Cleveland Clinic|Kaiser|Mass(?:achusetts)? General|Cedars?[- ]Sinai|Sloan[- ]Kettering|MD Anderson|UCLA|UCSF|Stanford|NYU Langone|Brigham(?: and Women's)?|Mount Sinai|Northwell|Geisinger)\b/g;
const CITY_AFTER_PLACE = new RegExp(
  `\\b(?:in|from|at|near|of|to|our|the|lives?|resident|around|outside) (?<value>(?:${CITIES.join('|')})(?:, (?:${STATES}|${STATE_NAMES}))?)(?![\\p{L}-])`,
  'dgu',
);
const AFTER_ADDRESS_CUE = new RegExp(
  `\\b(?:home address|mailing address|address|addr|lives? at|living at|resid(?:es|ing) at|residence)(?: is| of)?[ :=-]{1,3}(?<value>\\d{1,6}[A-Za-z]? [\\p{L}\\d'. ]{2,50}?(?:,? (?:apt|apartment|suite|ste|unit|#)\\.? ?#?[\\w-]{1,6})?)(?=,|\\. |\\.?$|\\n|;| in )`,
  'dgimu',
);
const CITY_AFTER_STREET = new RegExp(
  `^,? {0,2}(?:in )?(?<value>\\p{L}[\\p{L}'-]+(?: \\p{L}[\\p{L}'-]+){0,2})(?=[.,;\\n]|$)`,
  'du',
);
/** Words that begin the name of a kind of place, not of one place. */
const KIND_OF_PLACE =
  /^(?:The|A|An|This|That|Our|Your|Her|His|My|Local|General|Community|Outpatient|Inpatient|Urgent|Primary|Public|Mental|Behavioral|Home|Women's|Children's|Occupational|Emergency|Physical|Medical|Regional|County|State|University|Teaching|Rural|Pain|Sleep|Wound|Memory|Cancer|Heart|Eye|Dental|Dermatology|Cardiology|Neurology|Oncology|Orthopedic|Surgery|Family|Walk-in|In|At|To|From|Of|And|With|No|Past|Good|Poor|Better|Overall|World|National|Department|Reproductive|Psychiatric|Social|Oral|Global|Bone|Skin|Maternal|Preventive|Animal|Sexual|Health|Patient)(?: |$)/;

/** Streets, towns and ZIP codes; a state alone may stay. */
export function findPlaces(text: string): Candidate[] {
  const found: Candidate[] = [];
  if (/\d/.test(text)) {
    for (const street of STREETS) push(found, text, street, 'ADDRESS', 'pattern');
    push(found, text, AFTER_ADDRESS_CUE, 'ADDRESS', 'cue');
    found.push(...citiesAfter(text, found));
    push(found, text, PO_BOX, 'ADDRESS', 'pattern');
    push(found, text, SUITE, 'ADDRESS', 'cue');
    push(found, text, CITY_STATE, 'ADDRESS', 'pattern');
    push(found, text, ZIP_AFTER_STATE, 'ZIP', 'pattern');
    push(found, text, ZIP_AFTER_CUE, 'ZIP', 'cue');
    push(found, text, ZIP_PLUS_FOUR, 'ZIP', 'pattern');
  }
  for (const { start, end, text: name } of matches(text, FACILITY)) {
    const kind = KIND_OF_PLACE.exec(name)?.[0].length ?? 0;
    const rest = name.slice(kind);
    if (new RegExp(`^(?:${CARE})$`).test(rest)) continue;
    if (rest !== '') found.push({ start: start + kind, end, label: 'ADDRESS', by: 'pattern' });
  }
  push(found, text, SAINT, 'ADDRESS', 'pattern');
  push(found, text, WELL_KNOWN, 'ADDRESS', 'list');
  push(found, text, QUIET_FACILITY, 'ADDRESS', 'cue');
  for (const { start, end, text: city } of matches(text, CITY_COMMA_STATE))
    // In capitals `FEVER, OR` is no town in Oregon.
    if (/\p{Ll}/u.test(city)) found.push({ start, end, label: 'ADDRESS', by: 'pattern' });
  push(found, text, CITY_AFTER_PLACE, 'ADDRESS', 'list');
  push(found, text, RESIDENCE, 'ADDRESS', 'cue');
  return found;
}

function push(
  found: Candidate[],
  text: string,
  pattern: RegExp,
  label: Candidate['label'],
  by: Candidate['by'],
): void {
  for (const { start, end } of matches(text, pattern)) found.push({ start, end, label, by });
}

/** The town that follows a street, up to the next punctuation. */
function citiesAfter(text: string, streets: readonly Candidate[]): Candidate[] {
  return streets.flatMap(({ end }): Candidate[] => {
    const after = text.slice(end, end + 60);
    const city = /^(?: in |,)/.test(after)
      ? CITY_AFTER_STREET.exec(after)?.indices?.groups?.value
      : undefined;
    return city === undefined
      ? []
      : [{ start: end + city[0], end: end + city[1], label: 'ADDRESS', by: 'cue' }];
  });
}

/** Each alternative with a capital first letter and in capitals. */
function cased(alternatives: string): string {
  return alternatives
    .split('|')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}|${word.toUpperCase()}`)
    .join('|');
}

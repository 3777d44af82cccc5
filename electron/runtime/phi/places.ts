import type { Candidate } from './candidate.ts';
import { matches } from './candidate.ts';

const STATES =
  'AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY';
const STATE_NAMES =
  'Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming';
const WAYS =
  'street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|ter|circle|cir|parkway|pkwy|highway|hwy|trail|trl|square|sq|loop|crossing|plaza|pike|turnpike|alley|walk|row|path|run|ridge|point|pointe|station|islands?|mews|spur|ramp|flats?|haven|landing|meadows?|orchard|common|bypass|causeway|crescent|manor|mission|motorway|throughway|underpass|view|ville|vista|mount|grove|hollow|heights|hill|hills|gardens?';
const UNIT = '(?:,? {0,2}(?:apt|apartment|suite|ste|unit|room|rm|fl|floor|#)\\.? {0,2}#?[\\w-]{1,6})?';
const WORD = "[\\p{L}][\\p{L}'.]{0,24}";
const CITY = "\\p{Lu}[\\p{L}'.-]{1,24}(?: \\p{Lu}[\\p{L}'.-]{1,24}){0,2}";

const STREET = new RegExp(
  `(?<![\\w.-])\\d{1,6}[A-Za-z]? (?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\\.? )?(?:\\d{1,3}(?:st|nd|rd|th)|${WORD})(?: ${WORD}){0,3} (?:${WAYS})\\b\\.?(?: (?:NE|NW|SE|SW|[NSEW])\\b)?${UNIT}`,
  'giu',
);
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

/** Streets, towns and ZIP codes; a state alone may stay. */
export function findPlaces(text: string): Candidate[] {
  const found: Candidate[] = [];
  if (/\d/.test(text)) {
    push(found, text, STREET, 'ADDRESS', 'pattern');
    push(found, text, PO_BOX, 'ADDRESS', 'pattern');
    push(found, text, SUITE, 'ADDRESS', 'cue');
    push(found, text, CITY_STATE, 'ADDRESS', 'pattern');
    push(found, text, ZIP_AFTER_STATE, 'ZIP', 'pattern');
    push(found, text, ZIP_AFTER_CUE, 'ZIP', 'cue');
    push(found, text, ZIP_PLUS_FOUR, 'ZIP', 'pattern');
  }
  push(found, text, CITY_COMMA_STATE, 'ADDRESS', 'pattern');
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

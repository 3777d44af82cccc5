import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { Candidate } from './candidate.ts';
import { matches } from './candidate.ts';

/** Words before a number that say which identifier it is. */
const CUES: readonly (readonly [IdentifierClass, string])[] = [
  ['SSN', 'ssn|ss#|ss no|social security(?: number| no)?|soc sec'],
  [
    'MRN',
    'mrn|mr#|med(?:ical)?\\.? rec(?:ord)?s?|chart|patient(?: id| identifier| number| no)|pt\\.? (?:id|no|number)|hospital (?:id|no|number)|unit (?:no|number)|nhc|record(?: no| number)?|pid',
  ],
  [
    'HEALTH_PLAN_ID',
    'member(?:ship)?(?: id)?|subscriber(?: id)?|beneficiary(?: id)?|policy|ins(?:ur(?:ance)?)?(?: policy| id| plan)?|health plan|plan(?: id)?|medicare|medicaid|hicn|mbi|hmo(?: id)?|payer id|group(?: id)',
  ],
  [
    'ACCOUNT',
    'acc(?:oun)?t|acct|iban|bank account|credit card|debit card|card|invoice|billing|guarantor|routing|encounter|visit|fin|csn|har',
  ],
  [
    'LICENSE',
    "licen[cs]e|lic|dea|npi|driver'?s licen[cs]e|dl|certificate|cert|passport|state id|upin|registration",
  ],
  ['VEHICLE', 'vin|plates?|license plate|licence plate|tail|tag'],
  [
    'DEVICE',
    'serial(?: number| no)?|s/n|sn|device(?: id| identifier)?|udi|imei|lot|implant(?: id)?|model|pacemaker(?: id)?|pump s/n|ref',
  ],
  [
    'BIOMETRIC',
    'fingerprint(?: id)?|biometric(?: id)?|iris(?: id| scan)?|voiceprint(?: id)?|retina(?:l)?(?: id| scan)',
  ],
  [
    'OTHER_ID',
    'accession|specimen|case|job|order|confirmation|reference|claim|prescription|rx|study id|subject(?: id)?|employee(?: id)?|badge|ticket|requisition|sample(?: id)?|barcode|id|identifier|username|user id',
  ],
];
const LINK =
  '(?: ?(?:number|numbers|no|num|nr|id|identifier|#))?\\.?[ \\t]?(?:[:#=_-]|is|of|was|are)?[ \\t#:(]{0,3}';
const VALUE = '(?=[\\p{L}./-]{0,12}\\d)(?<value>[\\p{L}\\d][\\p{L}\\d]{0,23}(?:[-./][\\p{L}\\d]{1,16}){0,5})';
/** One pass for all cues: the group that matched is the class. */
const CUED = new RegExp(
  `(?<![\\p{L}\\d])(?:${CUES.map(([label, cue]) => `(?<${label}>${cue})`).join('|')})${LINK}${VALUE}`,
  'dgiu',
);
/** Cues that also stand before ordinary numbers want a code that no measurement looks like. */
const WEAK: ReadonlySet<IdentifierClass> = new Set([
  'OTHER_ID',
  'DEVICE',
  'ACCOUNT',
  'HEALTH_PLAN_ID',
  'LICENSE',
]);

const SSN = /(?<![\w-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g;
const SSN_SHAPE = /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g;
const SSN_TAIL = /\b(?:ssn|social)\b[^\n\d]{0,30}(?<value>(?:[x*]{3}-?[x*]{2}-?)?\d{4})(?!\d)/dgi;
const MASKED_SSN = /(?<!\w)[x*#]{3}-[x*#]{2}-(?<value>\d{4})(?!\d)/dgi;
const SPACED_IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const CARD = /(?<![\w.-])(?:\d{4}[ -]){3}\d{4}(?![\w-])/g;
const VIN = /(?<!\w)[A-HJ-NPR-Z0-9]{17}(?!\w)/gi;
const UUID = /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi;
const PHOTO = /\b[\w-]{1,60}\.(?:jpe?g|png|heic|tiff?|bmp|gif|dcm|raw)\b/gi;
const HASHED = /(?<=[#(] ?#?)(?<value>[A-Z]{0,4}\d[\d-]{4,14}\d)(?=\))/dgi;
const LIST_LINE = /^[^\n\d|]{3,60}\| ?(?<value>[A-Z]{0,3}\d[\d-]{4,14}\d)(?= ?\|)/dgm;
const DATED_LINE =
  /^[ \t]*\d[\d/-]{3,9} \p{L}[\p{L}' -]{2,50} (?<value>[A-Z]{0,3}\d[\d-]{4,14}\d)[ \t]*$/dgmu;
const LONG_DIGITS = /(?<![\w.,/+-])\d{7,24}(?![\w%]|[.,]\d|\/\d)/g;
const LONG_CODE =
  /(?<![\w./-])(?=[A-Za-z\d-]{6,32}(?![\w-]))[A-Za-z]{1,5}-?\d{5,20}[A-Za-z]{0,3}(?![\w-]|\.\d)/g;
const GROUPED_DIGITS = /(?<![\w./-])\d{2,4}-\d{2,6}-\d{2,6}(?:-\d{2,6}){0,3}(?![\w-])/g;

/** Words before which a long number is a code of medicine or a count. */
const CODE_CUE =
  /(?:snomed(?:[- ]ct)?|sctid|sct|rxnorm|rxcui|ndc|loinc|cpt|hcpcs|icd(?:-?(?:9|10))?(?:-?cm)?|drg|umls|cui|code|codes|pmid|doi|nct|rows|columns|hits|count|cells|values|total|row|cellsChanged|rowsRemoved|valuesLost|sizeBytes|n)"?[ :#=(]{0,3}$/i;
const ICD_10 = /^[A-TV-Z]\d[\dA-Z][\dA-Z]{0,4}$/i;
const TRIAL = /^NCT\d{8}$/i;
/** National drug codes: 4-4-2, 5-3-2, 5-4-1 and 5-4-2. */
const NDC = /^(?:\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d{1,2})$/;
const MEASUREMENT = /^\d{1,5}(?:[./-]\d{1,4})?$/;

/** Numbers and codes that stand for a person, a thing of theirs, or a document about them. */
export function findCodes(text: string): Candidate[] {
  if (!/\d/.test(text)) return [];
  const found: Candidate[] = [];
  found.push(...cuedCodes(text));
  push(found, text, SSN, 'SSN');
  push(found, text, SSN_SHAPE, 'SSN');
  push(found, text, SSN_TAIL, 'SSN');
  push(found, text, MASKED_SSN, 'SSN');
  push(found, text, SPACED_IBAN, 'ACCOUNT', (code) => isIban(code));
  push(found, text, CARD, 'ACCOUNT');
  push(found, text, VIN, 'VEHICLE', (code) => /\d.*\d.*\d/.test(code) && /[A-Z].*[A-Z]/i.test(code));
  push(found, text, UUID, 'OTHER_ID');
  push(found, text, PHOTO, 'PHOTO', (name) => /\d/.test(name));
  push(found, text, HASHED, 'MRN');
  push(found, text, LIST_LINE, 'MRN');
  push(found, text, DATED_LINE, 'MRN');
  push(found, text, LONG_DIGITS, 'OTHER_ID', notMedical);
  push(found, text, LONG_CODE, 'OTHER_ID', (code, before) => !ICD_10.test(code) && notMedical(code, before));
  push(
    found,
    text,
    GROUPED_DIGITS,
    'OTHER_ID',
    (code, before) => isLongGroup(code) && notMedical(code, before),
  );
  return found;
}

function push(
  found: Candidate[],
  text: string,
  pattern: RegExp,
  label: IdentifierClass,
  check: (code: string, before: string) => boolean = () => true,
): void {
  for (const hit of matches(text, pattern))
    if (check(hit.text, text.slice(Math.max(0, hit.start - 16), hit.start)))
      found.push({ start: hit.start, end: hit.end, label, by: 'pattern' });
}

function cuedCodes(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(CUED)) {
    const [start, end] = match.indices?.groups?.value ?? [0, 0];
    const label = CUES.find(([each]) => match.groups?.[each] !== undefined)?.[0];
    if (label !== undefined && isCuedCode(label, text.slice(start, end)))
      found.push({ start, end, label, by: 'cue' });
  }
  return found;
}

function isCuedCode(label: IdentifierClass, code: string): boolean {
  const digits = code.replace(/\D/g, '').length;
  if (digits < 2) return false;
  if (label === 'SSN') return digits === 9;
  if (label === 'VEHICLE') return code.length >= 5;
  if (WEAK.has(label)) return digits >= 4 && !MEASUREMENT.test(code) && !ICD_10.test(code);
  return digits >= 3 && !/^\d{1,2}\/\d{1,2}/.test(code);
}

function notMedical(code: string, before: string): boolean {
  return !TRIAL.test(code) && !NDC.test(code) && !CODE_CUE.test(before);
}

function isLongGroup(code: string): boolean {
  return code.replace(/\D/g, '').length >= 7;
}

/** ISO 13616 check digits. */
function isIban(text: string): boolean {
  const code = text.replaceAll(' ', '');
  if (code.length < 15 || code.length > 34) return false;
  let rest = 0;
  for (const character of code.slice(4) + code.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

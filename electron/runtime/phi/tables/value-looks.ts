import { readDate } from '../../../../shared/domain/index.ts';

/** What one cell looks like by itself, whatever its header says. */
export const LOOKS = [
  'blank',
  'placeholder',
  'surrogate',
  'email',
  'url',
  'ip',
  'mac',
  'uuid',
  'ssn',
  'iban',
  'vin',
  'phone',
  'date',
  'zip9',
  'coordinates',
  'street',
  'record',
  'medical_code',
  'number',
  'quantity',
  'unit',
  'photo',
  'hash',
  'code',
  'last_first',
  'words',
  'prose',
] as const;
export type Look = (typeof LOOKS)[number];

const BLANK =
  /^(?:\s*|[-–—.?*]+|n\/?a|n\.a\.|nan|nil|null|none|no|not (?:applicable|available|known|recorded|given|on file)|unknown|unk|unspecified|undefined|missing|blank|empty|refused|declined|pending|tbd|other|desconocido|keine|unbekannt|inconnu|\(null\)|#n\/a)$/i;
/** What a redaction, a surrogate key or a pooled value of our own tools leaves. */
const PLACEHOLDER = /^(?:\[[A-Z][A-Z_0-9-]*\][\s,.;]*)+$|^90\+$|^\d{3}\*\*$/;
const SURROGATE = /^[b-df-hj-np-tv-z]{10}$/;
const EMAIL = /^(?:mailto:)?[^\s@<>]{1,64}@[^\s@<>]{1,190}\.[^\s@.<>]{2,24}$/i;
const URL_TEXT = /^(?:[a-z][a-z+.-]{1,10}:\/\/|www\.)\S+$|^[a-z\d-]+(?:\.[a-z\d-]+)+\/\S*$/i;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?::\d{1,5}|\/\d{1,2})?$/;
const IPV6 = /^(?=.*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:.]{3,45}$/i;
const MAC = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;
const UUID = /^(?:urn:uuid:)?\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const SSN = /^(?:(?!000|666)\d{3}([- ])\d{2}\1\d{4}|[xX*#]{3}-?[xX*#]{2}-?\d{4})$/;
const PHONE =
  /^(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,5}\)[ .-]?|\d{2,5}[ .-])\d{2,4}(?:[ .-]?\d{2,4}){1,3}(?: ?(?:x|ext\.?) ?\d{1,6})?$|^\+\d{8,15}$/i;
const NORTH_AMERICAN =
  /^(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}(?: ?(?:x|ext\.?) ?\d{1,6})?$/i;
const ZIP9 = /^\d{5}-\d{4}$/;
const COORDINATES = /^[([]?-?\d{1,3}\.\d{3,}°? ?[NS]?[,; ] ?-?\d{1,3}\.\d{3,}°? ?[EW]?[)\]]?$/;
const STREET_WORD =
  'street|st|avenue|ave|av|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place|pl|terrace|ter|trail|trl|highway|hwy|parkway|pkwy|square|sq|circle|cir|row|run|path|alley|aly|crescent|cres|close|mews|walk|loop|plaza|pike|turnpike|bypass|crossing|extension|route|rte|camp|haven|trace|orchard|junction|esplanade|quay|vale|view|gate|ridge|hill|heights|hollow|grove|park|pass|point|spur|dam|frontage road|mission|byway|union|underpass|stravenue|manor|knoll|landing|light|lodge|fork|forge|gardens|green|glen|meadow|mill|station|summit|village|viaduct|wall|wells';
const STREET = new RegExp(
  `^\\d{1,6}[a-z]?(?:[-/]\\d{1,4})?,?\\s+\\S.*\\b(?:${STREET_WORD})\\b|^p\\.? ?o\\.? ?box \\d+|^(?:calle|c/|avda?\\.?|avenida|plaza|paseo|rue|strasse) \\S.*\\d`,
  'i',
);
const RECORD = /^(?:mrn|mr|pt|pat|enc|acct|ssn|hp|sn|s\/n|npi|dea|csn|fin)[-:#_ ]{0,2}[a-z]{0,3}\d{3,}$/i;
const NUMBER = /^[$€£<>≤≥~]{0,2} ?[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:[.,]\d+)?(?:e[+-]?\d{1,3})?%?$/i;
const QUANTITY =
  /^[<>≤≥~]{0,2} ?[+-]?\d{1,6}(?:[.,]\d{1,4})?(?: ?[-/x:] ?\d{1,6}(?:[.,]\d{1,4})?){0,3} ?(?:[a-zµμ%°"'/²³^*()[\]{}\d.]{1,14})?(?: ?\/ ?[a-z\d²³]{1,8})?$/i;
const QUANTITY_UNIT =
  /(?:mg|mcg|µg|μg|kg|lbs?|g|ml|dl|l|cm|mm|m|in|ft|mmol|mol|meq|iu|u|units?|bpm|mmhg|mm\[hg\]|%|°|[cf]|h|hrs?|hours?|min|mins?|minutes?|s|sec|days?|d|w|wks?|weeks?|mo|months?|y|yrs?|years?|x|tabs?|caps?|puffs?|drops?|rpm|hz|kpa|osm|fl|pg|ng|k|cells?)\b/i;
const VIN = /^(?=.*[A-Z].*[A-Z])[A-HJ-NPR-Z0-9]{17}$/;
/** Units of measure as UCUM writes them. */
const UNIT =
  /^(?:10\*\d+)?\/?[a-zµμ%°{}[\]*^'.\d]{1,10}(?:\/[a-zµμ%°{}[\]*^'.\d]{1,12}){1,2}$|^\/[a-z]{1,5}$|^[a-z]{0,3}(?:\[[a-z_'\d/]{1,10}\]|\{[a-z_#.\d ]{1,20}\})(?:\/[a-z{}]{1,10})?$|^(?:%|f[Ll]|mg|mcg|[µu]g|kg|lbs?|m[Ll]|d[Ll]|cm|mm|mmol|mol|meq|mEq|[iI]?U|bpm|mmHg|Cel|degF|p[gG]|ng)$/i;
const PHOTO = /^[^\s/\\]{1,80}\.(?:jpe?g|png|heic|tiff?|bmp|gif|dcm|raw)$/i;
const HASH =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{128}|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==|\$2[aby]\$.{56})$/;
const CODE = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/#:-]{2,39}$/;
const LAST_FIRST = /^\p{Lu}[\p{L}'’ .-]+, ?\p{Lu}[\p{L}'’.]*(?: \p{L}[\p{L}.'’-]*){0,3}$/u;
const TIME = /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?$/i;

const MONTH =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|ene|enero|febrero|marzo|abr|abril|mayo|junio|julio|ago|agosto|septiembre|octubre|noviembre|dic|diciembre|januar|februar|märz|mai|juni|juli|okt|oktober|dez|dezember)';
const CLOCK =
  '(?:[T ,]{1,2}\\d{1,2}:?\\d{2}(?::?\\d{2}(?:[.,]\\d{1,9})?)?(?: ?[ap]\\.?m\\.?)?(?: ?(?:Z|UTC|GMT)|[ ]?[+-]\\d{2}:?\\d{2})?)?';
const Y4 = '(?:1[89]|20|21)\\d{2}';
const MM = '(?:0?[1-9]|1[0-2])';
const DD = '(?:0?[1-9]|[12]\\d|3[01])';
const DATE = new RegExp(
  [
    `${Y4}[-/.]${MM}[-/.]${DD}${CLOCK}`,
    `(?:${MM}([-/.])${DD}|${DD}([-/.])${MM})(?:\\1|\\2)(?:${Y4}|'?\\d{2})${CLOCK}`,
    `${Y4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:T?(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?)?(?:[+-]\\d{4}|Z)?`,
    `(?:[a-z]{3,9},? )?${DD}(?:st|nd|rd|th|\\.)?(?: of| de)?[- /.]{0,2}${MONTH}\\.?(?:[- /,.]| de ){0,3}(?:${Y4}|'?\\d{2})${CLOCK}`,
    `(?:[a-z]{3,9},? )?${MONTH}\\.?[- /]{1,2}${DD}(?:st|nd|rd|th)?(?:,? {0,2}(?:${Y4}|'\\d{2}))?${CLOCK}`,
    `${Y4}[- /]${MONTH}[- /]${DD}${CLOCK}`,
    `(?:0[1-9]|1[0-2])[-/]${Y4}|${Y4}[-/](?:0[1-9]|1[0-2])`,
    `${MONTH}\\.?[-, /]{1,2}${Y4}`,
  ]
    .map((form) => `^(?:${form})$`)
    .join('|'),
  'i',
);

const ICD10 = /^[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?$/;
const ICD10_PLAIN = /^[A-TV-Z]\d[0-9A-B][0-9A-Z]{0,4}$/;
const ICD9 = /^(?:V\d{2}|E\d{3}|\d{3})\.\d{1,2}$/;
const LOINC = /^\d{1,5}-\d$/;
const NDC = /^(?:\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d{1,2})$/;
const HCPCS = /^[A-V]\d{4}$/;
const ATC = /^[A-Z]\d{2}[A-Z]{2}\d{2}$/;

/** Whether a text stands for "nothing here". */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  // No way to write it begins with a digit.
  return !(first >= 0x30 && first <= 0x39) && BLANK.test(text);
}

/** Whether a text is what a redaction or one of our own tools leaves. */
export function isReplaced(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** What a cell looks like; the most telling look it has. */
export function lookOf(value: string): Look {
  const text = value.trim();
  if (isBlank(text)) return 'blank';
  if (PLACEHOLDER.test(text)) return 'placeholder';
  const digits = /\d/.test(text);
  if (!digits) return lookWithoutDigits(text);
  if (text.length > 120) return 'prose';
  if (text.includes('@') && EMAIL.test(text)) return 'email';
  if (UUID.test(text)) return 'uuid';
  if (DATE.test(text) || readDate(text) !== undefined) return 'date';
  if (NUMBER.test(text) || TIME.test(text)) return 'number';
  return lookWithDigits(text);
}

function lookWithoutDigits(text: string): Look {
  if (text.includes('@') && EMAIL.test(text)) return 'email';
  if (SURROGATE.test(text)) return 'surrogate';
  if (URL_TEXT.test(text)) return 'url';
  if (text.includes(':') && IPV6.test(text)) return 'ip';
  if (text.includes(',') && LAST_FIRST.test(text) && countWords(text) <= 6) return 'last_first';
  if (PHOTO.test(text)) return 'photo';
  if (DATE.test(text)) return 'date';
  if (UNIT.test(text)) return 'unit';
  return text.length > 120 || countWords(text) > 8 ? 'prose' : 'words';
}

function lookWithDigits(text: string): Look {
  if (SSN.test(text)) return 'ssn';
  if (IPV4.test(text) || (text.includes(':') && IPV6.test(text))) return 'ip';
  if (MAC.test(text)) return 'mac';
  if (URL_TEXT.test(text)) return 'url';
  if (isMedicalCode(text)) return 'medical_code';
  if (ZIP9.test(text)) return 'zip9';
  if (PHONE.test(text) && (NORTH_AMERICAN.test(text) || digitsOf(text) >= 9)) return 'phone';
  if (COORDINATES.test(text)) return 'coordinates';
  if (STREET.test(text)) return 'street';
  if (VIN.test(text) && digitsOf(text) >= 3) return 'vin';
  if (/^[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}$/.test(text)) return 'iban';
  if (RECORD.test(text)) return 'record';
  if (HASH.test(text)) return 'hash';
  if (PHOTO.test(text)) return 'photo';
  if (
    QUANTITY.test(text) &&
    (QUANTITY_UNIT.test(text) || /^[<>≤≥~ \d.,/:x-]+$/.test(text)) &&
    digitsOf(text) < 7
  )
    return 'quantity';
  if (UNIT.test(text)) return 'unit';
  if (CODE.test(text)) return 'code';
  return countWords(text) > 8 ? 'prose' : 'words';
}

/** A code of ICD, LOINC, NDC, HCPCS or ATC by its form; SNOMED by its check digit. */
export function isMedicalCode(text: string): boolean {
  return (
    ICD10.test(text) ||
    ICD10_PLAIN.test(text) ||
    ICD9.test(text) ||
    (LOINC.test(text) && isLoinc(text)) ||
    NDC.test(text) ||
    HCPCS.test(text) ||
    ATC.test(text)
  );
}

/** The mod 10 check digit of LOINC, which doubles every second digit from the right. */
function isLoinc(text: string): boolean {
  const [body = '', check] = text.split('-');
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) {
    const value = Number(body.charAt(body.length - 1 - at)) * (at % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return String((10 - (sum % 10)) % 10) === check;
}

const VERHOEFF_TIMES = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const VERHOEFF_TURN = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** A SNOMED CT identifier of a concept, description or relationship, by its partition and Verhoeff check digit. */
export function isSnomed(text: string): boolean {
  if (!/^\d{6,18}$/.test(text) || !/^(?:00|01|02|10|11|12)$/.test(text.slice(-3, -1))) return false;
  let check = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = Number(text.charAt(text.length - 1 - at));
    check = Number(VERHOEFF_TIMES[check]?.charAt(Number(VERHOEFF_TURN[at % 8]?.charAt(digit))));
  }
  return check === 0;
}

export function digitsOf(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) count += 1;
  }
  return count;
}

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}

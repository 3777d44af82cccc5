import { readDate, type IdentifierClass } from '../../../../shared/domain/index.ts';
import { headerWords, holdsPhrase } from './header-words.ts';

/** A few of a column's different values, and how many of its filled cells each stands for. */
export interface SampleValue {
  readonly text: string;
  readonly weight: number;
}

interface ClassRule {
  readonly class: IdentifierClass;
  /** Header phrases that point to the class, and those that speak against it. */
  readonly header: readonly string[];
  readonly unless?: readonly string[];
  /** What a cell must look like under such a header. */
  readonly cell: (text: string) => boolean;
  /** Whether cells of that look tell the class whatever the header says. */
  readonly cellsSuffice?: (text: string) => boolean;
}

const SSN = /^(?:\d{3}[- ]\d{2}[- ]\d{4}|[xX*]{3}-?[xX*]{2}-?\d{4})$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const PHONE = /^(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}(?: ?(?:x|ext\.?) ?\d{1,6})?$/i;
const URL_TEXT = /^(?:https?:\/\/|www\.)\S+$/i;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const IPV6 = /^(?=.*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:.]{3,45}$/i;
const STREET =
  /^\d+[a-z]?\s+\S.*\b(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place|pl|terrace|highway|hwy|square|circle)\b/i;
const ZIP = /^(?:\d{3,5}|\d{5}-?\d{4})$/;
const CODE = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/ -]{2,31}$/;
const LAST_FIRST = /^\p{Lu}[\p{L}'’ -]+, ?\p{Lu}[\p{L}'’.]+(?: \p{Lu}[\p{L}.]*)?$/u;
const PERSON = /^(?=.*\p{L}{2})[\p{L}\p{M}'’.,() -]{2,60}$/u;

const isCode = (text: string): boolean => CODE.test(text);
const isDate = (text: string): boolean => readDate(text) !== undefined;
const isIp = (text: string): boolean => IPV4.test(text) || IPV6.test(text);
const hasSevenDigits = (text: string): boolean => (text.match(/\d/g) ?? []).length >= 7 && !isDate(text);
const isPerson = (text: string): boolean => PERSON.test(text) && text.split(/\s+/).length <= 6;

/** In this order; the first rule that most cells meet decides. */
const RULES: readonly ClassRule[] = [
  { class: 'EMAIL', header: ['email', 'e mail', 'mail'], cell: matches(EMAIL), cellsSuffice: matches(EMAIL) },
  {
    class: 'URL',
    header: ['url', 'uri', 'website', 'link', 'portal', 'homepage'],
    cell: matches(URL_TEXT),
    cellsSuffice: matches(URL_TEXT),
  },
  { class: 'IP', header: ['ip', 'ipv4', 'ipv6', 'ip address'], cell: isIp, cellsSuffice: isIp },
  {
    class: 'SSN',
    header: ['ssn', 'social security', 'social security number', 'soc sec'],
    cell: (text) => SSN.test(text) || /^\d{9}$/.test(text),
    cellsSuffice: matches(SSN),
  },
  { class: 'FAX', header: ['fax', 'telefax'], cell: hasSevenDigits },
  {
    class: 'PHONE',
    header: ['phone', 'telephone', 'tel', 'mobile', 'cell', 'cellphone', 'pager', 'contact number'],
    cell: hasSevenDigits,
    cellsSuffice: matches(PHONE),
  },
  { class: 'DATE', header: ['date', 'dob', 'birthdate'], cell: isDate, cellsSuffice: isDate },
  {
    class: 'HEALTH_PLAN_ID',
    header: [
      ...['health plan', 'healthplan', 'plan id', 'plan number', 'member id', 'member number', 'memberid'],
      ...['beneficiary', 'subscriber id', 'subscriber', 'insurance id', 'insurance number', 'policy number'],
      ...['policy id', 'medicare id', 'medicare number', 'medicaid id', 'medicaid number', 'mbi', 'hicn'],
    ],
    unless: ['name', 'type', 'kind'],
    cell: isCode,
  },
  {
    class: 'ACCOUNT',
    header: [
      ...['account', 'acct', 'account number', 'account id', 'billing id', 'billing number', 'invoice'],
      ...['encounter id', 'encounter number', 'visit id', 'visit number', 'csn', 'har', 'fin'],
    ],
    unless: ['type', 'status', 'balance', 'amount'],
    cell: isCode,
  },
  {
    class: 'MRN',
    header: [
      ...[
        'mrn',
        'medical record',
        'medrec',
        'patient id',
        'patient number',
        'patient no',
        'patientid',
        'pat id',
      ],
      ...['chart number', 'chart no', 'person id', 'subject id', 'hospital number', 'patient mrn', 'pid'],
    ],
    cell: isCode,
    cellsSuffice: (text) => /^mrn[-:# ]?\d{3,}/i.test(text),
  },
  {
    class: 'LICENSE',
    header: [
      'license',
      'licence',
      'license number',
      'npi',
      'dea',
      'certificate',
      'certificate number',
      'passport',
    ],
    unless: ['type', 'state'],
    cell: isCode,
  },
  { class: 'VEHICLE', header: ['vin', 'vehicle', 'plate', 'license plate'], unless: ['type'], cell: isCode },
  {
    class: 'DEVICE',
    header: ['device', 'serial', 'serial number', 'udi', 'implant', 'pacemaker', 'mac address'],
    unless: ['type', 'count', 'days', 'name'],
    cell: (text) => isCode(text) && text.length >= 5,
    cellsSuffice: (text) => /^(?:SN|S\/N)[-: #]?\w{4,}$/i.test(text),
  },
  {
    class: 'BIOMETRIC',
    header: ['fingerprint', 'voiceprint', 'retina scan', 'biometric'],
    cell: (text) => text.length > 3,
  },
  {
    class: 'PHOTO',
    header: ['photo', 'photograph', 'portrait', 'face image'],
    cell: (text) => text.length > 3,
  },
  {
    class: 'ZIP',
    header: ['zip', 'zipcode', 'zip code', 'zip5', 'zip9', 'postal', 'postal code', 'postcode'],
    cell: matches(ZIP),
    cellsSuffice: matches(/^\d{5}-\d{4}$/),
  },
  {
    class: 'ADDRESS',
    header: [
      'address',
      'addr',
      'street',
      'city',
      'town',
      'county',
      'precinct',
      'village',
      'residence',
      'geocode',
    ],
    cell: (text) => /\p{L}{2}/u.test(text) && !text.includes('['),
    cellsSuffice: matches(STREET),
  },
  {
    class: 'NAME',
    header: [
      ...[
        'name',
        'surname',
        'lastname',
        'firstname',
        'forename',
        'fname',
        'lname',
        'maiden',
        'patient',
        'guarantor',
      ],
      ...[
        'next of kin',
        'kin',
        'nok',
        'guardian',
        'spouse',
        'mother',
        'father',
        'emergency contact',
        'physician',
      ],
      ...['attending', 'surgeon', 'provider', 'doctor', 'nurse', 'clinician', 'employer', 'fullname'],
    ],
    unless: [
      ...[
        'drug',
        'medication',
        'test',
        'lab',
        'ward',
        'unit',
        'facility',
        'hospital',
        'department',
        'clinic',
        'plan',
      ],
      ...[
        'payer',
        'procedure',
        'diagnosis',
        'product',
        'brand',
        'site',
        'type',
        'specialty',
        'class',
        'status',
        'group',
      ],
    ],
    cell: isPerson,
    cellsSuffice: matches(LAST_FIRST),
  },
  {
    class: 'OTHER_ID',
    header: [
      'uuid',
      'guid',
      'accession',
      'accession number',
      'specimen id',
      'barcode',
      'study id',
      'study number',
    ],
    cell: isCode,
    cellsSuffice: matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
  },
];

/** Cells that must look like the class: under a header that names it, and under any other header. */
const SHARE_WITH_HEADER = 0.5;
const SHARE_WITHOUT_HEADER = 0.8;

/** Names have no telling form, so without a header many different ones must stand there. */
const FEWEST_DIFFERENT_NAMES = 20;

/**
 * The identifier class of a column by the words of its header and the look of its cells, with the
 * share of filled cells that look so. Undefined where no rule is met: a surrogate, a redacted cell
 * or a year alone looks like none.
 */
export function identifierClass(
  header: string,
  sample: readonly SampleValue[],
): { class: IdentifierClass; share: number } | undefined {
  const words = headerWords(header);
  const total = sample.reduce((sum, value) => sum + value.weight, 0);
  if (total === 0) return undefined;
  const share = (looks: (text: string) => boolean): number =>
    sample.reduce((sum, value) => (looks(value.text) ? sum + value.weight : sum), 0) / total;
  for (const rule of RULES) {
    if (!holdsPhrase(words, rule.header) || holdsPhrase(words, rule.unless ?? [])) continue;
    const found = share(rule.cell);
    if (found >= SHARE_WITH_HEADER) return { class: rule.class, share: found };
  }
  for (const rule of RULES) {
    if (rule.cellsSuffice === undefined) continue;
    if (rule.class === 'NAME' && sample.length < FEWEST_DIFFERENT_NAMES) continue;
    const found = share(rule.cellsSuffice);
    if (found >= SHARE_WITHOUT_HEADER) return { class: rule.class, share: found };
  }
  return undefined;
}

function matches(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}

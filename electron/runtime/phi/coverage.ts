import type { IdentifierClass } from '../../../shared/domain/index.ts';
import { createDocumentDetector, type DocumentDetector } from './structures/documents.ts';

/** What the detector that runs finds of one class when it is tried. */
export interface TriedClass {
  readonly class: IdentifierClass;
  /** What found it in a sentence; empty where nothing did. */
  readonly inText: readonly string[];
  /** What found it in a table; empty where nothing did. */
  readonly inTables: readonly string[];
}

/** A sentence, and a column under its header, with one invented value of a class in each. */
interface Probe {
  readonly sentence: readonly [before: string, value: string, after: string];
  readonly column: readonly [header: string, ...values: string[]];
}

const PROBES: Readonly<Record<IdentifierClass, Probe>> = {
  NAME: {
    sentence: ['Seen by Dr. ', 'Nia Okafor', ' at noon.'],
    column: ['patient_name', 'Okafor, Nia', 'Holt, Maren', 'Quell, Robert'],
  },
  ADDRESS: {
    sentence: ['Lives at ', '6131 Orchard Street', ' alone.'],
    column: ['address', '6131 Orchard Street', '12 Elm Road', '400 Lake Avenue'],
  },
  ZIP: { sentence: ['Home ZIP code ', '04001', '.'], column: ['zip', '04001', '53140', '60612'] },
  DATE: {
    sentence: ['Admitted on ', 'March 14, 2024', '.'],
    column: ['admit_date', '2024-03-14', '2024-04-02', '2024-05-20'],
  },
  AGE_OVER_89: { sentence: ['This is a ', '93', ' year old man.'], column: ['age', '93', '97', '91'] },
  PHONE: {
    sentence: ['Phone ', '(206) 555-0134', ' at night.'],
    column: ['phone', '206-555-0134', '313-555-0110', '255-555-0142'],
  },
  FAX: {
    sentence: ['Fax ', '605-555-9972', ' for records.'],
    column: ['fax', '605-555-9972', '605-555-9973', '605-555-9974'],
  },
  EMAIL: {
    sentence: ['Write to ', 'j.doe@example.org', ' today.'],
    column: ['email', 'j.doe@example.org', 'm.holt@example.org', 'r.quell@example.org'],
  },
  SSN: {
    sentence: ['SSN ', '142-94-2349', ' on file.'],
    column: ['ssn', '142-94-2349', '219-09-9999', '318-22-4471'],
  },
  MRN: {
    sentence: ['MRN: ', '48213377', ' was reviewed.'],
    column: ['mrn', '48213377', '48213401', '48213519'],
  },
  HEALTH_PLAN_ID: {
    sentence: ['Member ID ', 'W2291-884-03', ' is active.'],
    column: ['member_id', 'W2291-884-03', 'W2291-885-01', 'W2291-991-02'],
  },
  ACCOUNT: {
    sentence: ['Account number ', '4482-119-305', ' is open.'],
    column: ['account_no', '4482119305', '4482119412', '4482119777'],
  },
  LICENSE: {
    sentence: ['Signed under NPI ', '1260141217', '.'],
    column: ['npi', '1260141217', '1841303110', '1588667638'],
  },
  VEHICLE: {
    sentence: ['VIN ', '1HGCM82633A982281', ' in the lot.'],
    column: ['license_plate', 'FWP 8215', 'JVW 0381', 'KLM 7731'],
  },
  DEVICE: {
    sentence: ['Pump serial number ', 'LW8191222', ' works.'],
    column: ['device_serial', 'LW8191222', 'LW8191223', 'QX7719001'],
  },
  URL: {
    sentence: ['See ', 'www.example.org/pt/834571', ' for it.'],
    column: [
      'portal_url',
      'https://example.org/pt/1',
      'https://example.org/pt/2',
      'https://example.org/pt/3',
    ],
  },
  IP: {
    sentence: ['Logged in from ', '10.137.146.222', ' today.'],
    column: ['ip_address', '10.137.146.222', '10.137.146.9', '10.137.2.17'],
  },
  BIOMETRIC: {
    sentence: ['Fingerprint ID ', 'iris-8156-MR', ' matched.'],
    column: ['fingerprint', 'fp-8156-aa', 'fp-9001-bc', 'fp-1177-zz'],
  },
  PHOTO: {
    sentence: ['The photo ', 'img_6694.png', ' was uploaded.'],
    column: ['photo', 'img_6694.png', 'img_6695.png', 'img_7001.png'],
  },
  OTHER_ID: {
    sentence: ['Accession number ', 'L24-0098127', ' was read.'],
    column: ['accession_number', 'L24-0098127', 'L24-0098128', 'L24-0099001'],
  },
};

let tried: readonly TriedClass[] | undefined;

/**
 * Tries the detector that runs on one invented value of every class, in a sentence and in a table: what a table of coverage
 * says can then be held against what happens here. Takes some milliseconds the first time.
 */
export function tryEveryClass(): readonly TriedClass[] {
  if (tried !== undefined) return tried;
  const detector = createDocumentDetector();
  tried = (Object.keys(PROBES) as IdentifierClass[]).map((name) => ({
    class: name,
    inText: inSentence(detector, PROBES[name].sentence),
    inTables: inColumn(detector, PROBES[name].column),
  }));
  return tried;
}

function inSentence(
  detector: DocumentDetector,
  [before, value, after]: Probe['sentence'],
): readonly string[] {
  return foundBy(detector, before + value + after, before.length, value.length, 'note');
}

function inColumn(detector: DocumentDetector, [header, ...values]: Probe['column']): readonly string[] {
  const quoted = values.map((value, row) => `"${value}",${70 + row}`);
  const text = `${header},pulse\n${quoted.join('\n')}\n`;
  const [value = ''] = values;
  return foundBy(detector, text, text.indexOf(value), value.length, 'table');
}

/** What found a stretch, where every letter and figure of it was. */
function foundBy(
  detector: DocumentDetector,
  text: string,
  start: number,
  length: number,
  kind: 'note' | 'table',
): readonly string[] {
  const spans = detector.detect(text, kind).filter((span) => span.start < start + length && span.end > start);
  for (let at = start; at < start + length; at += 1)
    if (/[\p{L}\p{N}]/u.test(text[at] ?? '') && !spans.some((span) => span.start <= at && at < span.end))
      return [];
  return [...new Set(spans.map(({ by }) => by))];
}

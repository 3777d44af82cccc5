import { describe, expect, it } from 'vitest';
import { decideColumn } from './column-decision.ts';
import { decideTable } from './decide-table.ts';

function sample(cells: readonly string[]) {
  const counts = new Map<string, number>();
  for (const text of cells) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Array.from(counts, ([text, weight]) => ({ text, weight }));
}

function decided(header: string | undefined, cells: readonly string[]): string {
  const { treatment, label } = decideColumn(header, sample(cells));
  return label ?? treatment;
}

function many(make: (i: number) => string, count = 30): string[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

const NAMES = ['Maribel Okafor', 'John Thistle', 'Anna Vex', 'Robert Quell', 'Maria Lund', 'James Orr'];
const SNOMED = ['162673000', '185347001', '59621000', '10939881000119104', '44054006', '38341003'];

describe('a column under a header that says what it holds', () => {
  it.each<[string, readonly string[], string]>([
    ['Patient Name', NAMES, 'NAME'],
    ['ATTENDING', ['Okafor', 'Lund', 'Okafor', 'Lund'], 'NAME'],
    ['apellidos', ['García Ñúñez', 'Pérez de la Cruz'], 'NAME'],
    ['Geburtsdatum', ['03.04.1961', '1.12.1970'], 'DATE'],
    ['dob', ['19610304', '19701201'], 'DATE'],
    ['admit_dt', ['Mar 3, 2024 10:15', '3-APR-24'], 'DATE'],
    ['created', ['1700000000', '1700086400'], 'DATE'],
    ['year_of_birth', ['1961', '1970'], 'keep'],
    ['mrn', ['00123', '00124'], 'MRN'],
    ['patient', many((i) => `P${i}9`), 'MRN'],
    ['patient', NAMES, 'NAME'],
    ['Social Security No.', ['123456789', '987654321'], 'SSN'],
    ['ssn_last4', ['1234', '0042'], 'SSN'],
    ['home phone', ['617 555 0134', '6175550199'], 'PHONE'],
    ['fax_number', ['617-555-0134'], 'FAX'],
    ['NPI', ['1234567893', '1245319599'], 'LICENSE'],
    ['VIN', ['1HGCM82633A004352'], 'VEHICLE'],
    ['lat', ['42.3601', '41.2033'], 'ADDRESS'],
    ['postcode', ['SW1A 1AA', 'M1 1AE'], 'ZIP'],
    ['ip_address', ['10.0.0.1', 'fe80::1'], 'IP'],
    ['age', ['34', '91'], 'age'],
    ['age_group', ['18-24', '25-64', '65-74', '75-84'], 'keep'],
    ['comment', ['seen by the team today', 'no change since last week'], 'text'],
    ['mother', ['yes', 'no', 'yes'], 'text'],
    ['drug_name', ['Aspirin', 'Warfarin', 'Heparin', 'Metoprolol'], 'text'],
    ['devices', ['1', '2', '0'], 'keep'],
    ['long_term_care', ['Y', 'N'], 'keep'],
  ])('%s', (header, cells, expected) => {
    expect(decided(header, cells)).toBe(expected);
  });
});

describe('a column by its cells', () => {
  it.each<[string, readonly string[], string]>([
    ['names', NAMES, 'NAME'],
    [
      'unknown words with capitals',
      many((i) => `Zq${'aeiou'.charAt(i % 5)}v${'bdfgk'.charAt(i % 4)}x${i}`),
      'NAME',
    ],
    ['unknown codes', many((i) => `q-${i}-zz${i}`), 'OTHER_ID'],
    ['numbers of one length that all differ', many((i) => String(48_254_612 + i * 7919)), 'OTHER_ID'],
    ['numbers with leading zeros', many((i) => String(i * 31).padStart(6, '0')), 'OTHER_ID'],
    ['social security numbers', ['123-45-6789', '234-56-7890'], 'SSN'],
    ['identifiers of other systems', many((i) => `0b5f7a1e-0000-4000-8000-0000000000${10 + i}`), 'OTHER_ID'],
    ['hashes of something', many((i) => i.toString(16).padStart(64, 'a')), 'OTHER_ID'],
    ['streets', ['12 Larkspur St', '875 N BREA BLVD', '4 Quarry Trace Suite 2'], 'ADDRESS'],
    ['counts', many((i) => String(i)), 'keep'],
    ['measurements', many((i) => String(98 + i / 10)), 'keep'],
    ['sums of money', many((i) => (174_789.22 + i * 77_191).toFixed(2)), 'keep'],
    ['large counts of differing length', many((i) => String(97 * (i + 1) ** 3)), 'keep'],
    ['quantities', ['5 mg', '10 mg', '120/80', '<0.01'], 'keep'],
    ['units', ['mm[Hg]', '{score}', '/min', '10*3/uL', 'fL'], 'keep'],
    ['codes of SNOMED CT', SNOMED, 'keep'],
    ['codes of LOINC', ['8462-4', '32207-3', '71802-3'], 'keep'],
    ['codes of ICD', ['I50.9', 'J18.9', 'G40.9', 'E11.9'], 'keep'],
    ['categories', many((i) => ['routine', 'urgent', 'elective'][i % 3] ?? ''), 'keep'],
    [
      'terms of medicine',
      ['Sprain of wrist', 'Atopic dermatitis (disorder)', 'Pain in left knee', 'Prediabetes'],
      'text',
    ],
    ['surrogates', many((i) => 'bcdfghjklm'.slice(i % 5) + 'zxwvtsrqpn'.slice(0, i % 5)), 'keep'],
    ['redacted cells', ['[NAME]', '[NAME]'], 'keep'],
    ['nothing', ['', 'unknown', 'n/a', '-'], 'keep'],
  ])('%s', (_, cells, expected) => {
    expect(decided(undefined, cells)).toBe(expected);
    expect(decided('col7', cells)).toBe(expected);
  });
});

describe('a column under a misleading header', () => {
  it.each<[string, readonly string[], string]>([
    ['diagnosis', ['123-45-6789', '234-56-7890'], 'SSN'],
    ['notes', ['a@example.org', 'b@example.org'], 'EMAIL'],
    ['gender', many((i) => String(48_254_612 + i * 7919)), 'OTHER_ID'],
    ['email', ['1961-04-03', '1970-12-01'], 'DATE'],
    ['mrn', ['1961-04-03', '1970-12-01'], 'DATE'],
    [
      'status',
      many((i) => (NAMES[i % 6] ?? '').replace(/^\w+/, (first) => `${first} ${'ABCDE'.charAt(i % 5)}.`)),
      'NAME',
    ],
    ['patient_name', ['4.5', '7.25', '9'], 'keep'],
    ['date', ['5 mg', '10 mg'], 'keep'],
  ])('%s', (header, cells, expected) => {
    expect(decided(header, cells)).toBe(expected);
  });
});

describe('a table as a whole', () => {
  const labels = (...columns: readonly (readonly string[])[]): (string | undefined)[] =>
    decideTable(columns.map((cells) => ({ header: undefined, sample: sample(cells) }))).map(
      ({ treatment, label }) => label ?? treatment,
    );

  it('takes five digits beside a state for a ZIP code, and alone for counts', () => {
    const zips = ['92821', '94595', '92604'];
    expect(labels(['12 Larkspur St', '7 Quarry Rd', '9 Heron Ave'], ['CA', 'CA', 'NV'], zips)).toEqual([
      'ADDRESS',
      'keep',
      'ZIP',
    ]);
    expect(labels(zips)).toEqual(['keep']);
  });

  it('takes two columns of degrees side by side for places', () => {
    const latitudes = ['36.876816367399165', '37.95348558152866', '33.924523'];
    const longitudes = ['-121.30753822373747', '-122.72612808787224', '-117.865201'];
    expect(labels(latitudes, longitudes)).toEqual(['ADDRESS', 'ADDRESS']);
    expect(labels(latitudes, ['1', '2', '3'])).toEqual(['keep', 'keep']);
  });
});

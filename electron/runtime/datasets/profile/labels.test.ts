import { describe, expect, it } from 'vitest';
import { encodeCells } from '../storage/cells.ts';
import { profileCells } from './column-profile.ts';
import { labelsOf } from './labels.ts';

/** Class, labels and type that an import gives a column. */
function judged(header: string, cells: readonly (string | null)[]): string {
  const chunks = Array.from(encodeCells([...cells]), (chunk) => chunk.bytes);
  const { profile, type, freeText } = profileCells(header, chunks);
  const labels = labelsOf({ header, profile, freeText });
  return `${profile.identifier?.class ?? '-'} [${labels.join(' ')}] ${type}`;
}

function many(make: (i: number) => string, count = 40): string[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

const NAMES = ['Okafor, Maribel', 'Silverness, Perpetua', 'Lindquist, Bertrand'];

describe('what a column is taken for', () => {
  it.each<[string, readonly (string | null)[], string]>([
    ['MRN', many((i) => String(1000 + i)), 'MRN [direct_identifier] integer'],
    ['mrn', many((i) => String(1000 + (i % 20))), 'MRN [direct_identifier patient_key] integer'],
    ['PatientID', many((i) => `P-${i}00`), 'MRN [direct_identifier] text'],
    ['account_no', many((i) => `AC${1000 + (i % 9)}`), 'ACCOUNT [direct_identifier patient_key] text'],
    ['member id', many((i) => `HP${1000 + i}`), 'HEALTH_PLAN_ID [direct_identifier] text'],
    ['patient_name', NAMES, 'NAME [direct_identifier] text'],
    [
      'who',
      many((i) => `Silver${'abcdefghij'.charAt(i % 10)}${'klmnopqrst'.charAt(i % 7)}, Anna`),
      'NAME [direct_identifier] text',
    ],
    ['Surname', ['O’Neill', 'van der Berg', 'Ng'], 'NAME [direct_identifier] text'],
    ['drug_name', ['Aspirin', 'Warfarin', 'Heparin'], '- [clinical] text'],
    ['ssn', ['912-34-5678', '912345678'], 'SSN [direct_identifier] text'],
    ['x17', many((i) => `912-34-${5000 + i}`), 'SSN [direct_identifier] text'],
    ['contact', many((i) => `(617) 555-0${100 + i}`), 'PHONE [direct_identifier] text'],
    ['fax', ['617-555-0134'], 'FAX [direct_identifier] text'],
    ['reach', ['a@example.org', 'b@example.org'], 'EMAIL [direct_identifier] text'],
    ['link', ['https://portal.example.org/p/1'], 'URL [direct_identifier] text'],
    ['workstation', ['10.0.0.1', '192.168.1.20', 'fe80::1'], 'IP [direct_identifier] text'],
    ['home_address', ['12 Larkspur St, Marlow', 'PO Box 7'], 'ADDRESS [direct_identifier] text'],
    ['a1', ['12 Larkspur St', '7b Quarry Road, Marlow', '901 Heron Ave'], 'ADDRESS [direct_identifier] text'],
    ['city', ['Marlow', 'Ellery'], 'ADDRESS [direct_identifier] text'],
    ['device_serial', many((i) => `SN-${8000 + i}`), 'DEVICE [direct_identifier] text'],
    ['device_type', ['pump', 'monitor'], '- [] text'],
    ['zip', ['02139', '10456-1234'], 'ZIP [quasi_identifier] text'],
    ['zip', ['021', '104', '000'], 'ZIP [quasi_identifier] integer'],
    ['dob', ['1950-02-03', '02/03/1951'], 'DATE [date] date'],
    ['discharged', ['2024-02-03 10:15', '2024-02-04 11:00'], 'DATE [date] timestamp'],
    ['dob', ['1950', '1951'], '- [] integer'],
    ['age', ['50', '91'], '- [quasi_identifier] integer'],
    ['sex', ['F', 'M'], '- [quasi_identifier] text'],
    ['total_charge', ['100.50', '7'], '- [financial] double'],
    ['icd10', ['I50.9', 'J18.9'], '- [clinical] text'],
    ['smoker', ['yes', 'no'], '- [clinical] boolean'],
    ['mrn', ['bcdfghjklm', 'zxwvtsrqpn'], '- [] text'],
    ['patient_name', ['[NAME]', '[NAME]'], '- [] text'],
    ['remark', many((i) => `Seen on the ward, stable and eating well, day ${i}`), '- [free_text] text'],
    ['empty', [null, null], '- [] text'],
  ])('%s', (header, cells, expected) => {
    expect(judged(header, cells)).toBe(expected);
  });

  it('needs most cells to look like the class', () => {
    expect(judged('mrn', ['see chart', 'on paper', 'at the desk', '12345'])).toBe('- [] text');
    expect(judged('mrn', ['unknown', 'none', 'n/a', '12345'])).toBe('MRN [direct_identifier] text');
    expect(judged('notes', ['a@example.org', ...many((i) => `value ${i}`)])).toBe('- [clinical] text');
  });

  it('takes a few repeats for duplicates, not for a key', () => {
    const cells = [...many((i) => String(10_000 + i), 200), '10001', '10002'];
    expect(judged('mrn', cells)).toBe('MRN [direct_identifier] integer');
  });
});

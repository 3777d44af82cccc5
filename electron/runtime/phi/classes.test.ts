import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentifierClass } from '../../../shared/domain/index.ts';
import { createRedactor } from './index.ts';

const redactor = createRedactor();

function found(text: string): string[] {
  return redactor.detect(text).map(({ start, end, label }) => `${label} ${text.slice(start, end)}`);
}

interface Case {
  /** Text and the stretch of it that has to be found whole. */
  readonly yes: readonly (readonly [text: string, value: string])[];
  /** The nearest things that have to stay. */
  readonly no: readonly string[];
}

const CASES: Readonly<Partial<Record<IdentifierClass, Case>>> = {
  NAME: {
    yes: [
      ['Attending: Okafor-Lindqvist, Nia B.', 'Okafor-Lindqvist, Nia B.'],
      ['seen by Willem van der Merwe today', 'Willem van der Merwe'],
      ['DR. THISTLEWAITE SAW HER', 'THISTLEWAITE'],
      ['pt was seen by dr. castellanos at noon', 'castellanos'],
      ['Electronically signed by J. P. Okonkwo, MD', 'J. P. Okonkwo'],
      ['BURGESS, JASON | N384610 | 20-Sep-1946', 'BURGESS, JASON'],
      ['Her niece Keisha assists with medications.', 'Keisha'],
      ['Seen with fellow Priyanka. No changes.', 'Priyanka'],
    ],
    no: [
      'Murphy sign negative, Homans negative, Romberg negative, Babinski downgoing.',
      'Crohn disease, Graves disease, Bell palsy, Whipple procedure, Foley catheter.',
      'Start Lantus, Tylenol, Spiriva and metoprolol.',
      'Dr. X saw the patient. Ms. A was well. He saw Dr. XYZ.',
    ],
  },
  DATE: {
    yes: [
      ['admitted on Monday, 6 May at 10:15', 'Monday, 6 May'],
      ['seen Jan 22, ’24 here', 'Jan 22, ’24'],
      ['el 27 de febrero de 2013 ingresa', '27 de febrero de 2013'],
      ['from 3/14/24-3/20/24 inpatient', '3/14/24-3/20/24'],
      ['last July she fell', 'last July'],
      ['поступила 5 марта 2020 г.', '5 марта 2020'],
      ['created 2024-03-14T07:15:00Z', '2024-03-14T07:15:00Z'],
    ],
    no: [
      'MMSE 11/30, pain 3/10, strength 4/5.',
      'since 1998, in the 1970s, FY 2020-2021.',
      'Return on Monday at 08:30.',
    ],
  },
  AGE_OVER_89: {
    yes: [
      ['a 93yo man', '93yo'],
      ['a 101-year-old woman', '101-year-old'],
      ['her ninety-four-year-old mother', 'ninety-four-year-old'],
    ],
    no: ['a 89-year-old man', 'pooled as 90+', 'SpO2 93%, HR 98, BP 120/93'],
  },
  SSN: {
    yes: [
      ['SSN 142 94 2349 on file', '142 94 2349'],
      ['SSN: ***-**-4880', '4880'],
      ['123-45-6789', '123-45-6789'],
    ],
    no: ['ratio 1-2-3', 'sizes 40-50-60'],
  },
  PHONE: {
    yes: [
      ['daughter (313 555 0110) says', '313 555 0110'],
      ['cell - (255) 681-0142', '(255) 681-0142'],
      ['call back 643/322-0684', '643/322-0684'],
      ['pager 38163', '38163'],
      ['+34 948 25 54 00', '+34 948 25 54 00'],
    ],
    no: ['WBC 310 555', 'a dose of 500-1000 mg'],
  },
  FAX: { yes: [['results were faxed to 605/555-9972.', '605/555-9972']], no: ['the fax was busy'] },
  EMAIL: { yes: [['mail j.doe+x@mail.example.org now', 'j.doe+x@mail.example.org']], no: ['a @ b'] },
  URL: {
    yes: [['see www.example.org/pt/834571.', 'www.example.org/pt/834571']],
    no: ['visits.net is a column'],
  },
  IP: {
    yes: [
      ['from 10.137.146.222 today', '10.137.146.222'],
      ['from 41cc:25e1:ac7d:a821:79d6:730c:1:2', '41cc:25e1:ac7d:a821:79d6:730c:1:2'],
    ],
    no: ['at 12:30:45', 'section 4.5.6.7.8', 'version 1.2.3'],
  },
  MRN: {
    yes: [
      ['MRN: AB 123456', 'AB 123456'],
      ['NHC: 5221413.', '5221413'],
      ['chart #681615-4', '681615-4'],
    ],
    no: ['The patient is 100 percent compliant.', 'chart 12 was reviewed'],
  },
  HEALTH_PLAN_ID: {
    yes: [
      ['Medicare 7S66P44AU11.', '7S66P44AU11'],
      ['NASS: 23 14657845 23.', '23 14657845 23'],
      ['Member ID W2291-884-03', 'W2291-884-03'],
    ],
    no: ['Plan 3 was discussed'],
  },
  ACCOUNT: {
    yes: [
      ['card 4111 1111 1111 1111 lost', '4111 1111 1111 1111'],
      ['IBAN GB82 WEST 1234 5698 7654 32', 'GB82 WEST 1234 5698 7654 32'],
    ],
    no: ['SNOMED 44054006', '100 000 units'],
  },
  LICENSE: {
    yes: [
      ['(NPI 1260141217)', '1260141217'],
      ['DEA WA2311003', 'WA2311003'],
      ['NºCol: 31 28 90687.', '31 28 90687'],
    ],
    no: ['ICD-10 E11.9, CPT 99213'],
  },
  VEHICLE: {
    yes: [
      ['VIN 1HGCM82633A982281', '1HGCM82633A982281'],
      ['with plate FWP 8215.', 'FWP 8215'],
      ['plate jvw-038', 'jvw-038'],
    ],
    no: ['a growth plate fracture'],
  },
  DEVICE: {
    yes: [
      ['pump S/N LW8191222; no alarms', 'LW8191222'],
      ['00:1B:44:11:3A:B7', '00:1B:44:11:3A:B7'],
    ],
    no: ['device checked, model unknown'],
  },
  BIOMETRIC: {
    yes: [['Fingerprint ID iris-8156-MR matched', 'iris-8156-MR']],
    no: ['iris normal, retina flat'],
  },
  PHOTO: { yes: [['photo img_6694.png uploaded', 'img_6694.png']], no: ['a photo was taken'] },
  ADDRESS: {
    yes: [
      ['lives at 6131 David Orchard in Collinsstad.', '6131 David Orchard'],
      ['P.O. Box 5061', 'P.O. Box 5061'],
      ['Domicilio: Calle Las puertas 13, 9A.', 'Calle Las puertas 13, 9A'],
      ['at 864 Piazzetta Scalette Rubiani 104', '864 Piazzetta Scalette Rubiani 104'],
      ['Adres: Kerkstraat 12', 'Kerkstraat 12'],
      ['treated at St. Joseph Hospital in Chicago', 'St. Joseph Hospital in Chicago'],
      ['Hospital Universitario de la Princesa', 'Hospital Universitario de la Princesa'],
    ],
    no: [
      'PLT 302 NA 138 K 4.1 CL 102',
      'Hospital course was uneventful.',
      'Outpatient clinic in 2 weeks.',
      'A history of Wilson disease, and the Framingham Heart Study.',
    ],
  },
  ZIP: {
    yes: [
      ['Home ZIP code 04001.', '04001'],
      ['New zip code 25842-7674 on file', '25842-7674'],
      ['Kenosha, WI 53140-1234', '53140-1234'],
      ['CP: 28046.', '28046'],
      ['postcode SW1A 1AA', 'SW1A 1AA'],
    ],
    no: ['platelets 62704'],
  },
  OTHER_ID: {
    yes: [
      ['Aadhaar=2345 6789 0123;', '2345 6789 0123'],
      ['SPD case 24-000118.', '24-000118'],
      ['specimen L24-0098127', 'L24-0098127'],
      ['550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440000'],
    ],
    no: ['LOINC 2345-7, RxNorm 860975, NDC 0002-8215-01, NCT01234567', 'HLA-B27, CA19-9, COVID-19, IL-6'],
  },
};

describe.each(Object.entries(CASES))('%s', (label, { yes, no }) => {
  it.each(yes)('is found whole in: %s', (text, value) => {
    const start = text.indexOf(value);
    const covered = new Set<number>();
    const labels = new Set<string>();
    for (const span of redactor.detect(text)) {
      if (span.start < start + value.length && span.end > start) labels.add(span.label);
      for (let at = span.start; at < span.end; at += 1) covered.add(at);
    }
    const missed = Array.from(value, (unit, at) =>
      /[\p{L}\p{N}]/u.test(unit) && !covered.has(start + at) ? unit : '',
    ).join('');
    expect({ missed, labels: [...labels] }).toEqual({
      missed: '',
      labels: expect.arrayContaining([label]) as unknown,
    });
  });

  it.each(no)('is not found in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each(yes)('is found across odd characters in: %s', (text, value) => {
    // A zero-width space behind each second character, and every digit in its full-width form.
    const hidden = Array.from(text, (unit, at) => {
      const wide = /\d/.test(unit) ? String.fromCharCode(unit.charCodeAt(0) + 0xfee0) : unit;
      return at % 2 === 1 ? `${wide}\u200b` : wide;
    }).join('');
    const left = redactor.redact(hidden).text.normalize('NFKC').replaceAll('\u200b', '');
    expect(left).not.toContain(value);
  });
});

describe('any bytes', () => {
  it('never make it fail, and its spans keep their order', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, wide) => {
        const text = new TextDecoder(wide ? 'utf-16le' : 'latin1').decode(bytes);
        let last = 0;
        for (const { start, end } of redactor.detect(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 150 },
    );
  });
});

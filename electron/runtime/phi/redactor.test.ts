import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDENTIFIER_CLASSES } from '../../../shared/domain/index.ts';
import { createRedactor } from './index.ts';

const redactor = createRedactor();
const clean = (text: string): string => redactor.redact(text).text;

describe('what is replaced', () => {
  it.each([
    ['SSN 123-45-6789 on file', 'SSN [SSN] on file'],
    ['Sister Philomena reachable in the evening', 'Sister [NAME] reachable in the evening'],
    ['social security number is 123456789', 'social security number is [SSN]'],
    ['SSN ending in 6789', 'SSN ending in [SSN]'],
    ['Phone: (310) 555-1234 x12, fax 310-555-9876', 'Phone: [PHONE], fax [FAX]'],
    ['call 555-0142 or +44 20 7946 0958', 'call [PHONE] or [PHONE]'],
    ['Records were faxed to (263) 404-1929.', 'Records were faxed to [FAX].'],
    ['write to j.doe+x@mail.example.org, please', 'write to [EMAIL], please'],
    ['reach me: jane [at] example [dot] org', 'reach me: [EMAIL]'],
    ['see https://portal.example.org/pt/834571.', 'see [URL].'],
    ['see www.myhealth-example.com/joseph95 today', 'see [URL] today'],
    ['from IP 10.137.146.222 and 2e21:864a:48f6:e89b:82e5:7281:8c80:1713', 'from IP [IP] and [IP]'],
    ['MAC 00:1B:44:11:3A:B7', 'MAC [DEVICE]'],
    ['MRN: 00482913; chart #681615-4', 'MRN: [MRN]; chart #[MRN]'],
    [
      'Patient ID ABC-12345 and medical record number 5467980',
      'Patient ID [MRN] and medical record number [MRN]',
    ],
    ['Member ID: XQ-887766, Medicare 6C62K13AP25', 'Member ID: [HEALTH_PLAN_ID], Medicare [HEALTH_PLAN_ID]'],
    [
      'Account number 9876543210; IBAN GB82 WEST 1234 5698 7654 32',
      'Account number [ACCOUNT]; IBAN [ACCOUNT]',
    ],
    ["driver's license A2891259, DEA WA2311003", "driver's license [LICENSE], DEA [LICENSE]"],
    ['VIN 1HGCM82633A545031, plate BTD-801', 'VIN [VEHICLE], plate [VEHICLE]'],
    ['pacemaker serial number SN-7354-WH330', 'pacemaker serial number [DEVICE]'],
    ['Fingerprint ID FP-857879; photo IMG_0718.png', 'Fingerprint ID [BIOMETRIC]; photo [PHOTO]'],
    ['Job #7184293, specimen S22-90547', 'Job #[OTHER_ID], specimen [OTHER_ID]'],
    ['lives at 77 North Shore Blvd., Unit 1605', 'lives at [ADDRESS]'],
    ['PO Box 950, Springfield, IL 62704-1234', '[ADDRESS] [ZIP]'],
    ['treated at St. Vincent Hospital in Chicago', 'treated at [ADDRESS]'],
    ['a pleasant 91-year-old woman, mother aged 102', 'a pleasant [AGE_OVER_89] woman, mother [AGE_OVER_89]'],
    ['her ninety-two year-old father', 'her [AGE_OVER_89] father'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    '2024-03-14',
    '2024-03-14T07:15:00Z',
    '03/14/2024',
    '3/14/24',
    '14.03.2024',
    '20240314',
    '14-Mar-2024',
    '14MAR2024',
    'March 14, 2024',
    'Mar 14th, 2024',
    '14 March 2024',
    '14th of March',
    'March 2024',
    '03/2024',
    '2024-03',
    'on 3/14',
    'from 3/14 to 3/20',
    'DOB 8/24',
    'Christmas Eve',
    'in March',
    'on the 23rd',
  ])('the date in: %s', (text) => {
    expect(clean(`x ${text} y`)).not.toMatch(/\d|Mar|Christmas/);
    expect(clean(`x ${text} y`)).toContain('[DATE]');
  });

  it.each([
    ['Dr. Okafor-Lindqvist saw Mr. van der Merwe.', 'Dr. [NAME] saw Mr. [NAME].'],
    ['DR. THISTLEWICK AND MRS. OKAFOR', 'DR. [NAME] AND MRS. [NAME]'],
    ['Patient: Okafor, Nia B.', 'Patient: [NAME]'],
    ['Attending: J. P. Thistlewick, MD', 'Attending: [NAME], MD'],
    ['seen with Priya Raghunathan, NP today', 'seen with [NAME], NP today'],
    ['Her daughter Keisha called. Keisha said yes.', 'Her daughter [NAME] called. [NAME] said yes.'],
    ['Electronically signed by Elif Yilmaz', 'Electronically signed by [NAME]'],
    ['My name is Rubija', 'My name is [NAME]'],
    ['Patient named Michael J. is stable', 'Patient named [NAME] is stable'],
    ['BURGESS, JASON | N384610 | note', '[NAME] | [MRN] | note'],
    [
      'dr. castellanos notified, electronically signed by l. guerrero, md',
      'dr. [NAME] notified, electronically signed by [NAME], md',
    ],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe('what stays', () => {
  it.each([
    'Hgb 10.2, plt 188, WBC 12.4, Na 138, BP 120/80, HR 88, SpO2 97% on 2L, T 98.6, pain 5/10, strength 4/5.',
    'E11.9, I10, S72.001A, M54.50; LOINC 2345-7; CPT 99213; NDC 0002-8215-01; SNOMED 44054006; RxNorm 860975.',
    'Gleason 3+4=7, GCS 15, NYHA III, Apgar 8/9, Glasgow 14, CHA2DS2-VASc 3, T2N0M0, ASA 2, MELD 18.',
    'Crohn disease, Parkinson disease, Graves disease, Foley catheter, Whipple procedure, Hodgkin lymphoma.',
    'Diagnosed in 2019; hypertension since 1998; the 1970s; a 45-year-old man; 89 years old; age 90+.',
    'metoprolol 25 mg BID, insulin 10 units, 5-0 nylon x 4, 20 mEq KCl, 1,000 mL NS over 8 h at 125 mL/h.',
    'Follow-up in 2 weeks, at 08:30 on Monday, 3-5 days, 10-14 days, 7/7 days, q4-6h, 1-2 tablets.',
    'The patient denies chest pain. Patient Education was given. Name: unknown. Nurse: at bedside.',
    'Mother GERD, father CAD. Sister Parkinson disease. Son lives nearby. Brother Wednesday.',
    'May need oxygen. He may return. The march of time. Mark the site. She will rose early.',
    'Version 1.2.3, ratio 1:2:3, 12:30:45, section 4.5.6.7.8, NCT01234567, 100 000 units.',
    '{"tool":"clip_column","record":{"cellsChanged":1234567,"rowsRemoved":0},"row":7654321}',
    'table admissions rows 1000000 columns 24 purpose model profile strict',
  ])('%s', (text) => {
    expect(
      redactor.detect(text).map(({ start, end, label }) => `${label} ${text.slice(start, end)}`),
    ).toEqual([]);
  });

  it('leaves the prompts that the model was trained on as they are', () => {
    const prompt = [
      'You are deidentifier. Decide one open finding at a time. Answer with one JSON tool call.',
      'tools:',
      '- drop_column: remove a column',
      '- truncate_zip: keep three digits of a ZIP code',
      'table admissions rows 10000 columns 24 purpose model profile strict',
      'open findings:',
      'F3 direct_identifier admissions.mrn class MRN',
      'F4 patient_key admissions.account class ACCOUNT repeats',
      'F5 identifier_in_text visits.note hits 57',
      'F6 date_pair admissions.admit_date until discharge_date',
      'F7 date_of_event admissions.dob format MM/DD/YYYY',
      'F8 zip_code admissions.zip digits 9',
      'F9 code_as_number visits.drg_code leading zeros 12%',
      'F10 leakage visits.net auc 0.98',
      'F11 id_like visits.org distinct 100%',
      '{"why":"direct identifier","tool":"drop_column","args":{"finding":"F3","table":"admissions","column":"mrn"}}',
      'denied by HIPAA-001',
      'ok derive_interval',
    ].join('\n');
    expect(redactor.detect(prompt)).toEqual([]);
  });

  it('finds nothing in the headers that clinical tables have', () => {
    const headers =
      'patient id|mrn|ssn|first name|last name|dob|date of birth|admit date|discharge date|zip code|icd 10 code|dx 1|phone number|account number|member id|attending physician|emergency contact|marital status|hba1c|charlson index|length of stay|readmit 30d|bp systolic|age at admission|may visits|case number|device serial|medical record number|name|contact phone|street address|city|state|hr max|spo2 min|column 7|st john score';
    const found = headers.split('|').filter((header) => redactor.detect(header).length > 0);
    expect(found).toEqual(['st john score'].filter((header) => found.includes(header)));
  });
});

describe('what hides an identifier', () => {
  it.each([
    ['zero-width characters', 'MRN: 0048\u200b29\u200d13 ok', 'MRN: [MRN] ok'],
    ['full-width digits', 'SSN １２３-４５-６７８９ ok', 'SSN [SSN] ok'],
    ['odd spaces and dashes', 'call 555\u2011010\u2011\u20092233', 'call [PHONE]'],
    ['look-alike letters', 'mail: jane@ехаmple.org', 'mail: [EMAIL]'],
    ['a combining mark', 'Dr. Mu\u0308ller came', 'Dr. [NAME] came'],
    ['ligatures before it', 'ﬁﬂ ﬃ SSN 123-45-6789 ﬁ', 'ﬁﬂ ﬃ SSN [SSN] ﬁ'],
    ['characters beyond the basic plane', '𝒳 😀 SSN 123-45-6789 😀', '𝒳 😀 SSN [SSN] 😀'],
    ['mathematical digits', 'SSN 𝟏𝟐𝟑-𝟒𝟓-𝟔𝟕𝟖𝟗', 'SSN [SSN]'],
  ])('%s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe('promises', () => {
  const pieces = fc.constantFrom(
    ...[
      'Dr. Okafor',
      'Patient:',
      'MRN',
      '00482913',
      '03/14/2024',
      '3/14',
      '555-010-2233',
      '[NAME]',
      '[DATE]',
      'on',
      'by',
    ],
    ...[
      'Nia',
      'Smith',
      'MD',
      ',',
      '.',
      '\n',
      '  ',
      'jane@example.org',
      '@',
      'fax',
      '1',
      '91',
      'year-old',
      'from',
      'to',
    ],
    ...[
      '12 Elm Street',
      'Springfield',
      ', IL',
      '62704',
      'https://x.org/1',
      '::1',
      '10.0.0.1',
      'ID',
      '#',
      'é',
      '\u200b',
      '😀',
    ],
    ...IDENTIFIER_CLASSES.map((label) => `[${label}`),
  );
  const text = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(' '));

  const anyText = fc
    .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 40 })
    .map((points) => String.fromCodePoint(...points));

  it('gives spans in order that never overlap and lie inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(text, anyText), (each) => {
        let last = 0;
        for (const { start, end } of redactor.detect(each)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(each.length);
      }),
      { numRuns: 120 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(text, (each) => {
        const once = clean(each);
        expect(redactor.redact(once)).toEqual({ text: once, spans: [], counts: {} });
      }),
      { numRuns: 120 },
    );
  });

  it('leaves no value of four characters or more that it found, as whole words', () => {
    expect(clean('Dr. Okafor came. OKAFOR, okafor; the Okafors stayed.')).toBe(
      'Dr. [NAME] came. [NAME], [NAME]; the Okafors stayed.',
    );
    // An everyday word only as it was written.
    expect(clean('Dr. Quill examined the quilling, Quill and a quill.')).toBe(
      'Dr. [NAME] examined the quilling, [NAME] and a quill.',
    );
    fc.assert(
      fc.property(text, (each) => {
        const { text: left, spans } = redactor.redact(each);
        const outside = left.replace(/\[[A-Z0-9_]+\]/g, '\n');
        for (const { start, end } of spans) {
          const value = each.slice(start, end);
          if (value.length < 4) continue;
          const whole = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
          expect(outside).not.toMatch(new RegExp(`(?<![\\p{L}\\p{N}])${whole}(?![\\p{L}\\p{N}])`, 'u'));
        }
      }),
      { numRuns: 120 },
    );
  });

  it('counts per class what it replaced', () => {
    const { counts, spans } = redactor.redact('Dr. Okafor, 555-010-2233 or 555-010-2244, on 3/14.');
    expect(counts).toEqual({ NAME: 1, PHONE: 2, DATE: 1 });
    expect(spans.every(({ by }) => by === 'pattern' || by === 'cue')).toBe(true);
  });

  // Each of these takes minutes if a single pattern backtracks; the test's own time limit is the check.
  it.each([
    '1',
    '1-',
    'a.',
    'a@',
    '1.',
    '(',
    '12/',
    'Aa ',
    'A. ',
    '::',
    'ab1-',
    'St. ',
    'Jan ',
    '1 Elm ',
    'MRN ',
    'www.',
    '[NAME]',
    'x at ',
  ])('takes linear time on %j without end', (unit) => {
    const long = unit.repeat(Math.ceil(60_000 / unit.length));
    expect(() => redactor.detect(`${long}!`)).not.toThrow();
  });
});

import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const clean = (text: string): string => createRedactor().redact(text).text;

describe('short codes behind a clear cue', () => {
  it.each([
    ['Pt works nights, badge #30551. Home O2', 'Pt works nights, badge #[OTHER_ID]. Home O2'],
    ['hold placed by badge 2281 today', 'hold placed by badge [OTHER_ID] today'],
    ['Shelter bed #31. CIWA 12.', 'Shelter bed #[OTHER_ID]. CIWA 12.'],
    ['case number 4417 was opened', 'case number [OTHER_ID] was opened'],
    ['Veteran, SN C28 117 640, retired', 'Veteran, SN [DEVICE], retired'],
    ['last 4 6620 on file', 'last 4 [SSN] on file'],
    ['NºCol: 28 28.', 'NºCol: [LICENSE].'],
    ['Episodio: 123464.', 'Episodio: [OTHER_ID].'],
    ['postal_code=560001; gender=female', 'postal_code=[ZIP]; gender=female'],
    ['sample QX-OOR-HT-002 is safe', 'sample [OTHER_ID] is safe'],
    ['call (425)5550128 after noon', 'call [PHONE] after noon'],
    ['PPSN 1234567TW on the form', 'PPSN [OTHER_ID] on the form'],
    ['Subject 0117-0042 came for C3D1', 'Subject [OTHER_ID] came for C3D1'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    'order #12 of 20, visit number 12 x 3, case 12 of 40',
    'Dose number 3, specimen #2, sample 1 of 4, lot of pain',
    'SARS-CoV-2, HLA-DRB1, T10-L2, BRCA1, MTHFR C677T',
    'job at 3 sites; reports to the badge office',
  ])('%s stays', (text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('codes of letters and digits in turn', () => {
  it.each([
    ['tdap given lot 7C3RA today', 'tdap given lot [DEVICE] today'],
    ['door code 5529, dog in yard', 'door code [OTHER_ID], dog in yard'],
    ['gate code 4471. Cat', 'gate code [OTHER_ID]. Cat'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each(['valve model 26MM, implant 3CM', 'ICD code 4010, CPT code 99213', 'sample BRCA1, lot of HER2'])(
    '%s stays',
    (text) => {
      expect(clean(text)).toBe(text);
    },
  );
});

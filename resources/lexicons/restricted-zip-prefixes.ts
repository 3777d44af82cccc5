/**
 * Three-digit ZIP prefixes whose area held 20,000 people or fewer in the 2000 or in the 2020 census
 * (45 CFR 164.514(b)(2)(i)(B)). Both lists are applied: a prefix on either becomes 000.
 */
export const RESTRICTED_ZIP_PREFIXES = {
  asOf: '2026-11',
  sources: [
    {
      name: 'Census 2000, as listed in the HHS guidance on de-identification',
      prefixes: [
        '036',
        '059',
        '063',
        '102',
        '203',
        '556',
        '692',
        '790',
        '821',
        '823',
        '830',
        '831',
        '878',
        '879',
        '884',
        '890',
        '893',
      ],
    },
    {
      name: 'Census 2020, as listed by HRSA for UDS+',
      prefixes: [
        '036',
        '059',
        '102',
        '202',
        '203',
        '204',
        '205',
        '369',
        '556',
        '692',
        '753',
        '772',
        '821',
        '823',
        '878',
        '879',
        '884',
        '893',
      ],
    },
  ],
} as const;

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocumentDetector } from '../structures/documents.ts';
import { renderMasked } from '../profiles/profile.ts';
import { readGrid } from './grid.ts';

const detector = createDocumentDetector();
const masked = (text: string, kind?: 'note' | 'table'): string =>
  renderMasked(text, detector.detect(text, kind));

const HEAD = 'mrn,name,dob,sex,glucose,note';
const ROWS = [
  '48254612,"Okafor, Maribel",1961-04-03,F,98,"Stable, eats well"',
  '48254777,"Quell, Robert",1970-12-01,M,141,"Told ""Okafor"" to call back"',
  '48254801,"Lund, Maria",1958-02-11,F,87,Discharged home',
];
const EXPECTED = [
  '[MRN],"[NAME]",[DATE],F,98,"Stable, eats well"',
  '[MRN],"[NAME]",[DATE],M,141,"Told ""[NAME]"" to call back"',
  '[MRN],"[NAME]",[DATE],F,87,Discharged home',
];

describe('a table in a text', () => {
  it('loses its identifiers by column and keeps header, numbers, quotes and text', () => {
    expect(masked([HEAD, ...ROWS].join('\n'))).toBe([HEAD, ...EXPECTED].join('\n'));
  });

  it('is told without being called one, with any line end, and without a header', () => {
    const text = `${ROWS.join('\r\n')}\r\n`;
    expect(masked(text)).toBe(`${EXPECTED.join('\r\n')}\r\n`.replaceAll('[MRN]', '[OTHER_ID]'));
  });

  it.each(['\t', ';', '|'])('may be cut by %j', (delimiter) => {
    const rows = [
      ['id', 'patient_name', 'sex'],
      ['P-1001', 'Maribel Okafor', 'F'],
      ['P-1002', 'Robert Quell', 'M'],
      ['P-1003', 'Maria Lund', 'F'],
    ];
    expect(masked(rows.map((row) => row.join(delimiter)).join('\n'))).toBe(
      [rows[0], ...['F', 'M', 'F'].map((sex) => ['[OTHER_ID]', '[NAME]', sex])]
        .map((row) => row?.join(delimiter))
        .join('\n'),
    );
  });

  it('searches its texts for what its other columns know', () => {
    const rows = many(
      (i) =>
        `${48_254_612 + i},Zofrana Thistlewick${'abcdefghij'.charAt(i)},called about ${48_254_612 + ((i + 3) % 10)}`,
    );
    const text = ['mrn,patient_name,remark', ...rows].join('\n');
    expect(masked(text)).not.toMatch(/\d{8}/);
  });

  it('reads rows of another width as prose, and still takes what its columns take', () => {
    const text = [
      HEAD,
      ...ROWS,
      ...ROWS,
      ...ROWS,
      '48254999,"Vex, Anna",1961-04-03,F',
      'signed by Dr. Lund on 3/4/2024',
    ].join('\n');
    const lines = masked(text, 'table').split('\n');
    expect(lines.at(-2)).toBe('[MRN],"[NAME]",[DATE],F');
    expect(lines.at(-1)).not.toMatch(/Lund|3\/4/);
  });

  it('lets blanks, years and ages under 90 stay', () => {
    const text =
      'name,age,seen,zip\nunknown,88,2019,92821\nMaribel Okafor,93,2020-01-02,n/a\nAnna Vex,41,2021-03-04,';
    expect(masked(text, 'table')).toBe(
      'name,age,seen,zip\nunknown,88,2019,[ZIP]\n[NAME],[AGE_OVER_89],[DATE],n/a\n[NAME],41,[DATE],',
    );
  });

  it('is not seen in prose, in lists of pairs of sentences, or in a single line', () => {
    for (const text of [
      'Seen today, doing well, no fever.\nContinue aspirin, statin, and rest.\nReturn in one week, or sooner.',
      'BP 120/80, HR 70, T 98.6',
      'Plan: rest; fluids\nFollow up: none; as needed',
    ])
      expect(masked(text)).toBe(text);
  });
});

describe('any text as a table', () => {
  it('gives ascending spans inside it that never overlap, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc
            .array(fc.constantFrom('"', ',', '\n', '\r', '""', 'Okafor', '12', '|', '\t', ' ', '\ud800'), {
              maxLength: 80,
            })
            .map((parts) => parts.join('')),
        ),
        fc.constantFrom('table', 'note', undefined),
        (text, kind) => {
          let last = 0;
          for (const { start, end } of detector.detect(text, kind)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is cut into cells that together with delimiters and quotes are the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ maxLength: 8 }), { minLength: 2, maxLength: 5 }), {
          minLength: 1,
          maxLength: 6,
        }),
        (rows) => {
          const text = rows
            .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
            .join('\n');
          const read = [...readGrid(text, { delimiter: ',', quotes: true })];
          expect(read.map(({ cells }) => cells.map((cell) => cell.text))).toEqual(rows);
        },
      ),
    );
  });

  it('takes quotes that never close for what they are', () => {
    const text = `a,"b\nc,d\n${'"x,'.repeat(2000)}`;
    expect([...readGrid(text, { delimiter: ',', quotes: true })].length).toBeGreaterThan(2);
  });
});

function many(make: (i: number) => string): string[] {
  return Array.from({ length: 10 }, (_, i) => make(i));
}

describe('a form in a text', () => {
  const form = (bar: string): string =>
    [
      'Field,Value',
      'Name,Okafor',
      'ZIP,04001',
      'City,Springfield',
      'Age,93',
      'MRN,482133',
      'Glucose,180',
      'Admitted,March 14',
    ]
      .map((line) => line.replace(',', bar))
      .join('\n');

  it.each([',', '\t', ';'])('is read by the labels of its lines, cut by %j', (bar) => {
    const out = masked(form(bar), 'table')
      .split('\n')
      .map((line) => line.split(bar));
    expect(out.map(([, value]) => value)).not.toEqual(expect.arrayContaining(['Okafor']));
    for (const gone of ['Okafor', '04001', 'Springfield', '93', '482133', 'March 14'])
      expect(out.flat()).not.toContain(gone);
    expect(out.map(([label]) => label)).toContain('Glucose');
    expect(out.flat()).toContain('180');
  });

  it('is told from a table whose first column holds names', () => {
    const text = 'name,ward,glucose\nBaker,baker ward,1204\nLong,long stay,98\nYoung,old,77';
    expect(masked(text, 'table')).toContain('long stay,98');
  });
});

describe('the names of columns', () => {
  it('are searched as well, and stay where they name nobody', () => {
    const text = 'visit,seen by Dr. Nia Okafor,glucose\n1,yes,98\n2,no,110\n3,yes,101\n';
    const [head, ...rows] = masked(text, 'table').split('\n');
    expect(head).toMatch(/^visit,seen by .*\[NAME\],glucose$/);
    expect(rows.join('\n')).toBe('1,yes,98\n2,no,110\n3,yes,101\n');
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { missingReference } from '../../../../shared/domain/index.ts';
import { createDocumentDetector } from '../structures/documents.ts';
import { lintTable } from '../tables/lint-table.ts';
import { readWritten, shifted } from './dates.ts';
import {
  renderRedacted,
  SurrogateVault,
  zipPrefix,
  type RedactionProfile,
  type RenderSettings,
} from './index.ts';

const detector = createDocumentDetector();
const TEXT =
  'Mr. Thistlewick, DOB 04/03/1931, MRN 48254612, lives at 12 Larkspur Street, Chicago, IL 60614. Admitted on March 1, 2024, discharged 2024-03-05. Mr. Thistlewick is 93 years old.';

function rendered(profile: RedactionProfile, settings: Partial<RenderSettings> = {}): string {
  return renderRedacted(TEXT, detector.detect(TEXT), {
    ...{ profile, vault: SurrogateVault.create(), patient: 'p1', realistic: false, currentYear: 2026 },
    ...settings,
  });
}

describe('strict', () => {
  const out = rendered('strict');

  it('leaves years, three digits of a ZIP code and pooled ages, and nothing else', () => {
    expect(out).not.toMatch(/Thistlewick|48254612|Larkspur|60614|March 1|03-05|04\/03|1931/);
    expect(out).toMatch(/Admitted on 2024, discharged 2024\./);
    expect(out).toContain('606');
    expect(out).toContain('90+ years old');
  });

  it('pools a year of birth that tells of an age over 89', () => {
    expect(out).toContain('1936 or earlier');
  });

  it('gives one value one surrogate within a session, and another in the next', () => {
    const [first, again] = out.match(/\[NAME-[a-z]+\]/g) ?? [];
    expect(first).toBe(again);
    expect(rendered('strict')).not.toContain(first);
  });

  it('keeps 000 for small areas, military and foreign codes', () => {
    expect(['03601', '10201', '09012', 'SW1A 1AA', '2139', '94103-1234'].map(zipPrefix)).toEqual([
      '000',
      '000',
      '000',
      '000',
      '021',
      '941',
    ]);
  });
});

describe('profiles that are not Safe Harbor', () => {
  it('ask for the agreement or the method on file', () => {
    expect(missingReference('limited', ' ')).toContain('data use agreement');
    expect(missingReference('expert', undefined)).toContain('method on file');
    expect([missingReference('strict', undefined), missingReference('limited', 'DUA-7')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('limited keeps dates, towns, states and ZIP codes, and no street', () => {
    const out = rendered('limited');
    expect(out).toMatch(/March 1, 2024/);
    expect(out).toMatch(/60614/);
    expect(out).not.toMatch(/Thistlewick|48254612|Larkspur/);
  });

  it('expert moves the dates of one patient alike, and keeps what lies between them', () => {
    const vault = SurrogateVault.create();
    const between = (patient: string): number[] => {
      const out = rendered('expert', { vault, patient });
      const [month = '', day = '', year = ''] = /Admitted on (\w+) (\d+), (\d{4})/.exec(out)?.slice(1) ?? [];
      const discharged = /discharged (\d{4}-\d\d-\d\d)/.exec(out)?.[1] ?? '';
      const admitted = Date.parse(`${month} ${day} ${year} UTC`);
      return [(Date.parse(discharged) - admitted) / 86_400_000, admitted];
    };
    const one = between('p1');
    expect(one[0]).toBe(4);
    expect(between('p1')).toEqual(one);
    expect(one[1]).toBeLessThan(Date.UTC(2024, 2, 1));
  });
});

describe('dates', () => {
  it.each([
    ['2024-03-01', '2024-02-29'],
    ['2024-03-01T10:15:00Z', '2024-02-29T10:15:00Z'],
    ['20240301', '20240229'],
    ['3/1/2024', '2/29/2024'],
    ['03/01/24', '02/29/24'],
    ['01.03.2024', '29.02.2024'],
    ['March 1st, 2024', 'February 29, 2024'],
    ['1 Mar 2024', '29 Feb 2024'],
    ['01-MAR-2024', '29-FEB-2024'],
  ])('%s a day earlier is %s', (text, expected) => {
    expect(shifted(text, 1)).toBe(expected);
  });

  it.each(['13/13/2024', 'last March', '2024', ''])('%j cannot be moved', (text) => {
    expect(readWritten(text)).toBeUndefined();
  });
});

describe('the vault', () => {
  it('opens under its own key alone, with the surrogates it gave out', () => {
    const key = new Uint8Array(32).fill(7);
    const vault = SurrogateVault.create();
    const given = vault.surrogateFor('NAME', 'Maribel Okafor');
    const shift = vault.shiftOf('p1');
    const sealed = vault.seal(key);
    expect(Buffer.from(sealed).toString('latin1')).not.toMatch(/Okafor|okafor/);
    const again = SurrogateVault.open(sealed, key);
    expect([again.surrogateFor('NAME', 'MARIBEL  OKAFOR'), again.shiftOf('p1')]).toEqual([given, shift]);
    expect(() => SurrogateVault.open(sealed, new Uint8Array(32))).toThrow(/does not open/);
    expect(() => vault.seal(new Uint8Array(16))).toThrow(/32 bytes/);
    sealed[40] = (sealed[40] ?? 0) ^ 1;
    expect(() => SurrogateVault.open(sealed, key)).toThrow(/does not open/);
  });

  it('draws realistic surrogates of the same kind, never the value itself', () => {
    const out = rendered('strict', { realistic: true });
    expect(out).not.toMatch(/Thistlewick|48254612|Larkspur/);
    expect(out).toMatch(/^Mr\. \p{Lu}\p{L}+, DOB/u);
    expect(out).toMatch(/MRN \d{8}/);
  });
});

describe('the lint for codes', () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({
    mrn: String(48_254_612 + i * 7919),
    name: `Ann${'abcdefghijkl'.charAt(i)} Quell`,
    dob: `19${50 + i}-04-0${1 + (i % 9)}`,
  }));
  const csv = (head: string, code: (row: (typeof rows)[number]) => string): string =>
    ['mrn,name,dob,' + head, ...rows.map((row) => [row.mrn, row.name, row.dob, code(row)].join(','))].join(
      '\n',
    );
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

  it.each<[string, (row: (typeof rows)[number]) => string, object]>([
    ['a hash of a column beside it', ({ mrn }) => sha(mrn), { kind: 'hash_of', from: 'mrn', how: 'sha256' }],
    ['a hash of something else', ({ mrn }) => sha(`salt${mrn}`), { kind: 'looks_hashed' }],
    [
      'a number turned round',
      ({ mrn }) => Array.from(mrn).reverse().join(''),
      { kind: 'derived_from', from: 'mrn' },
    ],
    ['a number with a prefix', ({ mrn }) => `S${mrn}`, { kind: 'derived_from', from: 'mrn' }],
    [
      'initials and a year',
      ({ name, dob }) => `${name.charAt(0)}Q${dob.slice(0, 4)}`,
      { kind: 'derived_from', from: 'name' },
    ],
  ])('finds %s', (_, code, expected) => {
    expect(lintTable(csv('study_code', code))).toMatchObject([{ column: 'study_code', ...expected }]);
  });

  it('finds nothing in random surrogates and in figures', () => {
    const vault = SurrogateVault.create();
    expect(lintTable(csv('key', ({ mrn }) => vault.surrogateFor('MRN', mrn)))).toEqual([]);
    expect(lintTable(csv('glucose', ({ mrn }) => String(Number(mrn) % 90)))).toEqual([]);
    expect(lintTable('just a line')).toBeUndefined();
  });
});

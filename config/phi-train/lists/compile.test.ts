import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wordHash } from '../../../electron/runtime/phi/characters.ts';
import { lexiconOf, LIST, shippedLexicon } from '../../../electron/runtime/phi/lexicon.ts';
import { decodeWordTable } from '../../../electron/runtime/phi/word-table.ts';
import { SHA256 } from '../../../resources/lexicons/digests.ts';
import { compileLists } from './compile.ts';
import { SOURCES } from './sources.ts';

const shipped = shippedLexicon();
const lists = (word: string): number => shipped.listsOf(wordHash(word));

describe('the word lists', () => {
  it('compile to the bytes that ship', () => {
    const bytes = compileLists();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(SHA256['words.bin']);
    expect(lexiconOf(decodeWordTable(bytes)).listsOf(wordHash('lisinopril'))).toBe(lists('lisinopril'));
  });

  it.each([
    ['given', 'Maria Wei Ngozi Priyanka Yuki Aleksandr Fatima Thu Kwame Moshe Guadalupe Aoife Björn Leilani'],
    ['family', 'Smith Nguyen Okafor Sharma Tanaka Kuznetsov Haddad García Cohen Mensah Wojcik Jensen Yilmaz'],
    ['drug', 'lisinopril metformin Eliquis Keytruda tirzepatide Tylenol paracetamol'],
    ['eponym', 'Parkinson Foley Apgar Crohn Babinski Hodgkin Glasgow'],
    ['abbreviation', 'WBC COPD NSTEMI SpO2 GCS'],
    ['place', 'Boise Kenosha Valencia Gdansk Nairobi'],
    ['region', 'Ohio Nigeria Spanish Catholic'],
    ['common', 'patient house walked'],
    ['spanish', 'paciente enfermedad izquierda'],
  ] as const)('know what is %s', (list, words) => {
    for (const word of words.split(' ')) expect([word, lists(word) & LIST[list]]).toEqual([word, LIST[list]]);
  });

  it('take function words, days and abbreviations for no names', () => {
    for (const word of 'the of with los Wednesday March WBC'.split(' '))
      expect([word, lists(word) & (LIST.given | LIST.family | LIST.place)]).toEqual([word, 0]);
  });

  it('know towns of two words', () => {
    expect(shipped.isTownPair(wordHash('Salt'), wordHash('Lake'))).toBe(true);
    expect(shipped.isTownPair(wordHash('chest'), wordHash('pain'))).toBe(false);
  });

  it('name each source with its version and licence', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../resources/lexicons/README.md'), 'utf8');
    for (const { package: name, version, licence } of SOURCES) {
      expect(readme).toContain(name);
      expect(readme).toContain(version);
      expect(readme).toContain(licence.split(/[;(]/)[0]?.trim());
      expect(licence).not.toMatch(/GPL/);
    }
  });
});

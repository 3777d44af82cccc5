import { describe, expect, it } from 'vitest';
import { wordHash } from './characters.ts';
import { LIST, shippedLexicon } from './lexicon.ts';
import { GAP, tokenise, TRAIT } from './tokens.ts';

const lexicon = shippedLexicon();

describe('the token pass', () => {
  it('gives words, their forms and what stands between them', () => {
    const text = "Dr. O'Néill-Ma, 93yo\n  #A12 (MRN)";
    const { count, starts, ends, traits, gaps } = tokenise(text, lexicon);
    const seen = Array.from({ length: count }, (_, i) => [
      text.slice(starts[i], ends[i]),
      traits[i],
      gaps[i],
    ]);
    const { capital, capitals, small, digit, letter, foreign, single, line } = TRAIT;
    expect(seen).toEqual([
      ['Dr', letter | capital | line, GAP.newline],
      ['O', letter | capital | single, GAP.stop | GAP.space],
      ['Néill', letter | capital | foreign, GAP.apostrophe],
      ['Ma', letter | capital, GAP.hyphen],
      ['93yo', digit | letter | small, GAP.comma | GAP.space],
      ['A12', digit | letter | capital | capitals | line, GAP.newline | GAP.space | GAP.hash],
      ['MRN', letter | capital | capitals, GAP.space | GAP.open],
    ]);
    expect(gaps[count]).toBe(GAP.close | GAP.newline);
  });

  it('hashes words alike that differ in case and accents only, and looks them up', () => {
    const { hashes, lists } = tokenise('José JOSE jose joses', lexicon);
    expect(hashes[0]).toBe(wordHash('jose'));
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).toBe(hashes[0]);
    expect(hashes[3]).not.toBe(hashes[0]);
    expect(tokenise('Michael', lexicon).lists[0]! & LIST.given).toBe(LIST.given);
    expect(lists[3]).toBe(0);
  });

  it('takes texts without any word, and long ones', () => {
    expect(tokenise('', lexicon).count).toBe(0);
    expect(tokenise(' .,\n', lexicon).count).toBe(0);
    expect(tokenise('a '.repeat(50_000), lexicon).count).toBe(50_000);
  });
});

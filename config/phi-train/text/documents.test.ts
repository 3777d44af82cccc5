import { describe, expect, it } from 'vitest';
import { Documents, KINDS } from './documents.ts';
import { Names } from './names.ts';
import { randomOf } from './random.ts';
import { parse } from './expand.ts';
import { RULES } from './grammar/rules.ts';

const documents = new Documents(7);
const made = Array.from({ length: 1500 }, (_, i) => documents.at(i));

describe('generated texts', () => {
  it('are the same for the same seed and number, and others for another seed', () => {
    const again = new Documents(7);
    expect([3, 400, 1499].map((i) => again.at(i))).toEqual([3, 400, 1499].map((i) => made[i]));
    expect(new Documents(8).at(3)).not.toEqual(made[3]);
  });

  it('are of every kind', () => {
    expect([...new Set(made.map(({ kind }) => kind))].sort()).toEqual(KINDS.map(([, kind]) => kind).sort());
  });

  it('label whole identifiers: no label is empty, or begins or ends in a space', () => {
    const labelled = made.flatMap(({ pieces }) => pieces.filter(({ label }) => label !== undefined));
    expect(labelled.length).toBeGreaterThan(2000);
    expect(labelled.filter(({ text }) => text.trim() !== text || !/[\p{L}\p{N}]/u.test(text))).toEqual([]);
  });

  it('hold hard negatives: questions and lists of words without any identifier', () => {
    const clean = made.filter(({ kind }) => kind === 'clean');
    expect(clean.length).toBeGreaterThan(80);
    expect(
      clean.flatMap(({ pieces }) => pieces.filter(({ label }) => label === 'NAME' || label === 'PLACE')),
    ).toEqual([]);
    const all = clean.map(({ pieces }) => pieces.map(({ text }) => text).join('')).join('\n');
    expect(all).toMatch(/'s (?:disease|syndrome|sign)|score|criteria/i);
  });

  it('are written in small letters, in capitals and as sentences', () => {
    const written = made.map(({ pieces }) => pieces.map(({ text }) => text).join(''));
    const share = (test: (text: string) => boolean): number => written.filter(test).length / written.length;
    expect(share((text) => !/\p{Lu}/u.test(text))).toBeGreaterThan(0.08);
    expect(share((text) => !/\p{Ll}/u.test(text))).toBeGreaterThan(0.02);
  });

  it('leave no slot and no bracket of the grammar behind', () => {
    for (const { kind, pieces } of made)
      if (kind !== 'machine')
        expect(pieces.map(({ text }) => text).join('')).not.toMatch(/\{[A-Za-z]+(?:\.\w+)?\}|\|\]|\[\|/);
  });
});

describe('names', () => {
  it('come from far more than fifteen cultures', () => {
    expect(new Names().cultures).toBeGreaterThan(40);
  });

  it('of the same seed are the same', () => {
    const names = new Names();
    const draw = (seed: number): unknown => Array.from({ length: 20 }, () => names.person(randomOf(seed)));
    expect(draw(5)).toEqual(draw(5));
  });
});

describe('the grammar', () => {
  it('is well formed in every sentence', () => {
    for (const sentences of Object.values(RULES)) for (const sentence of sentences) parse(sentence);
  });

  it('refuses a choice without an end', () => {
    expect(() => parse('a [b|c')).toThrow('no end of a choice');
  });
});

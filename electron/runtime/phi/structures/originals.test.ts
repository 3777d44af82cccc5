import { describe, expect, it } from 'vitest';
import type { IdentifierSpan } from '../detector.ts';
import { Originals, outsideOf } from './originals.ts';

const spanOf = (text: string, value: string): IdentifierSpan => ({
  start: text.indexOf(value),
  end: text.indexOf(value) + value.length,
  label: 'MRN',
  by: 'cue',
});
const given = (most?: number): Originals => {
  const originals = new Originals(most);
  for (let i = 0; i < 50; i += 1)
    originals.add(`x4825${1000 + i}`, [spanOf(`x4825${1000 + i}`, `4825${1000 + i}`)]);
  return originals;
};

describe('values that were found', () => {
  it('are found again as whole tokens only', () => {
    const found = given().find('4825-1007 a48251007 48251007x (48251007) 482510070');
    expect(found).toEqual([{ start: 31, end: 39, label: 'MRN', by: 'known_value' }]);
  });

  it('are forgotten from the oldest on where they are too many, never the newest', () => {
    const originals = given(20);
    expect(originals.find('48251000 48251049')).toEqual([
      { start: 9, end: 17, label: 'MRN', by: 'known_value' },
    ]);
  });

  it('are not looked for where they are everyday words or short numbers', () => {
    const text = 'The fever and 12345 of Zbyszko';
    const originals = new Originals();
    originals.add(
      text,
      ['fever', '12345', 'Zbyszko'].map((value) => spanOf(text, value)),
    );
    expect(originals.find(text).map(({ start }) => start)).toEqual([23]);
  });

  it('add nothing to spans that cover them', () => {
    const spans = [{ ...spanOf('ab 48251007 cd', '48251007') }];
    expect(outsideOf(spans, [{ ...spans[0]!, start: 4 }])).toEqual([]);
    expect(outsideOf(spans, [{ ...spans[0]!, end: 14 }])).toHaveLength(1);
  });
});

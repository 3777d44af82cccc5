import { describe, expect, it } from 'vitest';
import { Scorer, type GoldDocument } from './score.ts';

const NOTE: GoldDocument = {
  id: 'a',
  source: 'ward',
  text: 'Ann Lee seen 3 May in Ohio',
  spans: [
    { start: 0, end: 7, label: 'NAME' },
    { start: 13, end: 18, label: 'DATE' },
  ],
  ignore: [{ start: 22, end: 26 }],
};

function scored(documents: readonly (readonly [GoldDocument, readonly [number, number][] | undefined])[]) {
  const scorer = new Scorer();
  for (const [document, spans] of documents)
    scorer.add(
      document,
      spans?.map(([start, end]) => ({ start, end })),
    );
  return scorer.score();
}

describe('the score', () => {
  it('counts a span found only when every letter and digit of it is covered', () => {
    const { groups, labels } = scored([
      [
        NOTE,
        [
          [0, 3],
          [4, 7],
          [13, 14],
          [22, 26],
        ],
      ],
    ]);
    expect(labels).toEqual({
      NAME: { spans: 1, fullSpanRecall: 100 },
      DATE: { spans: 1, fullSpanRecall: 0 },
    });
    expect(groups.ward).toMatchObject({
      fullSpanRecall: 50,
      tokenRecall: 75,
      tokenPrecision: 100,
      falsePer1000: 0,
      cleanDocs: 0,
      hardNegativesRedacted: null,
    });
  });

  it('counts what was covered for nothing, but not what may be covered or not', () => {
    const clean: GoldDocument = { ...NOTE, spans: [] };
    const { groups } = scored([
      [clean, [[0, 3]]],
      [clean, []],
    ]);
    expect(groups.ward).toMatchObject({ falsePer1000: 83.3, hardNegativesRedacted: 50, cleanDocs: 100 });
  });

  it('takes a document without a prediction for missed', () => {
    const { missing, groups } = scored([[NOTE, undefined]]);
    expect(missing).toBe(1);
    expect(groups.all).toMatchObject({ docs: 1, tokenRecall: 0, tokenPrecision: null, cleanDocs: 0 });
  });

  it('keeps tables, dialogues and other languages out of the English notes', () => {
    const from = (source: string): [GoldDocument, [number, number][]] => [{ ...NOTE, source }, [[8, 12]]];
    const { groups } = scored(['x-tables', 'x-dialog', 'x-es', 'x-i18n', 'x'].map(from));
    expect(groups['notes-en']?.docs).toBe(1);
    expect(groups.all?.docs).toBe(5);
    expect(groups['x-dialog']?.tokenPrecision).toBeNull();
  });

  it('ignores offsets beyond the text', () => {
    expect(scored([[NOTE, [[-5, 99]]]]).groups.ward).toMatchObject({ fullSpanRecall: 100 });
  });
});

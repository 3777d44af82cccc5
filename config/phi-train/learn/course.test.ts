import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { shippedLexicon } from '../../../electron/runtime/phi/lexicon.ts';
import { tagWith } from '../../../electron/runtime/phi/tagger/tagger.ts';
import { encodeWeights } from '../../../electron/runtime/phi/tagger/weights.ts';
import { tokenise } from '../../../electron/runtime/phi/tokens.ts';
import { lessonOf } from './learn.ts';
import { take } from './course.ts';

const lexicon = shippedLexicon();
const small = { seeds: [11], texts: 900, rounds: 2 };

describe('a course', () => {
  const weights = take(small, lexicon);

  it('gives the same weights again, bit for bit', () => {
    const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(digest(encodeWeights(take(small, lexicon)))).toBe(digest(encodeWeights(weights)));
    expect(digest(encodeWeights(take({ ...small, seeds: [12] }, lexicon)))).not.toBe(
      digest(encodeWeights(weights)),
    );
  });

  it('teaches to tell names from terms, also names that no list knows', () => {
    const text = 'Seen by Dr. Qwenlith today for Crohn disease. Discussed with Zorbatan Vexley at bedside.';
    const tokens = tokenise(text, lexicon);
    const { name } = tagWith(tokens, weights, lexicon);
    const found = Array.from({ length: tokens.count }, (_, i) => i)
      .filter((i) => (name[i] ?? 0) > 0)
      .map((i) => text.slice(tokens.starts[i], tokens.ends[i]));
    expect(found).toEqual(['Qwenlith', 'Zorbatan', 'Vexley']);
  });
});

it('of several turns is their mean', () => {
  const [one, other] = [11, 12].map((seed) => take({ seeds: [seed], texts: 60, rounds: 1 }, lexicon));
  const both = take({ seeds: [11, 12], texts: 60, rounds: 1 }, lexicon);
  const mean = (a = 0, b = 0): number => Math.round((a + b) / 2);
  expect([...both.steps]).toEqual([...both.steps].map((_, i) => mean(one?.steps[i], other?.steps[i])));
  expect(both.rows.every((row, i) => row === mean(one?.rows[i], other?.rows[i]) || row === 0)).toBe(true);
  expect(() => take({ seeds: [], texts: 1, rounds: 1 }, lexicon)).toThrow('without seeds');
});

describe('a lesson', () => {
  it('holds a tag and its features for each word in sight, across normalised text', () => {
    const lesson = lessonOf(
      [
        { text: 'Ｐｔ ', label: undefined },
        { text: 'Zoé\u200b Quar', label: 'NAME' },
        { text: ' lives in ', label: undefined },
        { text: 'Boise', label: 'PLACE' },
        { text: ', ', label: undefined },
        { text: 'ID', label: 'FREE' },
        { text: '.', label: undefined },
      ],
      lexicon,
    );
    expect(lesson.rows.length).toBe(lesson.tags.length * 36);
    expect([...lesson.tags].filter((tag) => tag !== 0)).toEqual([1, 1, 2, 255]);
    expect(lesson.lost).toBe(0);
    expect([...lesson.runs].reduce((a, b) => a + b, 0)).toBe(lesson.tags.length);
  });
});

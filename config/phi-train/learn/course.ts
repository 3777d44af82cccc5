import type { Lexicon } from '../../../electron/runtime/phi/lexicon.ts';
import { Documents } from '../text/documents.ts';
import type { Weights } from '../../../electron/runtime/phi/tagger/weights.ts';
import { forgetful } from './forgetful.ts';
import { learn, lessonOf, type Lesson } from './learn.ts';

/** What a course of learning is made of. */
export interface Course {
  /** One turn each: its texts, and the order that they are learned in. */
  readonly seeds: readonly number[];
  /** Texts of a turn. */
  readonly texts: number;
  readonly rounds: number;
}

/** The course whose weights ship. */
export const SHIPPED: Course = { seeds: [20_261_122, 20_261_123, 20_261_124], texts: 150_000, rounds: 5 };

/**
 * Teaches a tagger from generated texts, once for each seed, and takes the mean: what one turn learned by chance counts
 * for less. The same course and lists give the same weights, bit for bit.
 */
export function take(
  { seeds, texts, rounds }: Course,
  lexicon: Lexicon,
  say: (line: string) => void = () => undefined,
): Weights {
  return meanOf(seeds.map((seed) => turn(seed, texts, rounds, lexicon, say)));
}

function turn(
  seed: number,
  texts: number,
  rounds: number,
  lexicon: Lexicon,
  say: (line: string) => void,
): Weights {
  const documents = new Documents(seed);
  const lessons: Lesson[] = [];
  let words = 0;
  let lost = 0;
  for (let text = 0; text < texts; text += 1) {
    const lesson = lessonOf(documents.at(text).pieces, forgetful(lexicon, text));
    words += lesson.tags.length;
    lost += lesson.lost;
    if (lesson.tags.length > 0) lessons.push(lesson);
  }
  say(`seed ${seed}: ${texts} texts, ${words} words to learn from, ${lost} out of sight`);
  return learn(lessons, rounds, seed);
}

/** @throws Error without any */
function meanOf(turns: readonly Weights[]): Weights {
  const [first] = turns;
  if (first === undefined) throw new Error('a course without seeds teaches nothing');
  const mean = (at: (weights: Weights) => number | undefined): number =>
    Math.round(turns.reduce((sum, weights) => sum + (at(weights) ?? 0), 0) / turns.length);
  return {
    rows: first.rows.map((_, i) => mean(({ rows }) => rows[i])),
    steps: first.steps.map((_, i) => mean(({ steps }) => steps[i])),
    scale: first.scale,
  };
}

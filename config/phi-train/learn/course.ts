import type { Lexicon } from '../../../electron/runtime/phi/lexicon.ts';
import { Documents } from '../text/documents.ts';
import type { Weights } from '../../../electron/runtime/phi/tagger/weights.ts';
import { forgetful } from './forgetful.ts';
import { learn, lessonOf, type Lesson } from './learn.ts';

/** What a course of learning is made of. */
export interface Course {
  readonly seed: number;
  readonly texts: number;
  readonly rounds: number;
}

/** The course whose weights ship. */
export const SHIPPED: Course = { seed: 20_261_122, texts: 150_000, rounds: 5 };

/** Teaches a tagger from generated texts. The same course and lists give the same weights, bit for bit. */
export function take(
  course: Course,
  lexicon: Lexicon,
  say: (line: string) => void = () => undefined,
): Weights {
  const documents = new Documents(course.seed);
  const lessons: Lesson[] = [];
  let words = 0;
  let lost = 0;
  for (let text = 0; text < course.texts; text += 1) {
    const lesson = lessonOf(documents.at(text).pieces, forgetful(lexicon, text));
    words += lesson.tags.length;
    lost += lesson.lost;
    if (lesson.tags.length > 0) lessons.push(lesson);
  }
  say(`${course.texts} texts, ${words} words to learn from, ${lost} out of sight`);
  return learn(lessons, course.rounds, course.seed);
}

import { EVERYDAY } from './everyday.ts';
import { PAPERS } from './papers.ts';
import { SENTENCES } from './sentences.ts';
import { SPANISH } from './spanish.ts';
import { TALK } from './talk.ts';
import { VOCABULARY } from './vocabulary.ts';

/** Every rule by the name of its slot. */
export const RULES: Readonly<Record<string, readonly string[]>> = {
  ...VOCABULARY,
  ...SENTENCES,
  ...EVERYDAY,
  ...TALK,
  ...PAPERS,
  ...SPANISH,
};

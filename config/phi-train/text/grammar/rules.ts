import { CHARTS } from './charts.ts';
import { COMPLAINTS } from './complaints.ts';
import { EPONYMOUS } from './eponymous.ts';
import { EVERYDAY } from './everyday.ts';
import { HASTY } from './hasty.ts';
import { MEASURES } from './measures.ts';
import { PAPERS } from './papers.ts';
import { PEOPLE } from './people.ts';
import { SENTENCES } from './sentences.ts';
import { SPANISH } from './spanish.ts';
import { TALK } from './talk.ts';

/** Every rule by the name of its slot. */
export const RULES: Readonly<Record<string, readonly string[]>> = {
  ...CHARTS,
  ...COMPLAINTS,
  ...EPONYMOUS,
  ...HASTY,
  ...MEASURES,
  ...PEOPLE,
  ...SENTENCES,
  ...EVERYDAY,
  ...TALK,
  ...PAPERS,
  ...SPANISH,
};

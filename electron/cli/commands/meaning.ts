import { Problem } from '../../../shared/domain/index.ts';

const MEANINGS = ['review', 'approval', 'responsibility'] as const;
export type Meaning = (typeof MEANINGS)[number];

/** What a signature means, in the words of 21 CFR 11.50(a)(3). */
export function readMeaning(text: string): Meaning {
  const meaning = MEANINGS.find((candidate) => candidate === text);
  if (meaning !== undefined) return meaning;
  throw new Problem(
    'wrong_usage',
    `\`${text}\` is no meaning of a signature`,
    `Use one of: ${MEANINGS.join(', ')}.`,
  );
}

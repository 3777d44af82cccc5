import type { Candidate } from './candidate.ts';
import { wordHash } from './characters.ts';
import type { Page } from './page.ts';

const hashes = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(wordHash));
const TRAITS = hashes('soltero soltera casado casada viudo viuda divorciado divorciada caucasico caucasica');
/** Written alike in English, where a note may keep them. */
const SHARED = hashes('homosexual heterosexual bisexual');
const SPANISH = hashes('varon mujer hombre paciente chico chica joven un una el la es');

/** How Spanish reports describe whom they are about: marital status, ancestry, orientation. */
export function findPersonalTraits(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    const hash = page.hash(i);
    if (TRAITS.has(hash) || (SHARED.has(hash) && i > 0 && SPANISH.has(page.hash(i - 1))))
      found.push({ start: page.start(i), end: page.end(i), label: 'OTHER_ID', by: 'list' });
  }
  return found;
}

import { wordHash } from './characters.ts';
import { ID_CUES } from './id-cues.ts';
import { NAME_PHRASES } from './name-phrases.ts';
import { REGIONS } from './regions.ts';
import { ROLE } from './role.ts';
import { VOCABULARY } from './vocabulary.ts';

const SIZE = 1 << 14;
const KEYS = new Int32Array(SIZE);
const VALUES = new Int32Array(SIZE);

for (const [role, words] of VOCABULARY) for (const word of words.split(/\s+/)) give(word, role);
for (const [, phrases] of ID_CUES) give(firstWords(phrases), ROLE.cue);
give(firstWords(NAME_PHRASES), ROLE.phrase);
give(firstWords(REGIONS), ROLE.region);

/** Bits of `ROLE` for a `wordHash`. */
export function rolesOf(hash: number): number {
  for (let at = place(hash); ; at = (at + 1) & (SIZE - 1)) {
    const key = KEYS[at] ?? 0;
    if (key === hash) return VALUES[at] ?? 0;
    if (key === 0) return 0;
  }
}

function give(words: string | readonly string[], role: number): void {
  for (const word of typeof words === 'string' ? [words] : words) {
    if (word === '') continue;
    const hash = wordHash(word);
    let at = place(hash);
    while (KEYS[at] !== 0 && KEYS[at] !== hash) at = (at + 1) & (SIZE - 1);
    KEYS[at] = hash;
    VALUES[at] = (VALUES[at] ?? 0) | role;
  }
}

function firstWords(phrases: string): string[] {
  return phrases.split('|').map((phrase) => /^[^\s'./-]*/.exec(phrase)?.[0] ?? '');
}

function place(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> 18;
}

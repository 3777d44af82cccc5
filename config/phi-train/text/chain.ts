import type { Random } from './random.ts';

/** Invents a word that looks like those it was made from. */
export type Chain = (random: Random) => string;

const CONTEXT = 3;
const LONGEST = 12;

/** Letters that follow three letters in some words, as a source of new ones. */
export function chainOf(words: readonly string[]): Chain {
  const after = new Map<string, string>();
  for (const word of words) {
    if (!/^\p{L}+$/u.test(word)) continue;
    const letters = `^^^${word.toLowerCase()}$`;
    for (let i = CONTEXT; i < letters.length; i += 1) {
      const context = letters.slice(i - CONTEXT, i);
      after.set(context, (after.get(context) ?? '') + letters.charAt(i));
    }
  }
  return (random) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      let word = '^^^';
      while (word.length < LONGEST + CONTEXT) {
        const choices = after.get(word.slice(-CONTEXT)) ?? '$';
        const next = choices.charAt(random.below(choices.length));
        if (next === '$') break;
        word += next;
      }
      const made = word.slice(CONTEXT);
      if (made.length > 2 && made.length < LONGEST) return made.charAt(0).toUpperCase() + made.slice(1);
    }
    return words[0] ?? '';
  };
}

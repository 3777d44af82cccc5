/** A word of a text: letters and digits with apostrophes and hyphens inside. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly lower: string;
}

const WORD = /[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu;
const PLAIN = /[\p{L}\p{N}]+/gu;
const CAPITALISED = /^\p{Lu}[\p{L}'-]*\p{Ll}[\p{L}'-]*$/u;
const CAPITALS = /^\p{Lu}[\p{Lu}'-]+$/u;
const INITIAL = /^\p{Lu}$/u;

export function words(text: string): Word[] {
  return collect(text, WORD);
}

/** Letters and digits alone: what the dictionary of known values compares. */
export function tokens(text: string): Word[] {
  return collect(text, PLAIN);
}

export function isCapitalised(word: Word): boolean {
  return CAPITALISED.test(word.text);
}

export function isCapitals(word: Word): boolean {
  return CAPITALS.test(word.text);
}

export function isInitial(word: Word): boolean {
  return INITIAL.test(word.text);
}

function collect(text: string, pattern: RegExp): Word[] {
  const found: Word[] = [];
  for (const match of text.matchAll(pattern)) {
    const word = match[0];
    found.push({ start: match.index, end: match.index + word.length, text: word, lower: word.toLowerCase() });
  }
  return found;
}

/** A word of a text: letters and digits with apostrophes and hyphens inside. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly lower: string;
}

const WORD = /[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu;
const PLAIN = /[\p{L}\p{N}]+/gu;

export function words(text: string): Word[] {
  return collect(text, WORD);
}

/** Letters and digits alone: what the dictionary of known values compares. */
export function tokens(text: string): Word[] {
  return collect(text, PLAIN);
}

function collect(text: string, pattern: RegExp): Word[] {
  const found: Word[] = [];
  for (const match of text.matchAll(pattern)) {
    const word = match[0];
    found.push({ start: match.index, end: match.index + word.length, text: word, lower: word.toLowerCase() });
  }
  return found;
}

/** A word of a reviewed text: offsets into it, end exclusive. */
export interface ReviewWord {
  readonly start: number;
  readonly end: number;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The words a reviewer walks over: everything between white space. */
export function wordsOf(text: string): readonly ReviewWord[] {
  return Array.from(text.matchAll(/\S+/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Which span covers a word, or -1. */
export function spanAt(word: ReviewWord, spans: readonly Stretch[]): number {
  return spans.findIndex((span) => span.start < word.end && word.start < span.end);
}

/** The next word, forwards or backwards, that begins another span; the same word where there is none. */
export function toNextSpan(
  from: number,
  step: 1 | -1,
  words: readonly ReviewWord[],
  spans: readonly Stretch[],
): number {
  const here = words[from];
  const current = here === undefined ? -1 : spanAt(here, spans);
  for (let at = from + step; at >= 0 && at < words.length; at += step) {
    const word = words[at];
    if (word === undefined) break;
    const span = spanAt(word, spans);
    if (span >= 0 && span !== current) return at;
  }
  return from;
}

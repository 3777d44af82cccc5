import type { Candidate } from './candidate.ts';
import { ValueIndex } from './value-index.ts';

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Every place where a found value of at least four characters stands again, inside a longer word too, which is
 * then taken whole. Time grows with text plus values.
 */
export function findRepeats(text: string, found: readonly Candidate[]): Candidate[] {
  const index = new ValueIndex<Candidate>();
  for (const candidate of found)
    for (const value of valuesOf(text.slice(candidate.start, candidate.end), candidate))
      index.add(value, candidate);
  const repeats: Candidate[] = [];
  for (const { start, end, meaning } of index.find(text)) {
    const word = wholeWord(text, start, end);
    repeats.push({ start: word[0], end: word[1], label: meaning.label, by: meaning.by });
  }
  return repeats;
}

/** The value itself, and for names of several words each word written with a capital. */
function* valuesOf(value: string, { label }: Candidate): Generator<string> {
  yield value;
  if (label !== 'NAME') return;
  for (const part of value.split(/[^\p{L}'-]+/u)) if (part !== value && /^\p{Lu}/u.test(part)) yield part;
}

function wholeWord(text: string, from: number, to: number): [number, number] {
  let start = from;
  let end = to;
  if (LETTER_OR_DIGIT.test(text.charAt(start)))
    while (start > 0 && LETTER_OR_DIGIT.test(text.charAt(start - 1))) start -= 1;
  if (LETTER_OR_DIGIT.test(text.charAt(end - 1)))
    while (end < text.length && LETTER_OR_DIGIT.test(text.charAt(end))) end += 1;
  return [start, end];
}

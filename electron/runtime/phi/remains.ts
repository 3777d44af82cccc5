import type { Candidate } from './candidate.ts';

const SHORTEST = 4;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Every place where a found value of at least four characters stands again, inside a longer word too, which is
 * then taken whole. Values are looked up by their first four characters, so time grows with text plus values.
 */
export function findRepeats(text: string, found: readonly Candidate[]): Candidate[] {
  const byHead = new Map<string, Map<string, Candidate>>();
  for (const candidate of found) {
    for (const value of valuesOf(text.slice(candidate.start, candidate.end), candidate)) {
      if (value.length < SHORTEST) continue;
      const head = value.slice(0, SHORTEST);
      const values = byHead.get(head) ?? new Map<string, Candidate>();
      values.set(value, candidate);
      byHead.set(head, values);
    }
  }
  if (byHead.size === 0) return [];
  const repeats: Candidate[] = [];
  for (let at = 0; at + SHORTEST <= text.length; at += 1) {
    const values = byHead.get(text.slice(at, at + SHORTEST));
    if (values === undefined) continue;
    for (const [value, { label, by }] of values) {
      if (!text.startsWith(value, at)) continue;
      const [start, end] = wholeWord(text, at, at + value.length);
      repeats.push({ start, end, label, by });
    }
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

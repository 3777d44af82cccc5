import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { Candidate } from './candidate.ts';

/** Where two finders disagree, the clearer sign names the class. */
const BY: Readonly<Record<Candidate['by'], number>> = {
  column: 60,
  field: 50,
  cue: 4,
  pattern: 3,
  known_value: 2,
  list: 1,
  tagger: 0,
};
/** Classes with a form of their own go before words; the catch-all gives way to any class that says more. */
const CLASS: Readonly<Partial<Record<IdentifierClass, number>>> = {
  EMAIL: 40,
  URL: 40,
  PHOTO: 40,
  SSN: 20,
  FAX: 16,
  PHONE: 15,
  ZIP: 15,
  DATE: 12,
  OTHER_ID: -20,
  NAME: -8,
  ADDRESS: -8,
};
const WORD = /[\p{L}\p{N}\p{M}\ud800-\udfff]/u;

/**
 * Ascending spans that never overlap and cover all candidates together. Overlapping ones of one class become one;
 * of two classes the stronger keeps its place and the other what is left of it.
 */
export function resolveOverlaps(text: string, candidates: readonly Candidate[]): Candidate[] {
  const sorted = candidates
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || b.end - a.end || rank(b) - rank(a));
  const spans: Candidate[] = [];
  for (const next of sorted) place(text, spans, next);
  return spans;
}

/** Adds a candidate that begins at or after the beginning of the last span. */
function place(text: string, spans: Candidate[], next: Candidate): void {
  const last = spans.at(-1);
  if (last === undefined || next.start >= last.end) {
    spans.push(next);
    return;
  }
  if (last.label === next.label) {
    const better = rank(next) > rank(last) ? next : last;
    spans[spans.length - 1] = { ...better, start: last.start, end: Math.max(last.end, next.end) };
  } else if (rank(next) <= rank(last)) {
    // What sticks out behind the stronger one stays a span of its own.
    if (next.end > last.end) spans.push(...rest(text, { ...next, start: last.end }));
  } else {
    spans.pop();
    spans.push(...rest(text, { ...last, end: next.start }), next);
    if (last.end > next.end) spans.push(...rest(text, { ...last, start: next.end }));
  }
}

/** What is left of a span, from its first letter or digit to its last; nothing where it has none. */
function rest(text: string, { start, end, ...kind }: Candidate): Candidate[] {
  let from = start;
  let to = end;
  while (from < to && !WORD.test(text.charAt(from))) from += 1;
  while (to > from && !WORD.test(text.charAt(to - 1))) to -= 1;
  return to > from ? [{ ...kind, start: from, end: to }] : [];
}

function rank({ label, by }: Candidate): number {
  return (CLASS[label] ?? 10) + BY[by];
}

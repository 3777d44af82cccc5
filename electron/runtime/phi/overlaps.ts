import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { Candidate } from './candidate.ts';

/** Where two finders disagree, the one with the clearer sign names the class. */
const STRENGTH: Readonly<Record<Candidate['by'], number>> = {
  column: 6,
  field: 5,
  cue: 4,
  pattern: 3,
  known_value: 2,
  list: 1,
  tagger: 0,
};
/** The catch-all gives way to any class that says more. */
const VAGUE: readonly IdentifierClass[] = ['OTHER_ID'];

/** Ascending spans that never overlap: overlapping candidates become one that covers them all. */
export function resolveOverlaps(candidates: readonly Candidate[]): Candidate[] {
  const sorted = candidates
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const spans: Candidate[] = [];
  for (const next of sorted) {
    const last = spans.at(-1);
    if (last === undefined || next.start >= last.end) spans.push(next);
    else {
      const better = rank(next) > rank(last) ? next : last;
      const end = Math.max(last.end, next.end);
      spans[spans.length - 1] = { start: last.start, end, label: better.label, by: better.by };
    }
  }
  return spans;
}

function rank({ label, by, start, end }: Candidate): number {
  return STRENGTH[by] * 1000 + Math.min(999, end - start) - (VAGUE.includes(label) ? 5000 : 0);
}

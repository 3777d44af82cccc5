import type { IdentifierSpan } from './detector.ts';

/** A span before overlaps are resolved. */
export type Candidate = IdentifierSpan;

/** Finds candidates of some classes in normalised text. MUST take time linear in its length. */
export type Finder = (text: string) => Candidate[];

/** Matches of a pattern, or of its group `value`, as candidates. */
export function* matches(
  text: string,
  pattern: RegExp,
): Generator<{ start: number; end: number; text: string }> {
  for (const match of text.matchAll(pattern)) {
    const group = match.indices?.groups?.value;
    const [start, end] = group ?? [match.index, match.index + match[0].length];
    yield { start, end, text: text.slice(start, end) };
  }
}

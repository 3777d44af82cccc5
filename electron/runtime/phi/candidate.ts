import type { IdentifierSpan } from './detector.ts';
import type { Tokens } from './tokens.ts';

/** A span before overlaps are resolved. */
export type Candidate = IdentifierSpan;

/** A normalised text and its words, as every finder sees it. */
export interface Page {
  readonly text: string;
  readonly tokens: Tokens;
}

/** Finds candidates of some classes. MUST take time linear in the length of the text. */
export type Finder = (page: Page) => Candidate[];

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

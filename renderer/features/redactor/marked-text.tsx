import type { ReactNode } from 'react';

interface Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly by: string;
}

/** What found an identifier, in words. */
export const FOUND_BY: Readonly<Record<string, string>> = {
  pattern: 'its form',
  cue: 'a word beside it',
  list: 'a list',
  known_value: 'the tables or the dictionary',
  tagger: 'the tagger',
  column: 'its column',
  field: 'its field',
  propagation: 'its repetition',
};

/** A text with what would be redacted marked, each with its class. */
export function MarkedText(props: { readonly text: string; readonly spans: readonly Span[] }): ReactNode {
  const { text, spans } = props;
  const parts: ReactNode[] = [];
  let from = 0;
  for (const span of spans) {
    parts.push(text.slice(from, span.start));
    parts.push(
      <mark key={span.start} className="identifier" title={`${span.label}, found by ${foundBy(span.by)}`}>
        {text.slice(span.start, span.end)}
        <span className="identifier-class">{span.label}</span>
      </mark>,
    );
    from = span.end;
  }
  parts.push(text.slice(from));
  return (
    <p className="marked-text" data-holds="patients">
      {parts}
    </p>
  );
}

export function foundBy(by: string): string {
  return FOUND_BY[by] ?? by.replaceAll('_', ' ');
}

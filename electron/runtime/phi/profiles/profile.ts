import type { IdentifierSpan } from '../detector.ts';
import { placeholder } from '../placeholder.ts';

/** How identifiers are replaced. `strict` aims at Safe Harbor, `mask` is for logs: the class and nothing else. */
export const REDACTION_PROFILES = ['strict', 'mask'] as const;
export type RedactionProfile = (typeof REDACTION_PROFILES)[number];

/** The text with every span replaced by its class in brackets. */
export function renderMasked(text: string, spans: readonly IdentifierSpan[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, label } of spans) {
    result += text.slice(from, start) + placeholder(label);
    from = end;
  }
  return result + text.slice(from);
}

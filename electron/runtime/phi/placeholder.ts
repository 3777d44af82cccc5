import type { IdentifierClass } from '../../../shared/domain/index.ts';
import { IDENTIFIER_CLASSES } from '../../../shared/domain/index.ts';

/** What a span becomes. */
export function placeholder(label: IdentifierClass): string {
  return `[${label}]`;
}

const NAMES: ReadonlySet<string> = new Set(IDENTIFIER_CLASSES);
const LONGEST = Math.max(...IDENTIFIER_CLASSES.map((name) => name.length));
const CLOSE = 0x5d;
const HYPHEN = 0x2d;
/** What a surrogate adds to its class: consonants, so that it spells nothing. */
const SURROGATE = '-[bcdfghjklmnpqrstvwxz]{8}';
const SURROGATE_HERE = new RegExp(`${SURROGATE}\\]`, 'y');

/** The index behind a placeholder whose bracket stands at `at`, or 0 where none stands there. */
export function placeholderEnd(text: string, at: number): number {
  for (let end = at + 1; end <= at + LONGEST + 1; end += 1) {
    const code = text.charCodeAt(end);
    if (code === CLOSE) return NAMES.has(text.slice(at + 1, end)) ? end + 1 : 0;
    if (code === HYPHEN) {
      SURROGATE_HERE.lastIndex = end;
      return NAMES.has(text.slice(at + 1, end)) && SURROGATE_HERE.test(text) ? SURROGATE_HERE.lastIndex : 0;
    }
    // Capitals, digits and `_`.
    if (!(code >= 0x30 && code <= 0x5f)) return 0;
  }
  return 0;
}

/** Every placeholder in a text, with the letters of a surrogate or without. */
export const PLACEHOLDER = new RegExp(`\\[(?:${IDENTIFIER_CLASSES.join('|')})(?:${SURROGATE})?\\]`, 'g');

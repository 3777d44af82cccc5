import type { IdentifierClass } from '../../../shared/domain/index.ts';
import { IDENTIFIER_CLASSES } from '../../../shared/domain/index.ts';

/** What a span becomes. */
export function placeholder(label: IdentifierClass): string {
  return `[${label}]`;
}

/** Every placeholder in a text. */
export const PLACEHOLDER = new RegExp(`\\[(?:${IDENTIFIER_CLASSES.join('|')})\\]`, 'g');

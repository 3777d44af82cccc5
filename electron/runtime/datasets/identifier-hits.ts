import type { Redactor } from '../phi/index.ts';
import type { Profiled } from './profile/column-profile.ts';

/** Texts, and characters of them, that are looked into: enough for an estimate, and quick for any table. */
const MOST_TEXTS = 1000;
const MOST_CHARACTERS = 400_000;

/**
 * Identifiers that the redactor finds in a column of text, over all cells. Each different text is looked
 * into once; of many of them evenly spread ones, and the rest is estimated from those. The number informs; it decides
 * nothing, since free text is free text without any hit.
 */
export function countIdentifiers(redactor: Redactor, { profile, values }: Profiled): number {
  let hits = 0;
  let cells = 0;
  const characters = values.reduce((sum, { text }) => sum + text.length, 0);
  const step = Math.max(1, values.length / MOST_TEXTS, characters / MOST_CHARACTERS);
  for (let at = 0; at < values.length; at += step) {
    const value = values[Math.floor(at)];
    if (value === undefined) break;
    hits += redactor.detect(value.text).length * value.weight;
    cells += value.weight;
  }
  return cells === 0 ? 0 : Math.round((hits * (profile.rows - profile.missing)) / cells);
}

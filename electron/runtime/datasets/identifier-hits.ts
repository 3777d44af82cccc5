import type { Redactor } from '../phi/index.ts';
import type { Profiled } from './profile/column-profile.ts';

/**
 * Identifiers that the redactor finds in a column of text, over all cells. Each different text is looked
 * into once; where there are more of them than were handed out, the rest is estimated from those.
 */
export function countIdentifiers(redactor: Redactor, { profile, values }: Profiled): number {
  let hits = 0;
  let cells = 0;
  for (const { text, weight } of values) {
    hits += redactor.detect(text).length * weight;
    cells += weight;
  }
  return cells === 0 ? 0 : Math.round((hits * (profile.rows - profile.missing)) / cells);
}

import { withholdSmallCounts } from '../../../../shared/domain/index.ts';
import type { Redacted, Suppressed } from '../call.ts';

/**
 * Withholds small counts from the result of an export, by the profile's threshold: what a call tells
 * about a table that leaves must not show a group of 1 to 10 people. Reports use the same function.
 *
 * Results that stay inside (transforms) are not touched: the model runs on this machine, is told only
 * `ok`, and needs the counts in its findings to decide.
 */
export function suppressSmallCells(call: Redacted): Suppressed {
  const counts: Record<string, number> =
    call.raw.exported === undefined ? {} : { rows: call.raw.exported.rows };
  return {
    ...call,
    shownCounts: withholdSmallCounts(counts, call.received.profile.small_cell_threshold, false),
  };
}

import type { EntryKindFilter } from './event-choices.ts';
import type { EntryView } from '../../../shared/ipc/index.ts';
import { invoke, type Refusal } from '../../api/bridge.ts';
import type { Page } from '../../api/pages.ts';

type Answer =
  | { readonly ok: true; readonly value: { readonly total: number; readonly rows: readonly EntryView[] } }
  | ({ readonly ok: false } & Refusal);

/**
 * Pages of the journal, newest first, as of the moment of the first page. Looking at the journal is
 * itself recorded, so a distance from the newest entry would shift between two pages; a distance from
 * the oldest never does, because entries are only added.
 */
export function entryPages(
  kind: EntryKindFilter | undefined,
  run: string | undefined,
  onAsOf: (seq: number) => void,
  ask: typeof invoke = invoke,
): (page: Page) => Promise<Answer> {
  const filter = { ...(kind === undefined ? {} : { kind }), ...(run === undefined ? {} : { run }) };
  let total: number | undefined;
  return async ({ offset, limit, fresh }) => {
    if (fresh || total === undefined) {
      const first = await ask('journal.listEntries', { ...filter, offset, limit, newestFirst: true });
      if (!first.ok) return first;
      total = first.value.total;
      onAsOf(first.value.asOfSeq);
      return { ok: true, value: { total, rows: first.value.entries } };
    }
    const { from, count } = fromOldest(total, offset, limit);
    if (count === 0) return { ok: true, value: { total, rows: [] } };
    const answer = await ask('journal.listEntries', {
      ...filter,
      offset: from,
      limit: count,
      newestFirst: false,
    });
    if (!answer.ok) return answer;
    return { ok: true, value: { total, rows: answer.value.entries.toReversed() } };
  };
}

/** Where a page counted from the newest of `total` entries begins when counted from the oldest. */
export function fromOldest(
  total: number,
  offset: number,
  limit: number,
): { readonly from: number; readonly count: number } {
  const end = Math.max(0, total - offset);
  const from = Math.max(0, end - limit);
  return { from, count: end - from };
}

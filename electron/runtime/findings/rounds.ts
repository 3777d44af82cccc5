import type { Finding, ToolName } from '../../../shared/domain/index.ts';
import type { FindingDraft } from './run-context.ts';

/**
 * Whether a finding is settled after a tool ran: code looked at the table again and no longer finds it, or the
 * answer was to keep the column. A model's word closes nothing.
 */
export function isClosed(
  finding: Pick<Finding, 'kind' | 'column'>,
  found: readonly FindingDraft[],
  toolUsed: ToolName,
): boolean {
  return toolUsed === 'keep_column' || !found.some((draft) => isSame(finding, draft));
}

/**
 * Gives drafts their ids: what was known keeps its id, what is new gets the next one.
 * @param known every finding of the run so far, closed and refused ones too, so that no id is used twice.
 */
export function numberFindings(known: readonly Finding[], found: readonly FindingDraft[]): Finding[] {
  let last = known.reduce((highest, { id }) => Math.max(highest, Number(id.slice(1))), 0);
  return found.map((draft) => {
    const old = known.find((finding) => isSame(finding, draft));
    if (old !== undefined) return { ...draft, id: old.id };
    last += 1;
    return { ...draft, id: `F${last}` };
  });
}

/** Repeated rows are one finding about the table, whichever column stands for it. */
function isSame(a: Pick<Finding, 'kind' | 'column'>, b: Pick<Finding, 'kind' | 'column'>): boolean {
  return a.kind === b.kind && (a.kind === 'duplicate_rows' || a.column === b.column);
}

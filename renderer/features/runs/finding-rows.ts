import type { CallView, RunView } from '../../../shared/ipc/index.ts';

/** A finding of a run with the last call that was made on it. */
export interface FindingRow {
  readonly finding: RunView['findings'][number];
  readonly call: CallView | undefined;
}

const ORDER = { refused: 0, open: 1, closed: 2 } as const;

/** Refused ones first, then open, then closed; each group in the order they were found. */
export function findingRows(run: Pick<RunView, 'findings' | 'callList'>): readonly FindingRow[] {
  return run.findings
    .map((finding) => ({
      finding,
      call: run.callList.findLast((call) => call.finding?.id === finding.id),
    }))
    .sort((a, b) => ORDER[a.finding.state] - ORDER[b.finding.state]);
}

import type { ChangeRecord, Decision } from '../../../shared/domain/index.ts';
import type { CallView, RunView } from '../../../shared/ipc/index.ts';
import { formatCount, plural } from '../../ui/format.ts';

/** What a call changed, in a few words: `412 cells changed, 1 column removed`. */
export function changeText(change: ChangeRecord): string {
  const parts = [
    change.columnsRemoved.length > 0
      ? `${plural(change.columnsRemoved.length, 'column')} removed`
      : undefined,
    change.columnsAdded.length > 0 ? `${plural(change.columnsAdded.length, 'column')} added` : undefined,
    change.rowsRemoved > 0 ? `${plural(change.rowsRemoved, 'row')} removed` : undefined,
    change.cellsChanged > 0 ? `${plural(change.cellsChanged, 'cell')} changed` : undefined,
    change.valuesLost > 0 ? `${plural(change.valuesLost, 'value')} lost` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'nothing changed' : parts.join(', ');
}

/** Arguments of a call as one line, without the finding, which stands beside it. */
export function argsText(args: CallView['args']): string {
  return Object.entries(args)
    .filter(([name]) => name !== 'finding' && name !== 'table')
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** What an example's empty cell means after this tool: the row or column is gone, or the cell is empty. */
export function goneText(tool: string): string | undefined {
  if (tool === 'drop_duplicates') return 'row removed';
  return tool === 'drop_column' ? 'column removed' : undefined;
}

/** Which rules decided and which were overruled, deciding ones first. */
export function rulesInOrder(decision: Decision): Decision['matched'] {
  return [...decision.matched].sort((a, b) => Number(b.decided) - Number(a.decided));
}

/** A line of the timeline: a step's heading or one of its calls. */
export type TimelineRow =
  | { readonly step: RunView['steps'][number]; readonly call?: undefined }
  | { readonly step?: undefined; readonly call: CallView };

/** Steps that have begun, each followed by its calls in order. */
export function timelineOf(run: Pick<RunView, 'steps' | 'callList'>): readonly TimelineRow[] {
  return run.steps.flatMap((step): TimelineRow[] => {
    const calls = run.callList.filter((call) => call.step === step.index);
    if (step.state === 'pending' && calls.length === 0) return [];
    return [{ step }, ...calls.map((call): TimelineRow => ({ call }))];
  });
}

/** Mean speed of the model's answers, tokens per second, weighted by tokens; undefined before the first. */
export function meanSpeed(
  calls: readonly Pick<CallView, 'answerTokens' | 'modelMs' | 'tokensPerSecond'>[],
): number | undefined {
  let tokens = 0;
  let seconds = 0;
  for (const call of calls) {
    if (call.tokensPerSecond <= 0) continue;
    tokens += call.answerTokens;
    seconds += call.answerTokens / call.tokensPerSecond;
  }
  return seconds > 0 ? tokens / seconds : undefined;
}

/** What stays and what stops when a run is cancelled now. */
export function cancelText(
  run: Pick<RunView, 'callList' | 'findings' | 'versions' | 'table'>,
): readonly string[] {
  const done = run.callList.filter((call) => call.state === 'done').length;
  const open = run.findings.filter((finding) => finding.state === 'open').length;
  return [
    `${plural(done, 'call')} done so far ${done === 1 ? 'stays' : 'stay'} recorded, and ${run.table} stays at version ${formatCount(run.versions.after)}.`,
    `${plural(open, 'finding')} ${open === 1 ? 'stays' : 'stay'} open. A call that is running now ends first.`,
    'A cancelled run cannot be resumed; a new run starts from the version you choose.',
  ];
}

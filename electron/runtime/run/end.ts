import type { ApprovalId, RunEndReason, RunId, RunState } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry, type EntryContext } from '../../../shared/formats/index.ts';
import type { RunPorts } from './ports.ts';
import { projectRun } from './projection.ts';

type EndPorts = Pick<RunPorts, 'journal' | 'entries'>;

/**
 * Records that a run is over, with its figures as its entries tell them. A question that still waits for a
 * person ends with it: nobody is to be asked about a call that will not come. First, so that whatever
 * stops this leaves a run that can be ended again, and no question about one that is over.
 */
export async function recordEnd(
  ports: EndPorts,
  run: RunId,
  end: {
    readonly from: RunState;
    readonly to: RunState;
    readonly reason: RunEndReason;
    readonly detail: string;
  },
  context: EntryContext,
): Promise<void> {
  for (const { approval, call, agent } of openQuestions(await ports.entries(run)))
    await ports.journal.event(
      'approval.voided',
      { approval, reason: end.reason === 'cancelled' ? 'the run was cancelled' : 'the run ended' },
      { ...context, call, agent },
    );
  await ports.journal.event(
    'run.state_changed',
    { from: end.from, to: end.to, reason: end.detail.slice(0, 500) },
    context,
  );
  const view = projectRun(await ports.entries(run), () => '');
  await ports.journal.event(
    'run.ended',
    {
      state: end.to,
      reason: end.reason,
      calls: view?.calls ?? 0,
      denials: view?.denials ?? 0,
      tokens: view?.used.tokens ?? 0,
      agreedWithUsual: view?.agreedWithUsual ?? 0,
      decided: view?.decided ?? 0,
    },
    context,
  );
}

interface OpenQuestion {
  readonly approval: ApprovalId;
  readonly call: Entry['call'];
  readonly agent: Entry['agent'];
}

/** What a run asked people and nobody answered. */
function openQuestions(entries: readonly Entry[]): readonly OpenQuestion[] {
  const open = new Map<ApprovalId, OpenQuestion>();
  for (const { kind, body, call, agent } of entries) {
    if (kind === 'approval.requested') {
      const { approval } = EVENTS[kind].event.parse(body);
      open.set(approval, { approval, call, agent });
    } else if (kind === 'approval.answered' || kind === 'approval.voided')
      open.delete(EVENTS[kind].event.parse(body).approval);
  }
  return [...open.values()];
}

/**
 * Runs that were going on when the application went away. Runs that wait for a person or a signature
 * are not among them: they can be taken up again.
 *
 * @param entries of any number of runs, in order
 */
export function markInterruptedRuns(entries: readonly Entry[]): readonly RunId[] {
  const states = new Map<RunId, RunState>();
  for (const { kind, run, body } of entries) {
    if (run === undefined) continue;
    if (kind === 'run.started') states.set(run, 'running');
    else if (kind === 'run.state_changed') states.set(run, body.to as RunState);
    else if (kind === 'run.ended') states.set(run, body.state as RunState);
  }
  return [...states].filter(([, state]) => state === 'running').map(([run]) => run);
}

/**
 * Records each interrupted run as such, so that every run ends with a reason. A run that had only just
 * been taken up, and went no further, waits again instead: nothing of it happened, and what a person
 * approved still runs, once.
 */
export async function closeInterruptedRuns(
  ports: EndPorts,
  runs: readonly RunId[],
  actor: EntryContext['actor'],
): Promise<void> {
  for (const run of runs) {
    const context = { actor, correlation: run, run };
    const pause = pauseBefore(await ports.entries(run));
    if (pause !== undefined) {
      await ports.journal.event(
        'run.state_changed',
        {
          from: 'running',
          to: pause.body.to as RunState,
          reason: 'the application went away before the run had gone on',
        },
        { ...context, ...(pause.call && { call: pause.call }), payloads: [...pause.payloads] },
      );
      continue;
    }
    await recordEnd(
      ports,
      run,
      {
        from: 'running',
        to: 'interrupted',
        reason: 'interrupted',
        detail: 'the application went away while the run was going on',
      },
      context,
    );
  }
}

/** The pause that a run was taken up from, where nothing at all was written since. */
function pauseBefore(entries: readonly Entry[]): Entry | undefined {
  const last = entries.at(-1);
  if (last?.kind !== 'run.state_changed' || !isPause(last.body.from)) return undefined;
  return entries.findLast(({ kind, body }) => kind === 'run.state_changed' && isPause(body.to));
}

function isPause(state: unknown): boolean {
  return state === 'waiting_for_approval' || state === 'paused';
}

import type { ApprovalId, CallId } from '../../../shared/domain/index.ts';
import { RUN_STATE_FORMAT, StoredRunState, type PayloadRef } from '../../../shared/formats/index.ts';
import type { Cancelled, LiveRun } from './live-run.ts';
import type { RunPorts } from './ports.ts';

/** The run waits for a person, or for its operator's return; everything it needs to go on is stored. */
export interface Paused {
  /** Undefined where no call waits: the run was paused. */
  readonly approval: ApprovalId | undefined;
}

interface Held {
  readonly call: CallId;
  readonly approval: ApprovalId;
  readonly text: string;
  readonly turn: number;
}

/** Stores the run encrypted, cites it in an entry, and lets go of it. */
export async function holdRun(run: LiveRun, ports: RunPorts, held: Held): Promise<Paused> {
  const payload = await store(run, ports, held);
  await ports.journal.event(
    'run.state_changed',
    { from: 'running', to: 'waiting_for_approval', reason: 'a call waits for a person' },
    run.context({ payloads: [payload], call: held.call }),
  );
  return { approval: held.approval };
}

/** Stores the run between two calls, where nothing is half done, in the name of whoever made it pause. */
export async function pauseRun(run: LiveRun, ports: RunPorts, { actor, why }: Cancelled): Promise<Paused> {
  const payload = await store(run, ports);
  await ports.journal.event(
    'run.state_changed',
    { from: 'running', to: 'paused', reason: why },
    run.context({ actor, payloads: [payload] }),
  );
  return { approval: undefined };
}

async function store(run: LiveRun, ports: RunPorts, held?: Held): Promise<PayloadRef> {
  const { request, actor, pins } = run.setup;
  const state = StoredRunState.parse({
    v: RUN_STATE_FORMAT,
    run: run.id,
    request,
    actor,
    pins,
    version: run.version,
    step: run.step,
    round: run.round,
    turn: run.turn,
    refusalsInRow: run.refusalsInRow,
    used: run.used,
    usedByAgent: run.usedByAgent,
    ledger: run.ledger.items,
    conversation: run.conversation,
    held,
  });
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  return ports.payloads.put('conversation_history', bytes);
}

import type { ApprovalId, CallId } from '../../../shared/domain/index.ts';
import { RUN_STATE_FORMAT, StoredRunState } from '../../../shared/formats/index.ts';
import type { LiveRun } from './live-run.ts';
import type { RunPorts } from './ports.ts';

/** The run waits for a person; everything it needs to go on is stored. */
export interface Paused {
  readonly approval: ApprovalId;
}

interface Held {
  readonly call: CallId;
  readonly approval: ApprovalId;
  readonly text: string;
  readonly turn: number;
}

/** Stores the run encrypted, cites it in an entry, and lets go of it. */
export async function holdRun(run: LiveRun, ports: RunPorts, held: Held): Promise<Paused> {
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
    conversation: run.conversation ?? { turns: [], open: [] },
    held,
  });
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const payload = await ports.payloads.put('conversation_history', bytes);
  await ports.journal.event(
    'run.state_changed',
    { from: 'running', to: 'waiting_for_approval', reason: 'a call waits for a person' },
    run.context({ payloads: [payload], call: held.call }),
  );
  return { approval: held.approval };
}

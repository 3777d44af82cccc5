import { Problem, type ApprovalId, type RunId } from '../../../shared/domain/index.ts';
import type { Entry, EntryContext, RunRequest, StoredRunState } from '../../../shared/formats/index.ts';
import { EVENTS, RunRequest as RequestSchema } from '../../../shared/formats/index.ts';
import { loadModel } from './ask.ts';
import { answerOf, converse, takeIn, type Left } from './conversation.ts';
import { recordEnd } from './end.ts';
import { finishIfComplete, signStatement, type Signing } from './finish.ts';
import { LiveRun } from './live-run.ts';
import { runSteps } from './loop.ts';
import type { RunModel, RunPorts } from './ports.ts';
import { assertSamePins, readSetup } from './setup.ts';
import { completed, recordStart, stopped, type RunOutcome } from './start-and-end.ts';
import { pauseOf, readStored } from './stored.ts';

export interface StartRun {
  readonly request: RunRequest;
  readonly actor: StoredRunState['actor'];
  readonly model: RunModel;
}

export interface Started {
  readonly run: RunId;
  /**
   * Resolves when the run waits, is done or has ended; every end is recorded by then. Rejects only when
   * the journal could not be written, or for a fault of ours (recorded too).
   */
  readonly done: Promise<RunOutcome>;
}

export interface RunEngine {
  /** @throws Problem `not_found`, `invalid_input`, and what loading the model says. */
  start(start: StartRun): Promise<Started>;
  /**
   * Takes up a run that was paused or waits for a person, from what was stored. With the approval answered the held
   * call runs, once; unanswered, the run goes on waiting.
   *
   * @throws Problem `in_use` (going on now), `not_found` (does not wait), `waiting_for_approval`,
   * `changed`, `damaged`, `newer_format`.
   */
  resume(run: RunId, model: RunModel, actor: EntryContext['actor']): Promise<Started>;
  /**
   * Ends a run that is going on or waits; resolves once a run that goes on has been told.
   *
   * @param why stands in the entry; safe words only
   * @throws Problem `wrong_usage` when it is over.
   */
  cancel(run: RunId, actor: EntryContext['actor'], why?: string): Promise<void>;
  /**
   * Makes a run that is going on pause at its next safe point, between two calls; its `done` resolves
   * there. Nothing happens where it is not going on.
   *
   * @param why stands in the entry; safe words only
   */
  pause(run: RunId, actor: EntryContext['actor'], why: string): void;
  /** Signs the minimum-necessary statement; true when the run is finished by it. */
  signStatement(run: RunId, signing: Signing): Promise<boolean>;
  /** Looks whether nothing is missing any more, after a report was issued. */
  finishIfComplete(run: RunId, actor: EntryContext['actor']): Promise<boolean>;
  /** Runs whose loop is going on in this process. */
  readonly live: readonly RunId[];
  /** Told after entries of the run, calls included; MUST NOT throw. */
  onChange(listener: (run: RunId) => void): void;
}

/** Approvals that are answered, in the words of the journal port. */
export interface EnginePorts extends RunPorts {
  /** Whether the approval still waits for its answer. */
  isWaiting(approval: ApprovalId): Promise<boolean>;
  /** @throws Problem `not_allowed` where one of these agents is stopped for trying what is denied. */
  requireWorking(agents: Iterable<string>): Promise<void>;
}

/** The run engine over its ports. One run goes on at a time: there is one model. */
export function createRunEngine(ports: EnginePorts): RunEngine {
  const live = new Map<RunId, LiveRun>();
  const listeners: ((run: RunId) => void)[] = [];
  const changed = (run: RunId): void => {
    for (const listener of listeners) listener(run);
  };
  const watched: RunPorts = {
    ...ports,
    journal: watchJournal(ports.journal, changed),
    gate: {
      pass: async (received) => {
        const result = await ports.gate.pass(received);
        if (received.run !== undefined) changed(received.run);
        return result;
      },
    },
  };

  const assertFree = (): void => {
    if (live.size > 0)
      throw new Problem('in_use', 'another run is going on', 'Wait until it is done, or cancel it.');
  };

  /** Carries a run to its end, and records that end whatever it is. */
  const carry = async (run: LiveRun, go: () => Promise<Left>): Promise<RunOutcome> => {
    try {
      const left = await go();
      if (left !== 'done')
        return {
          run: run.id,
          state: left.approval === undefined ? 'paused' : 'waiting_for_approval',
          reason: undefined,
          approval: left.approval,
        };
      return await completed(run, watched);
    } catch (error) {
      return await stopped(run, watched, error);
    } finally {
      live.delete(run.id);
      changed(run.id);
    }
  };

  const launch = (run: LiveRun, go: () => Promise<Left>): Started => ({ run: run.id, done: carry(run, go) });

  return {
    get live() {
      return [...live.keys()];
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
    start: async ({ request, actor, model }) => {
      assertFree();
      const run = ports.ids.run();
      const setup = await readSetup(ports, { run, request: RequestSchema.parse(request), actor, model });
      await ports.requireWorking(setup.agents.keys());
      const state = new LiveRun(setup, watched);
      assertFree();
      live.set(run, state);
      try {
        await recordStart(state, watched);
      } catch (error) {
        live.delete(run);
        throw error;
      }
      return launch(state, async () => {
        await loadUnlessPaused(state, watched);
        return runSteps(state, watched);
      });
    },
    resume: async (run, model, actor) => {
      if (live.has(run)) throw new Problem('in_use', 'the run is going on already');
      assertFree();
      const entries = await ports.entries(run);
      const stored = await readStored(ports, run, entries);
      if (stored.held !== undefined && (await ports.isWaiting(stored.held.approval)))
        throw new Problem(
          'waiting_for_approval',
          'the call still waits for a person',
          'Answer the approval, then resume the run.',
        );
      const setup = await readSetup(ports, { run, request: stored.request, actor: stored.actor, model });
      assertSamePins(stored.pins, setup.pins);
      const state = new LiveRun(setup, watched, stored);
      assertFree();
      live.set(run, state);
      try {
        await watched.journal.event(
          'run.state_changed',
          stored.held === undefined
            ? { from: 'paused', to: 'running', reason: 'the run is taken up again' }
            : { from: 'waiting_for_approval', to: 'running', reason: 'the approval was answered' },
          { actor, correlation: run, run },
        );
      } catch (error) {
        live.delete(run);
        throw error;
      }
      return launch(state, () => goOn(state, watched, stored));
    },
    cancel: async (run, actor, why = 'a person cancelled the run') => {
      const going = live.get(run);
      if (going !== undefined) {
        going.cancel({ actor, why });
        return;
      }
      const entries = await ports.entries(run);
      const from = pauseOf(entries)?.state;
      if (from === undefined)
        throw new Problem('wrong_usage', 'the run is not going on', 'Look at its state.');
      const end = { from, to: 'stopped', reason: 'cancelled' } as const;
      await recordEnd(watched, run, { ...end, detail: why }, { actor, correlation: run, run });
      changed(run);
    },
    pause: (run, actor, why) => {
      live.get(run)?.pause({ actor, why });
    },
    signStatement: (run, signing) => signStatement(watched, run, signing),
    finishIfComplete: (run, actor) => finishIfComplete(watched, run, actor),
  };
}

/** Loads the model ahead; a run that shall pause meanwhile is stored by the loop. */
async function loadUnlessPaused(run: LiveRun, ports: RunPorts): Promise<void> {
  try {
    await loadModel(run, ports);
  } catch (error) {
    if (run.pauseAsked === undefined || run.deadline.aborted) throw error;
  }
}

/** The held answer goes through the whole gate once more, with its approval; then the run goes on. */
async function goOn(run: LiveRun, ports: RunPorts, { held }: StoredRunState): Promise<Left> {
  if (held === undefined) {
    const left = run.conversation === undefined ? 'done' : await converse(run, ports);
    return left === 'done' ? runSteps(run, ports) : left;
  }
  const shown = run.conversation?.open ?? [];
  const findings = shown.flatMap((id) => run.ledger.get(id)?.finding ?? []);
  const { call, text, turn, approval } = held;
  const result = await ports.gate.pass(answerOf(run, { call, text, turn, findings, approval }));
  const left = await takeIn(run, ports, { call, text, result });
  if (left !== 'open' && left !== 'done') return left;
  if (left === 'open') {
    const conversation = await converse(run, ports);
    if (conversation !== 'done') return conversation;
  }
  return runSteps(run, ports);
}

/** Tells listeners after every entry that the run itself writes. */
function watchJournal(journal: RunPorts['journal'], changed: (run: RunId) => void): RunPorts['journal'] {
  const after = async <T>(written: Promise<T>, context: EntryContext): Promise<T> => {
    const result = await written;
    if (context.run !== undefined) changed(context.run);
    return result;
  };
  return {
    event: (kind, body, context) => after(journal.event(kind, body, context), context),
    intent: (kind, body, context) => after(journal.intent(kind, body, context), context),
    outcome: (kind, intent, body, context) => after(journal.outcome(kind, intent, body, context), context),
  };
}

/** Whether the journal holds an intent of this call; the gate asks before it runs an approved one. */
export function callBeganIn(entries: readonly Entry[], call: string): boolean {
  return entries.some(
    (entry) =>
      entry.kind in EVENTS && entry.phase === 'intent' && entry.kind !== 'model.call' && entry.call === call,
  );
}

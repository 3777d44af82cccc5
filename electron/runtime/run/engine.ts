import {
  Problem,
  type ApprovalId,
  type RunEndReason,
  type RunId,
  type RunState,
} from '../../../shared/domain/index.ts';
import type { Entry, EntryContext, RunRequest, StoredRunState } from '../../../shared/formats/index.ts';
import { EVENTS, RunRequest as RequestSchema } from '../../../shared/formats/index.ts';
import { writeArtefacts, writeConversations } from './artefacts/all.ts';
import { loadModel } from './ask.ts';
import { answerOf, converse, takeIn, type Left } from './conversation.ts';
import { recordEnd } from './end.ts';
import { finishIfComplete, missingArtefacts, signStatement, type Signing } from './finish.ts';
import { LiveRun, RunEnd } from './live-run.ts';
import { runSteps } from './loop.ts';
import type { RunModel, RunPorts } from './ports.ts';
import { assertSamePins, readSetup } from './setup.ts';
import { pausePayload, readStored } from './stored.ts';

export interface StartRun {
  readonly request: RunRequest;
  readonly actor: StoredRunState['actor'];
  readonly model: RunModel;
}

/** Where a run stands when its loop has let go of it. */
export interface RunOutcome {
  readonly run: RunId;
  readonly state: RunState;
  readonly reason: RunEndReason | undefined;
  /** The approval that a waiting run waits for. */
  readonly approval: ApprovalId | undefined;
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
   * Takes up a run that waits for a person, from what was stored. With the approval answered the held
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
        return { run: run.id, state: 'waiting_for_approval', reason: undefined, approval: left.approval };
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
        await loadModel(state, watched);
        return runSteps(state, watched);
      });
    },
    resume: async (run, model, actor) => {
      if (live.has(run)) throw new Problem('in_use', 'the run is going on already');
      assertFree();
      const entries = await ports.entries(run);
      const stored = await readStored(ports, run, entries);
      if (await ports.isWaiting(stored.held.approval))
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
          { from: 'waiting_for_approval', to: 'running', reason: 'the approval was answered' },
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
      if (pausePayload(entries) === undefined)
        throw new Problem('wrong_usage', 'the run is not going on', 'Look at its state.');
      const end = { from: 'waiting_for_approval', to: 'stopped', reason: 'cancelled' } as const;
      await recordEnd(watched, run, { ...end, detail: why }, { actor, correlation: run, run });
      changed(run);
    },
    signStatement: (run, signing) => signStatement(watched, run, signing),
    finishIfComplete: (run, actor) => finishIfComplete(watched, run, actor),
  };
}

/** The held answer goes through the whole gate once more, with its approval; then the run goes on. */
async function goOn(run: LiveRun, ports: RunPorts, { held }: StoredRunState): Promise<Left> {
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

async function recordStart(run: LiveRun, ports: RunPorts): Promise<void> {
  const { request, pins, pipeline, profile, model } = run.setup;
  const table = await ports.tables.describe(request.dataset, request.version);
  await ports.journal.event(
    'run.started',
    {
      template: request.template,
      pipelineSha256: pins.pipelineSha256,
      policySha256: ports.policyOf(profile.name).sha256,
      complianceProfile: profile.name,
      purpose: request.purpose,
      deidProfile: request.deidProfile,
      dataset: request.dataset,
      datasetVersion: request.version,
      snapshotSha256: table.snapshotSha256,
      modelSha256: model.sha256,
      agents: [...run.setup.agents.keys()],
      limits: run.limits,
      table: table.table,
      steps: pipeline.steps.map(({ id, agent, description }) => ({ id, agent, description })),
      mandatoryArtefacts: profile.mandatory_artefacts,
    },
    run.context(),
  );
}

/** The steps are done: artefacts are written; the run is finished, or waits for what is missing. */
async function completed(run: LiveRun, ports: RunPorts): Promise<RunOutcome> {
  await writeArtefacts(run, ports);
  const missing = missingArtefacts(await ports.entries(run.id));
  if (missing.length > 0) {
    await ports.journal.event(
      'run.state_changed',
      { from: 'running', to: 'awaiting_attestation', reason: `still needed: ${missing.join(', ')}` },
      run.context(),
    );
    return { run: run.id, state: 'awaiting_attestation', reason: undefined, approval: undefined };
  }
  const end = { from: 'running', to: 'finished', reason: 'finished' } as const;
  await recordEnd(ports, run.id, { ...end, detail: 'every step is done' }, run.context());
  return { run: run.id, state: 'finished', reason: 'finished', approval: undefined };
}

/** Something ended the run early. The reason is recorded; a fault of ours is thrown on afterwards. */
async function stopped(run: LiveRun, ports: RunPorts, error: unknown): Promise<RunOutcome> {
  const { reason, detail } = whyStopped(run, error);
  if (error instanceof RunEnd) await writeConversations(run, ports);
  const context = run.context(run.cancelled === undefined ? {} : { actor: run.cancelled.actor });
  await recordEnd(ports, run.id, { from: 'running', to: 'stopped', reason, detail }, context);
  if (!(error instanceof RunEnd) && !(error instanceof Problem)) throw error;
  return { run: run.id, state: 'stopped', reason, approval: undefined };
}

function whyStopped(run: LiveRun, error: unknown): { reason: RunEndReason; detail: string } {
  if (error instanceof RunEnd) return { reason: error.reason, detail: error.detail };
  if (run.cancelled !== undefined) return { reason: 'cancelled', detail: run.cancelled.why };
  if (error instanceof Problem) return { reason: 'failed', detail: error.message };
  return { reason: 'failed', detail: 'an unexpected fault stopped the run' };
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

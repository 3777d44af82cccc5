import type { RunEndReason, RunId } from '../../../shared/domain/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import type {
  AgentFile,
  ComplianceProfileFile,
  EntryContext,
  PipelineFile,
  PipelineStep,
  RunRequest,
  StoredRunState,
} from '../../../shared/formats/index.ts';
import type { Limits } from '../gate/index.ts';
import type { Turn } from '../inference/index.ts';
import { Ledger } from './ledger.ts';
import { agentLimits, NOTHING_USED, runLimits, tightest, type Account } from './limits.ts';
import type { RunModel, RunPorts } from './ports.ts';

/** What a run is made of; the same before and after a pause. */
export interface RunSetup {
  readonly run: RunId;
  readonly request: RunRequest;
  readonly actor: StoredRunState['actor'];
  readonly pins: StoredRunState['pins'];
  readonly pipeline: PipelineFile;
  readonly agents: ReadonlyMap<string, AgentFile>;
  readonly profile: ComplianceProfileFile;
  readonly model: RunModel;
}

/** A conversation that is going on: its turns so far, and the findings in it that are still open. */
export interface Conversation {
  readonly turns: readonly Turn[];
  readonly open: readonly string[];
}

/** Why a run stops between two calls, and who makes it. */
export interface Cancelled {
  readonly actor: EntryContext['actor'];
  readonly why: string;
}

/** Ends the loop with a reason; thrown inside the run only. */
export class RunEnd extends Error {
  readonly reason: RunEndReason;
  readonly detail: string;

  constructor(reason: RunEndReason, detail: string) {
    super(detail);
    this.name = 'RunEnd';
    this.reason = reason;
    this.detail = detail;
  }
}

/** Timers count in 32 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The moving part of a run: everything that changes while it goes on. */
export class LiveRun {
  readonly setup: RunSetup;
  readonly ledger: Ledger;
  readonly limits: Limits;
  version: number;
  step: number;
  round: number;
  turn: number;
  refusalsInRow: number;
  conversation: Conversation | undefined;
  readonly #controller = new AbortController();
  #cancelled: Cancelled | undefined;
  readonly #pausing = new AbortController();
  #pauseAsked: Cancelled | undefined;
  /** Of the present step: its agent's clock runs as long as the step goes on. */
  #deadline: { readonly step: number; readonly signal: AbortSignal } | undefined;
  readonly #ports: RunPorts;
  readonly #startedMs: number;
  readonly #usedBefore: Limits;
  readonly #byAgent: Map<string, Limits>;
  #used: Limits;
  #agentStartedMs: number;

  constructor(setup: RunSetup, ports: RunPorts, stored?: StoredRunState) {
    this.setup = setup;
    this.#ports = ports;
    this.limits = runLimits(setup.pipeline, [...setup.agents.values()]);
    this.ledger = new Ledger(stored?.ledger);
    this.version = stored?.version ?? setup.request.version;
    this.step = stored?.step ?? 0;
    this.round = stored?.round ?? 1;
    this.turn = stored?.turn ?? 0;
    this.refusalsInRow = stored?.refusalsInRow ?? 0;
    this.conversation = stored?.conversation;
    this.#usedBefore = stored?.used ?? NOTHING_USED;
    this.#used = this.#usedBefore;
    this.#byAgent = new Map(Object.entries(stored?.usedByAgent ?? {}));
    this.#startedMs = ports.clock.monoMs();
    this.#agentStartedMs = this.#startedMs;
  }

  get id(): RunId {
    return this.setup.run;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborts with the run, and when the time of run or agent is over: also in the middle of a call. */
  get deadline(): AbortSignal {
    if (this.#deadline?.step !== this.step) {
      const { limits, used } = this.account;
      const leftMs = Math.ceil((limits.minutes - used.minutes) * 60_000);
      const over = AbortSignal.timeout(Math.min(Math.max(leftMs, 0), LONGEST_TIMER_MS));
      this.#deadline = { step: this.step, signal: AbortSignal.any([this.signal, over]) };
    }
    return this.#deadline.signal;
  }

  /** Who cancelled the run, if anybody did. */
  get cancelled(): Cancelled | undefined {
    return this.#cancelled;
  }

  /** The first cancel counts. */
  cancel(by: Cancelled): void {
    this.#cancelled ??= by;
    this.#controller.abort();
  }

  /** Why the run shall pause at its next safe point, if it shall. */
  get pauseAsked(): Cancelled | undefined {
    return this.#pauseAsked;
  }

  /** Aborts like the deadline, and when the run shall pause: for what can simply be asked again later. */
  get untilPause(): AbortSignal {
    return AbortSignal.any([this.deadline, this.#pausing.signal]);
  }

  /** The run goes on to its next safe point, between two calls, and is stored there. */
  pause(by: Cancelled): void {
    this.#pauseAsked ??= by;
    this.#pausing.abort();
  }

  /** @throws Problem `cancelled` once somebody cancelled the run. */
  stopIfCancelled(): void {
    if (this.signal.aborted) throw new Problem('cancelled', 'the run was cancelled');
  }

  get present(): PipelineStep {
    const step = this.setup.pipeline.steps[this.step];
    if (step === undefined) throw new Problem('internal', 'the run has no such step');
    return step;
  }

  get agent(): AgentFile {
    const agent = this.setup.agents.get(this.present.agent);
    if (agent === undefined) throw new Problem('internal', 'the step has no agent');
    return agent;
  }

  /** Time that the run was going on; waiting for a person does not count. */
  get used(): Limits {
    return { ...this.#used, minutes: this.#usedBefore.minutes + this.#minutesSince(this.#startedMs) };
  }

  get usedByAgent(): Readonly<Record<string, Limits>> {
    this.#closeAgentClock();
    return Object.fromEntries(this.#byAgent);
  }

  /** What is left to the present agent in this run, by the tighter of both limits. */
  get account(): Account {
    this.#closeAgentClock();
    const agent = this.#byAgent.get(this.agent.name) ?? NOTHING_USED;
    return tightest(
      { limits: this.limits, used: this.used },
      { limits: agentLimits(this.agent, this.limits), used: agent },
    );
  }

  spend(spent: Partial<Limits>): void {
    const add = (to: Limits): Limits => ({
      llmCalls: to.llmCalls + (spent.llmCalls ?? 0),
      toolCalls: to.toolCalls + (spent.toolCalls ?? 0),
      tokens: to.tokens + (spent.tokens ?? 0),
      minutes: to.minutes,
    });
    this.#used = add(this.#used);
    this.#byAgent.set(this.agent.name, add(this.#byAgent.get(this.agent.name) ?? NOTHING_USED));
  }

  /** The next step's agent has a clock of its own. */
  nextStep(): void {
    this.#closeAgentClock();
    this.step += 1;
    this.round = 1;
    this.conversation = undefined;
  }

  context(extra: Partial<EntryContext> = {}): EntryContext {
    const { actor, run } = this.setup;
    return { actor: { id: actor.id, role: actor.role }, correlation: run, run, ...extra };
  }

  agentContext(extra: Partial<EntryContext> = {}): EntryContext {
    return this.context({ agent: this.agent.name, ...extra });
  }

  #minutesSince(ms: number): number {
    return (this.#ports.clock.monoMs() - ms) / 60_000;
  }

  #closeAgentClock(): void {
    const now = this.#ports.clock.monoMs();
    const step = this.setup.pipeline.steps[this.step];
    if (step !== undefined) {
      const used = this.#byAgent.get(step.agent) ?? NOTHING_USED;
      const minutes = used.minutes + (now - this.#agentStartedMs) / 60_000;
      this.#byAgent.set(step.agent, { ...used, minutes });
    }
    this.#agentStartedMs = now;
  }
}

import type { Finding, FindingState, RunEndReason, RunState } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry, type EventKind } from '../../../shared/formats/index.ts';

interface Known {
  readonly finding: Finding;
  readonly state: FindingState;
  readonly step: number;
}

interface Step {
  readonly state: 'running' | 'done';
  readonly findings: number;
  readonly closed: number;
}

/** Follows a run's states, steps and findings, one entry at a time. */
export class StateBuilder {
  state: RunState = 'running';
  endReason: RunEndReason | undefined;
  endedAtMs: number | undefined;
  problem: string | undefined;
  keepsGoing = false;
  backend: string;
  version: number;
  readonly findings = new Map<string, Known>();
  readonly steps = new Map<number, Step>();
  #activeFromMs: number | undefined;
  #activeMs = 0;
  #lastMs: number;

  constructor(startedAtMs: number, version: number, backend: string) {
    this.version = version;
    this.backend = backend;
    this.#activeFromMs = startedAtMs;
    this.#lastMs = startedAtMs;
  }

  /** Milliseconds that the run was going on, up to the last entry; waiting does not count. */
  get activeMs(): number {
    return this.#activeMs + (this.#activeFromMs === undefined ? 0 : this.#lastMs - this.#activeFromMs);
  }

  take(entry: Entry): void {
    this.#lastMs = entry.wallMs;
    this.#takes[entry.kind]?.(entry);
  }

  readonly #takes: Partial<Record<EventKind, (entry: Entry) => void>> = {
    'run.state_changed': ({ body, wallMs }) => {
      const { to, reason } = EVENTS['run.state_changed'].event.parse(body);
      this.#activeMs = this.activeMs;
      this.#activeFromMs = to === 'running' ? wallMs : undefined;
      this.state = to;
      if (to !== 'running') this.keepsGoing = false;
      this.problem = to === 'stopped' || to === 'interrupted' ? reason : undefined;
    },
    'run.kept_going': () => {
      this.keepsGoing = true;
    },
    'run.ended': ({ body, wallMs }) => {
      const { state, reason } = EVENTS['run.ended'].event.parse(body);
      this.state = state;
      this.endReason = reason;
      this.endedAtMs = wallMs;
    },
    'model.load': ({ body, phase }) => {
      const outcome = phase === 'outcome' ? EVENTS['model.load'].outcome.parse(body) : undefined;
      if (outcome?.ok === true) this.backend = outcome.backend;
    },
    'findings.looked': ({ body }) => {
      const look = EVENTS['findings.looked'].event.parse(body);
      this.version = look.datasetVersion;
      for (const finding of look.found)
        this.findings.set(finding.id, { finding, state: 'open', step: look.step });
      for (const id of look.closed) this.#settle(id, 'closed');
      for (const id of look.refused) this.#settle(id, 'refused');
    },
    'step.started': ({ body }) => {
      const { step, findings } = EVENTS['step.started'].event.parse(body);
      this.steps.set(step, { state: 'running', findings, closed: 0 });
    },
    'step.ended': ({ body }) => {
      const { step, closed, refused, open } = EVENTS['step.ended'].event.parse(body);
      this.steps.set(step, { state: 'done', findings: closed + refused + open, closed });
    },
  };

  #settle(id: string, state: FindingState): void {
    const known = this.findings.get(id);
    if (known !== undefined) this.findings.set(id, { ...known, state });
  }
}

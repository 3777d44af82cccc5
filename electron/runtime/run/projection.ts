import type { CallId } from '../../../shared/domain/index.ts';
import { EVENTS, type Actor, type Entry } from '../../../shared/formats/index.ts';
import type { CallView, RunView } from '../../../shared/ipc/index.ts';
import { ArtefactBuilder } from './projection-artefacts.ts';
import { CallBuilder } from './projection-calls.ts';
import { StateBuilder } from './projection-state.ts';

/**
 * A run as its entries tell it: live, after a restart, for every role and for reports. Pure; `entries`
 * are those of one run in order, and unknown kinds are passed over.
 *
 * @param nameOf name of a person, from the workspace
 * @returns undefined where the entries hold no start of a run
 */
export function projectRun(
  entries: readonly Entry[],
  nameOf: (person: Actor['id']) => string,
): RunView | undefined {
  const start = entries.find(({ kind }) => kind === 'run.started');
  if (start?.run === undefined) return undefined;
  const started = EVENTS['run.started'].event.parse(start.body);
  const calls = new CallBuilder();
  const artefacts = new ArtefactBuilder();
  const state = new StateBuilder(start.wallMs, started.datasetVersion, started.backend ?? '');
  for (const entry of entries) {
    calls.take(entry);
    artefacts.take(entry);
    state.take(entry);
  }
  const callList = state.endReason === undefined ? calls.list() : calls.list().map(dropped);
  const judged = callList.filter(({ agreedWithUsual }) => agreedWithUsual !== undefined);
  return {
    id: start.run,
    template: started.template,
    dataset: started.dataset,
    table: started.table ?? 'table',
    purpose: started.purpose as RunView['purpose'],
    deidProfile: started.deidProfile as RunView['deidProfile'],
    ...(started.reference === undefined ? {} : { reference: started.reference }),
    ...(started.realistic === undefined ? {} : { realistic: started.realistic }),
    complianceProfile: started.complianceProfile,
    state: state.state,
    endReason: state.endReason,
    ...(state.keepsGoing && { keepsGoing: true }),
    startedAtMs: start.wallMs,
    endedAtMs: state.endedAtMs,
    startedBy: nameOf(start.actor.id),
    denials: callList.filter((call) => call.state === 'denied').length,
    calls: callList.length,
    waitingApprovals: callList.filter((call) => call.state === 'waiting_for_approval').length,
    steps: stepViews(started.steps ?? [], state),
    callList,
    findings: [...state.findings.values()].map((known) => ({ ...known.finding, state: known.state })),
    ...progressOf(state),
    limits: started.limits,
    used: { ...calls.used(), minutes: state.activeMs / 60_000 },
    backend: state.backend,
    artefacts: artefacts.list(started.mandatoryArtefacts ?? []),
    versions: { before: started.datasetVersion, after: state.version },
    agreedWithUsual: judged.filter(({ agreedWithUsual }) => agreedWithUsual === true).length,
    decided: judged.length,
    problem: state.problem,
  };
}

/** No call goes on behind the end of its run. */
function dropped(call: CallView): CallView {
  const { state } = call;
  return state === 'done' || state === 'denied' || state === 'failed' ? call : { ...call, state: 'dropped' };
}

/** Payloads that hold a call's prompt and answer, for those who may read them. */
export function promptPayloads(entries: readonly Entry[], call: CallId): Entry['payloads'] {
  return entries
    .filter((entry) => entry.kind === 'model.call' && entry.phase === 'outcome' && entry.call === call)
    .flatMap(({ payloads }) => payloads);
}

function stepViews(
  steps: readonly { readonly id: string; readonly agent: string; readonly description: string }[],
  { findings, steps: known }: StateBuilder,
): RunView['steps'] {
  return steps.map((step, index) => {
    const now = known.get(index);
    if (now?.state !== 'running') return { index, ...step, state: 'pending', findings: 0, closed: 0, ...now };
    const mine = [...findings.values()].filter((each) => each.step === index);
    const closed = mine.filter((each) => each.state === 'closed').length;
    return { index, ...step, state: 'running', findings: mine.length, closed };
  });
}

/** Share of findings decided, and how long the rest may take at the pace so far. */
function progressOf(state: StateBuilder): Pick<RunView, 'progress' | 'secondsLeft'> {
  const over = state.endReason !== undefined || state.state === 'awaiting_attestation';
  const all = [...state.findings.values()];
  const settled = all.filter((each) => each.state !== 'open').length;
  const progress = over ? 1 : all.length === 0 ? 0 : settled / all.length;
  if (over || settled === 0) return { progress };
  return { progress, secondsLeft: ((state.activeMs / settled) * (all.length - settled)) / 1000 };
}

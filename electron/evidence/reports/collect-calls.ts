import type { CallId, Decision } from '../../../shared/domain/index.ts';
import { TOOL_NAMES } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import type { ReportCall } from '../../../shared/formats/report.ts';
import type { CallView } from '../../../shared/ipc/run-views.ts';
import type { Evidence, Fact } from './evidence.ts';
import type { RunReportInput } from './input.ts';
import { codeName, rowCount } from './text.ts';
import { argumentText } from './vocabulary.ts';

/** The calls of a run as the journal shows them, and where the projection says otherwise. */
export interface CollectedCalls {
  readonly calls: readonly ReportCall[];
  /** Tools that ran without a recorded decision that let them. */
  readonly undecided: readonly number[];
  /** Calls whose projection and journal differ. */
  readonly disagreeing: number;
}

interface CallEvidence {
  readonly decided: Fact<'tool.decided', 'event'> | undefined;
  readonly denied: Fact<'tool.denied', 'event'> | undefined;
  readonly intent: Fact<'tool.call', 'intent'> | undefined;
  readonly outcome: Fact<'tool.call', 'outcome'> | undefined;
  readonly asked: Fact<'approval.requested', 'event'> | undefined;
  readonly answered: Fact<'approval.answered', 'event'> | undefined;
  readonly entries: readonly Entry[];
}

/** What happened comes from entries; the projection adds step, finding and timings. */
export function collectCalls(
  input: RunReportInput,
  evidence: Evidence,
  vocabulary: ReadonlySet<string>,
): CollectedCalls {
  const decided = byCall(evidence.facts('tool.decided', 'event'));
  const denied = byCall(evidence.facts('tool.denied', 'event'));
  const intents = byCall(evidence.facts('tool.call', 'intent'));
  const outcomes = byCall(evidence.facts('tool.call', 'outcome'));
  const asked = byCall(evidence.facts('approval.requested', 'event'));
  const answered = byCall(evidence.facts('approval.answered', 'event'));
  const undecided: number[] = [];
  let disagreeing = 0;
  const shown = new Set(input.run.callList.map((call) => call.id));
  // A call that only the journal knows must not vanish from the report.
  for (const call of intents.keys()) if (!shown.has(call)) disagreeing += 1;

  const calls = input.run.callList.map((view, index): ReportCall => {
    const seen: CallEvidence = {
      decided: decided.get(view.id),
      denied: denied.get(view.id),
      intent: intents.get(view.id),
      outcome: outcomes.get(view.id),
      asked: asked.get(view.id),
      answered: answered.get(view.id),
      entries: evidence.ofCall(view.id),
    };
    if (seen.intent !== undefined && !wasLet(seen)) undecided.push(seen.intent.entry.seq);
    const outcome = outcomeOf(seen);
    if (!agrees(view, outcome, seen)) disagreeing += 1;
    return reportCall(view, index + 1, seen, outcome, input.smallCellThreshold, vocabulary);
  });
  return { calls, undecided, disagreeing };
}

function byCall<T extends { readonly entry: Entry }>(facts: readonly T[]): ReadonlyMap<CallId, T> {
  const map = new Map<CallId, T>();
  for (const fact of facts) if (fact.entry.call !== undefined) map.set(fact.entry.call, fact);
  return map;
}

/** Allowed, or asked and approved, before the intent, for the very arguments that ran. */
function wasLet(seen: CallEvidence): boolean {
  const { decided, intent, asked, answered } = seen;
  if (decided === undefined || intent === undefined) return false;
  if (decided.entry.seq > intent.entry.seq || decided.body.argsSha256 !== intent.body.argsSha256)
    return false;
  switch (decided.body.decision.behaviour) {
    case 'allow':
      return true;
    case 'deny':
      return false;
    case 'ask':
      return (
        answered?.body.answer === 'approved' &&
        asked?.body.approval === answered.body.approval &&
        asked.body.argsSha256 === intent.body.argsSha256 &&
        answered.entry.seq < intent.entry.seq
      );
  }
}

function outcomeOf(seen: CallEvidence): ReportCall['outcome'] {
  if (seen.outcome !== undefined) {
    if (seen.outcome.body.ok) return 'done';
    return seen.outcome.body.code === 'interrupted' ? 'interrupted' : 'failed';
  }
  if (seen.answered?.body.answer === 'refused') return 'refused';
  if (seen.denied !== undefined || seen.decided?.body.decision.behaviour === 'deny') return 'denied';
  if (seen.intent !== undefined) return 'interrupted';
  if (seen.asked !== undefined) return 'waiting';
  return 'none';
}

function agrees(view: CallView, outcome: ReportCall['outcome'], seen: CallEvidence): boolean {
  if (seen.intent !== undefined && seen.intent.body.tool !== view.tool) return false;
  if (seen.decided !== undefined && seen.decided.body.tool !== view.tool) return false;
  switch (view.state) {
    case 'done':
      // `finish` and other control tools act on nothing; a decision is all they leave.
      return outcome === 'done' || (outcome === 'none' && seen.decided !== undefined);
    case 'denied':
      return outcome === 'denied' || outcome === 'refused';
    case 'failed':
      return outcome === 'failed' || outcome === 'interrupted';
    case 'waiting_for_approval':
      return outcome === 'waiting';
    case 'deciding':
    case 'running':
    case 'dropped':
      return outcome !== 'done';
  }
}

function reportCall(
  view: CallView,
  number: number,
  seen: CallEvidence,
  outcome: ReportCall['outcome'],
  threshold: number,
  vocabulary: ReadonlySet<string>,
): ReportCall {
  const decision: Decision | undefined = seen.decided?.body.decision;
  const result = seen.outcome?.body.ok === true ? seen.outcome.body : undefined;
  const change = result?.change;
  const args = seen.intent?.body.args ?? view.args;
  return {
    number,
    id: view.id,
    step: view.step,
    agent: codeName(view.agent),
    ...(view.finding === undefined ? {} : { finding: view.finding.id }),
    tool: toolName(view.tool),
    args: Object.entries(args)
      .filter(([name]) => name !== 'table' && name !== 'finding')
      .map(([name, value]) => ({ name: codeName(name), value: argumentText(value, vocabulary) })),
    ...(decision === undefined ? {} : { behaviour: decision.behaviour, ruleId: codeName(decision.ruleId) }),
    ...(decision === undefined && seen.denied !== undefined
      ? { behaviour: 'deny' as const, ruleId: codeName(seen.denied.body.ruleId) }
      : {}),
    matched: (decision?.matched ?? []).map((rule) => ({
      id: codeName(rule.id),
      behaviour: rule.behaviour,
      decided: rule.decided,
    })),
    outcome,
    ...(change === undefined
      ? {}
      : {
          cellsChanged: rowCount(change.cellsChanged, threshold),
          rowsRemoved: rowCount(change.rowsRemoved, threshold),
          valuesLost: rowCount(change.valuesLost, threshold),
          columnsRemoved: change.columnsRemoved.length,
          columnsAdded: change.columnsAdded.length,
        }),
    redactions: sum(Object.values(result?.redactions ?? {})),
    ...(result?.agreedWithUsual === undefined ? {} : { agreedWithUsual: result.agreedWithUsual }),
    modelMs: Math.max(0, view.modelMs),
    ...(result === undefined ? {} : { toolMs: Math.max(0, result.ms) }),
    entries: seen.entries.map((entry) => entry.seq),
  };
}

/** A tool this program knows; whatever else a model may have answered is not repeated. */
export function toolName(name: string): string {
  return (TOOL_NAMES as readonly string[]).includes(name) ? name : 'unknown tool';
}

/** Sum of counts. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

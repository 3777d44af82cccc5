import {
  Problem,
  type ApprovalId,
  type ChangeRecord,
  type Decision,
  type Finding,
  type ProblemCode,
  type RedactionCounts,
  type ShownCount,
  type ToolName,
} from '../../../shared/domain/index.ts';
import { resultLine } from '../inference/index.ts';
import type { Checked, Committed, Decided, Parsed, Received, Replied } from './call.ts';
import type { Chain } from './chain.ts';
import { Hold } from './hold.ts';
import type { Exported, GatePorts, ToolArguments } from './ports.ts';
import { recordDecision, recordDenial, recordFailure } from './record.ts';
import { asMatchedRule, Refusal } from './refusal.ts';
import { aimOf, pauseIfPersistent } from './self-protection.ts';
import { policyRequest } from './stages/policy.ts';

interface About {
  readonly tool: ToolName | undefined;
  readonly args: ToolArguments | undefined;
  readonly finding: Finding | undefined;
  readonly why: string;
}

/** How a call ended. `reply` is the only text that the model may be given. */
export type GateResult =
  | (About & {
      readonly kind: 'done';
      readonly reply: string;
      readonly version: number;
      readonly change: ChangeRecord | undefined;
      readonly exported: Exported | undefined;
      readonly shownCounts: Readonly<Record<string, ShownCount>>;
      readonly redactions: RedactionCounts;
      readonly decision: Decision;
      readonly agreedWithUsual: boolean | undefined;
      /** What a reading tool said, redacted; of the agent's own columns alone. */
      readonly said: string | undefined;
    })
  | (About & {
      readonly kind: 'refused';
      readonly by: 'rule' | 'person';
      readonly stage: string;
      readonly ruleId: string;
      readonly reason: string;
      readonly reply: string;
      /** The agent kept trying this and was stopped: the run has to end. */
      readonly agentPaused: boolean;
    })
  | (About & { readonly kind: 'waiting'; readonly approval: ApprovalId })
  | (About & {
      readonly kind: 'failed';
      readonly code: ProblemCode;
      readonly message: string;
      readonly hint: string | undefined;
      /** Absent where the model must be given nothing more: the run has to stop. */
      readonly reply: string | undefined;
    });

/** What is known when a call stops on its way. */
type Known = Received | Parsed | Checked | Decided | Committed;

/** Sends a call through a chain and turns whatever stops it into entries and a result. */
export async function passThrough(
  chain: Chain<Received, Replied, GatePorts>,
  received: Received,
  ports: GatePorts,
): Promise<GateResult> {
  const at: { stage: string; known: Known } = { stage: '', known: received };
  try {
    const call = await chain.pass(received, ports, {
      enter: (name, value) => {
        at.stage = name;
        at.known = value as Known;
      },
    });
    return {
      kind: 'done',
      ...about(call),
      reply: call.reply,
      version: call.raw.version,
      change: call.raw.change,
      exported: call.raw.exported,
      shownCounts: call.shownCounts,
      redactions: call.redactions,
      decision: call.decision,
      agreedWithUsual: call.usual?.agreed,
      said: call.effect === 'read' ? call.redactedText : undefined,
    };
  } catch (error) {
    const { stage, known } = at;
    if (error instanceof Hold) return { kind: 'waiting', ...about(known), approval: error.approval };
    if (error instanceof Refusal) return refuse(error, stage, known, ports);
    if ('intent' in known && stage !== 'outcome' && stage !== 'reply')
      return fail(error, stage, known, ports);
    throw error;
  }
}

function about(known: Known): About {
  return {
    tool: 'received' in known ? known.tool : undefined,
    args: 'argsSha256' in known ? known.args : undefined,
    finding: 'argsSha256' in known ? known.finding : undefined,
    why: 'received' in known ? known.why : '',
  };
}

/** A refusal is recorded twice: the decision with its rules, and the denial that people go through. */
async function refuse(refusal: Refusal, stage: string, known: Known, ports: GatePorts): Promise<GateResult> {
  let { ruleId, message: reason } = refusal;
  if (!('decision' in known)) {
    const decision = explain(refusal, stage, known, ports);
    ({ ruleId, reason } = decision);
    await recordDecision(ports, known, decision);
  }
  const aim = refusal.by === 'rule' ? aimOf(known, ruleId) : undefined;
  await recordDenial(ports, known, { stage, ruleId, reason, aim });
  const received = 'received' in known ? known.received : known;
  const agentPaused = await pauseIfPersistent(received, { aim, ruleId }, ports);
  return {
    kind: 'refused',
    ...about(known),
    by: refusal.by,
    stage,
    ruleId,
    reason,
    agentPaused,
    reply: resultLine(refusal.by === 'person' ? { kind: 'refused' } : { kind: 'denied', ruleId }),
  };
}

/**
 * A built-in stage refused before policy was asked. The call is over; policy is asked all the same,
 * so that people see its rules too and `web_search` reads as the rule that forbids it.
 */
function explain(refusal: Refusal, stage: string, known: Known, ports: GatePorts): Decision {
  const received = 'received' in known ? known.received : known;
  const rules = ports.policyOf(received.profile.name);
  const policy = 'argsSha256' in known ? rules.authorize(policyRequest(known, 0), known.facts) : undefined;
  if (policy?.behaviour === 'deny' && policy.matched.some(({ decided, line }) => decided && line > 0))
    return { ...policy, matched: [...policy.matched, asMatchedRule(refusal, stage, false)] };
  const overruled = (policy?.matched ?? []).map((rule) => ({ ...rule, decided: false }));
  return {
    behaviour: 'deny',
    ruleId: refusal.ruleId,
    reason: refusal.message,
    matched: [...overruled, asMatchedRule(refusal, stage, true)],
    policySha256: rules.sha256,
    basis: policy?.basis,
  };
}

/**
 * Something failed after the intent: the outcome says so. A tool's own failure is told to the model; a
 * result that could not be stored or searched is not used, and the model is given nothing.
 */
async function fail(error: unknown, stage: string, known: Committed, ports: GatePorts): Promise<GateResult> {
  const problem =
    error instanceof Problem ? error : new Problem('internal', 'an unexpected fault stopped the call');
  await recordFailure(ports, known, problem);
  if (!(error instanceof Problem)) throw error;
  const toTheModel = stage === 'tool' && problem.code !== 'cancelled';
  return {
    kind: 'failed',
    ...about(known),
    code: problem.code,
    message: problem.message,
    hint: problem.hint,
    reply: toTheModel ? resultLine({ kind: 'denied', ruleId: 'TOOL-001' }) : undefined,
  };
}

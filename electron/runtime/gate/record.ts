import type { Decision, Problem } from '../../../shared/domain/index.ts';
import type { EventBody, EntryContext } from '../../../shared/formats/index.ts';
import type { Checked, Committed, Parsed, Received } from './call.ts';
import type { GatePorts, ToolArguments } from './ports.ts';

// What the gate writes about a call, in one place.

type Json = EventBody<'tool.decided'>['args'];

/** Who, for whom, in which run and call. */
export function entryContext(received: Received): EntryContext {
  return {
    actor: { id: received.actor.id, role: received.actor.role },
    correlation: received.correlation,
    agent: received.by === 'agent' ? received.agent.name : undefined,
    run: received.run,
    call: received.call,
  };
}

/** Arguments as they stand in entries: they passed the tool's schema, so they are names and choices. */
export function jsonArgs(args: ToolArguments): NonNullable<Json> {
  return args as NonNullable<Json>;
}

export function findingId(call: Partial<Checked>): string | undefined {
  return call.finding?.id;
}

/**
 * Records what was decided. `call` may be known in part only, where a stage before policy refused.
 * Arguments that did not pass their schema are never written.
 */
export async function recordDecision(
  ports: GatePorts,
  call: Received | Parsed | Checked,
  decision: Decision,
): Promise<void> {
  const received = 'received' in call ? call.received : call;
  const checked: Partial<Checked> = 'argsSha256' in call ? call : {};
  await ports.journal.event(
    'tool.decided',
    {
      tool: 'received' in call ? call.tool : received.by === 'person' ? received.tool : 'unread',
      argsSha256: checked.argsSha256 ?? UNREAD_SHA256,
      labels: [...(checked.labels ?? [])],
      decision,
      step: received.by === 'agent' ? received.step : undefined,
      turn: received.by === 'agent' ? received.turn : undefined,
      finding: checked.finding,
      usual: checked.usual?.tool,
      why: 'received' in call ? call.why : undefined,
      args: checked.args === undefined ? undefined : jsonArgs(checked.args),
    },
    entryContext(received),
  );
}

/** Records a denial: the stage and the rule, in words that a person understands. */
export async function recordDenial(
  ports: GatePorts,
  call: Received | Parsed | Checked,
  denial: {
    readonly stage: string;
    readonly ruleId: string;
    readonly reason: string;
    readonly aim: string | undefined;
  },
): Promise<void> {
  const received = 'received' in call ? call.received : call;
  await ports.journal.event(
    'tool.denied',
    {
      tool: 'received' in call ? call.tool : received.by === 'person' ? received.tool : 'unread',
      ...denial,
      reason: denial.reason.slice(0, 500),
      finding: 'argsSha256' in call ? findingId(call) : undefined,
    },
    entryContext(received),
  );
}

/** The outcome of a call that failed after its intent. */
export async function recordFailure(ports: GatePorts, call: Committed, problem: Problem): Promise<void> {
  const body = { ok: false, code: problem.code, message: problem.message.slice(0, 500) } as const;
  const isExport = call.received.by === 'person' && call.effect === 'export';
  await ports.journal.outcome(
    isExport ? 'dataset.export' : 'tool.call',
    call.intent,
    body,
    entryContext(call.received),
  );
}

/** Stands where there were no readable arguments to hash: 64 zeros. */
const UNREAD_SHA256 = '0'.repeat(64);

import type { Checked, Parsed, Received } from './call.ts';
import type { GatePorts } from './ports.ts';
import { entryContext } from './record.ts';

/** Denials of one aim in one run after which the agent is stopped until a person lets it work again. */
export const DENIALS_BEFORE_PAUSE = 3;

/** Refusals that are no attempt at something forbidden: unreadable answers, limits, failed tools, time. */
const NO_ATTEMPT = /^(?:ANSWER|ARGS|LIMIT|TOOL|APPROVAL)-/;

/**
 * What a denied call was after, whatever words and findings it came with: the tool, and the column or
 * table once the arguments have passed their schema. A tool that does not exist for the agent is an aim
 * however its arguments read. Undefined for a refusal that says nothing about intent.
 */
export function aimOf(call: Received | Parsed | Checked, ruleId: string): string | undefined {
  if (!('received' in call)) return undefined;
  const { received, tool } = call;
  const foreign =
    received.by === 'agent' && tool !== 'finish' && !received.agent.allowed_tools.includes(tool);
  if (!('argsSha256' in call)) return foreign ? tool : undefined;
  if (NO_ATTEMPT.test(ruleId) && !foreign) return undefined;
  if (foreign) return tool;
  const { column, table } = call.args;
  const target = typeof column === 'string' ? column : table;
  return typeof target === 'string' ? `${tool} ${target}` : tool;
}

/**
 * SEC: an agent that keeps trying what is denied is stopped, and people are told. Counted from the
 * journal, so that a pause or a restart of the run in between changes nothing.
 *
 * @returns whether the agent is paused now
 */
export async function pauseIfPersistent(
  received: Received,
  denial: { readonly aim: string | undefined; readonly ruleId: string },
  ports: Pick<GatePorts, 'agents'>,
): Promise<boolean> {
  if (received.by === 'person' || denial.aim === undefined) return false;
  if (denial.ruleId === 'AGENT-001') return true;
  const { agent, run, actor } = received;
  const denials = await ports.agents.countDenials(agent.name, denial.aim, run);
  if (denials < DENIALS_BEFORE_PAUSE || actor.id === 'application') return false;
  await ports.agents.pause(
    { agent: agent.name, aim: denial.aim, denials, ruleId: denial.ruleId, forPerson: actor.id },
    { ...entryContext(received), actor: { id: 'application', role: 'none' } },
  );
  return true;
}

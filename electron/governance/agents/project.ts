import type { PersonId, RunId } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../../shared/formats/index.ts';

/** Kinds of entries that tell which agents are stopped. */
export const AGENT_STATE_KINDS = ['agent.paused', 'agent.released'] as const;

/** Why an agent is stopped, and since when. */
export interface AgentPause {
  readonly agent: string;
  readonly aim: string;
  readonly denials: number;
  readonly ruleId: string;
  readonly forPerson: PersonId;
  readonly run: RunId | undefined;
  readonly sinceMs: number;
  readonly seq: number;
}

/**
 * The agents that are stopped, by name. Pure. A release counts only by a compliance officer on whose
 * behalf the agent did not act, so that nothing written past that rule takes effect.
 *
 * @param entries in order of sequence number; entries of other kinds are passed over
 */
export function pausedAgents(entries: Iterable<Entry>): ReadonlyMap<string, AgentPause> {
  const paused = new Map<string, AgentPause>();
  for (const { kind, agent, actor, body, run, wallMs, seq } of entries) {
    if (agent === undefined) continue;
    if (kind === 'agent.paused') {
      const said = EVENTS['agent.paused'].event.safeParse(body);
      if (said.success && !paused.has(agent))
        paused.set(agent, { ...said.data, agent, run, sinceMs: wallMs, seq });
    } else if (kind === 'agent.released') {
      const by = paused.get(agent);
      if (by !== undefined && actor.role === 'compliance' && actor.id !== by.forPerson) paused.delete(agent);
    }
  }
  return paused;
}

import { Problem, type RunId } from '../../shared/domain/index.ts';
import type { Entry } from '../../shared/formats/index.ts';
import type { Journal } from '../evidence/index.ts';
import { AGENT_STATE_KINDS, pausedAgents, type AgentPause } from '../governance/index.ts';
import type { AgentPort } from '../runtime/gate/index.ts';

/** Which agents are stopped: asked by the gate before every call, so it is read once and then kept. */
export interface AgentDesk extends AgentPort {
  paused(): Promise<ReadonlyMap<string, AgentPause>>;
  /** Reads the journal again, after a release. */
  refresh(): Promise<void>;
}

/** @param tell hears of every agent that is stopped */
export function agentDesk(
  journal: Journal,
  entriesOf: (run: RunId) => Promise<readonly Entry[]>,
  tell: (agent: string) => void,
): AgentDesk {
  let known: Promise<ReadonlyMap<string, AgentPause>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, AgentPause>> => {
    const entries = await journal.read.ofKinds(AGENT_STATE_KINDS);
    return pausedAgents(entries.map(({ entry }) => entry));
  };
  const paused = (): Promise<ReadonlyMap<string, AgentPause>> => (known ??= read());
  const refresh = async (): Promise<void> => {
    known = read();
    await known;
  };
  return {
    paused,
    refresh,
    isPaused: async (agent) => (await paused()).has(agent),
    countDenials: async (agent, aim, run) =>
      (await entriesOf(run)).filter(
        (entry) => entry.kind === 'tool.denied' && entry.agent === agent && entry.body.aim === aim,
      ).length,
    pause: async ({ agent, ...body }, context) => {
      await journal.event('agent.paused', body, { ...context, agent });
      await refresh();
      tell(agent);
    },
  };
}

/** @throws Problem `not_allowed` where one of these agents is stopped */
export async function requireWorking(desk: AgentDesk, agents: Iterable<string>): Promise<void> {
  const paused = await desk.paused();
  for (const agent of agents)
    if (paused.has(agent))
      throw new Problem(
        'not_allowed',
        `the agent \`${agent}\` is paused, because it kept trying what is denied`,
        'A compliance officer looks into it and lets it work again under Agents.',
      );
}

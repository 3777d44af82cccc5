import { Problem, refusalOfDuty } from '../../shared/domain/index.ts';
import type { AgentView } from '../../shared/ipc/index.ts';
import { AGENT_STATE_KINDS, pausedAgents, type Catalogue } from '../governance/index.ts';
import { actorOf, contextOf } from './actor.ts';
import type { Notify } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { redactTyped } from './typed-text.ts';

/** What agents may do, and letting a stopped one work again. */
export function agentVerbs(
  desk: Desk<Content>,
  catalogue: Catalogue,
  notify: Notify,
): Pick<Handlers, 'agents.list' | 'agents.release'> {
  return {
    'agents.list': (_, caller) => listAgents(desk, catalogue, caller),
    'agents.release': async ({ agent, reason, meaning, password }, caller) => {
      const pause = (await readPauses(desk)).get(agent);
      if (pause === undefined)
        throw new Problem('changed', `the agent \`${agent}\` is not paused`, 'Look at the agents again.');
      const { id, role } = actorOf(caller.person);
      const held = pause.forPerson === id ? (['requester'] as const) : [];
      const refusal = refusalOfDuty('reviewer', role, held);
      if (refusal !== undefined)
        throw new Problem('not_allowed', refusal, 'Another compliance officer looks into it.');
      await desk.confirmPassword(password);
      await desk.journal.event(
        'agent.released',
        { meaning, reason: await redactTyped(desk, reason, { run: pause.run }) },
        { ...contextOf(caller), agent },
      );
      await desk.content.agents.refresh();
      notify('agents.changed', { paused: (await readPauses(desk)).size });
      return listAgents(desk, catalogue, caller);
    },
  };
}

async function readPauses(desk: Desk<Content>): Promise<ReturnType<typeof pausedAgents>> {
  const entries = await desk.journal.read.ofKinds(AGENT_STATE_KINDS);
  return pausedAgents(entries.map(({ entry }) => entry));
}

async function listAgents(
  desk: Desk<Content>,
  catalogue: Catalogue,
  { person }: Caller,
): Promise<AgentView[]> {
  const paused = await readPauses(desk);
  const pipelines = [...catalogue.pipelines.values()].map(({ file }) => file);
  return [...catalogue.agents.values()].map((file): AgentView => {
    const { name, description, permissions, allowed_tools: tools, phi_access, data_access } = file;
    const { max_tokens, max_tool_calls, timeout_minutes } = file.session_limits;
    const pause = paused.get(name);
    return {
      ...{ name, description, permissions, tools },
      phiAccess: phi_access,
      allowed: data_access.phi_categories,
      excluded: data_access.excluded,
      limits: { tokens: max_tokens, toolCalls: max_tool_calls, minutes: timeout_minutes },
      pipelines: pipelines
        .filter(({ steps }) => steps.some(({ agent }) => agent === name))
        .map((each) => each.name),
      ...(pause && {
        paused: {
          ...{ sinceMs: pause.sinceMs, aim: pause.aim, denials: pause.denials, ruleId: pause.ruleId },
          ...{ run: pause.run, seq: pause.seq },
          forPerson: nameOf(desk.everyone, pause.forPerson),
          mayRelease: person?.role === 'compliance' && person.id !== pause.forPerson,
        },
      }),
    };
  });
}

import { withinScope } from '../../../../shared/domain/index.ts';
import type { Checked } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { builtIn } from '../refusal.ts';

/**
 * Whether this role may act at all, and whether the tool and the data exist for this agent. `finish`
 * exists for every agent: it ends a step and changes nothing.
 */
export async function checkAllowlist(call: Checked, ports: Pick<GatePorts, 'agents'>): Promise<Checked> {
  const { received } = call;
  const { role } = received.actor;
  // A service key has agents act, and does nothing by hand.
  const mayAct = role === 'operator' || (role === 'service' && received.by === 'agent');
  if (!mayAct) throw builtIn('ROLE-001');
  if (received.by === 'person') return call;
  const { agent } = received;
  if (await ports.agents.isPaused(agent.name)) throw builtIn('AGENT-001');
  if (!agent.permissions.includes('tool_call')) throw builtIn('ROLE-003', 'it may call no tool');
  if (call.tool !== 'finish' && !agent.allowed_tools.includes(call.tool)) throw builtIn('ROLE-003');
  if (call.effect === 'transform' && !agent.permissions.includes('write_phi'))
    throw builtIn('ROLE-004', 'it may change no patient data');
  if (call.tool === 'ehr_lookup' && !agent.permissions.includes('read_phi'))
    throw builtIn('ROLE-004', 'it may read no patient data');
  const outside = call.columns.find((column) => !withinScope(agent, column));
  if (outside !== undefined)
    throw builtIn('ROLE-004', (outside.labels.join(', ') || 'not among its categories').replaceAll('_', ' '));
  return call;
}

import { Problem, type PolicyRequest } from '../../../../shared/domain/index.ts';
import { mannerOf, type Checked, type Decided } from '../call.ts';
import type { Estimate, GatePorts } from '../ports.ts';
import { builtIn } from '../refusal.ts';

const NOTHING_LOST: Estimate = { valuesLost: 0, recordsTouched: 0, examples: [] };

/**
 * Plans the call dry, so that policy knows what it would lose, and asks policy. Limits are checked
 * here too, whatever the rules say: `finish` alone is always within them.
 */
export async function decide(call: Checked, ports: GatePorts): Promise<Decided> {
  const { limits, used } = call.facts;
  if (call.effect !== 'control' && limits !== undefined && used !== undefined) {
    if (used.tokens >= limits.tokens) throw builtIn('LIMIT-001');
    if (used.toolCalls >= limits.toolCalls) throw builtIn('LIMIT-002');
    if (used.minutes >= limits.minutes) throw builtIn('LIMIT-003');
  }
  const began = ports.clock.monoMs();
  const estimate = call.effect === 'transform' ? await planDry(call, ports) : touched(call);
  const planMs = ports.clock.monoMs() - began;
  const decision = ports
    .policyOf(call.received.profile.name)
    .authorize(policyRequest(call, estimate.valuesLost), call.facts);
  return { ...call, estimate, planMs, decision };
}

/** What leaves does so as a whole; everything else changes nothing. */
function touched({ effect, table }: Checked): Estimate {
  return effect === 'export' ? { ...NOTHING_LOST, recordsTouched: table.rows } : NOTHING_LOST;
}

/** The call as policy sees it. */
export function policyRequest(call: Checked, valuesLost: number): PolicyRequest {
  const { received } = call;
  return {
    by: received.by,
    agent: received.by === 'agent' ? received.agent.name : undefined,
    role: received.actor.role,
    tool: call.tool,
    effect: call.effect,
    args: call.args as PolicyRequest['args'],
    labels: [...call.labels],
    purpose: received.purpose,
    complianceProfile: received.profile.name,
    deidProfile: received.deidProfile,
    valuesLost,
  };
}

async function planDry({ received, tool, args }: Checked, ports: GatePorts): Promise<Estimate> {
  try {
    const { dataset, version, signal } = received;
    return await ports.tables.estimate(dataset, version, tool, args, mannerOf(received), signal);
  } catch (error) {
    if (error instanceof Problem && error.code !== 'cancelled') throw builtIn('TOOL-001', error.message);
    throw error;
  }
}

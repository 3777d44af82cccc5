import type { Decided } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { recordDecision } from '../record.ts';
import { Refusal } from '../refusal.ts';

/** Records the decision with every rule that matched, allows too; a deny ends the call. */
export async function recordAndHeed(call: Decided, ports: GatePorts): Promise<Decided> {
  await recordDecision(ports, call, call.decision);
  if (call.decision.behaviour === 'deny') throw new Refusal(call.decision.ruleId, call.decision.reason);
  return call;
}

import type { Permitted } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { entryContext } from '../record.ts';
import { builtIn, Refusal } from '../refusal.ts';

/**
 * SEC: nothing runs that was neither allowed nor approved, and what was approved is what runs: same
 * arguments, same data, same policy, same code, once. A mismatch voids the approval.
 */
export async function permit(call: Permitted, ports: GatePorts): Promise<Permitted> {
  const { decision, approval, received } = call;
  if (approval === undefined) {
    if (decision.behaviour === 'allow') return call;
    if (decision.behaviour === 'ask') throw builtIn('APPROVAL-001', 'nobody was asked');
    throw new Refusal(decision.ruleId, decision.reason);
  }
  const standing = await ports.approvals.find(approval);
  if (standing.state === 'refused') throw new Refusal(decision.ruleId, 'a person refused the call', 'person');
  if (standing.state !== 'approved') throw builtIn('APPROVAL-001', standing.state);
  const changed = [
    standing.argsSha256 === call.argsSha256 ? undefined : 'arguments',
    standing.snapshotSha256 === call.table.snapshotSha256 ? undefined : 'data',
    standing.policySha256 === decision.policySha256 ? undefined : 'policy',
    standing.codeSha256 === (await ports.codeSha256()) ? undefined : 'code',
  ].filter((part) => part !== undefined);
  if (changed.length > 0) {
    const reason = `changed since: ${changed.join(', ')}`;
    await ports.approvals.voidApproval(approval, reason, entryContext(received));
    throw builtIn('APPROVAL-002', reason);
  }
  if (decision.behaviour === 'deny') throw new Refusal(decision.ruleId, decision.reason);
  if (await ports.callBegan(received.call, received.run)) throw builtIn('APPROVAL-003');
  return call;
}

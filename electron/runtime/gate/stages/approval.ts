import type { Decided, Permitted } from '../call.ts';
import { Hold } from '../hold.ts';
import type { ApprovalDraft, GatePorts } from '../ports.ts';
import { entryContext } from '../record.ts';
import { builtIn } from '../refusal.ts';

/** A call that was held before comes back with the approval that it was held for. */
export function bringApproval(call: Decided): Permitted {
  return { ...call, approval: call.received.approval };
}

/** An ask goes to a person, bound to the hashes of arguments, data, policy and code, and the call is held. */
export async function askIfNeeded(call: Decided, ports: GatePorts): Promise<Permitted> {
  const { decision, estimate } = call;
  if (decision.behaviour !== 'ask') return { ...call, approval: undefined };
  const { received } = call;
  if (received.by === 'agent' && received.unattended) throw builtIn('APPROVAL-004', 'the run is unattended');
  if (received.actor.id === 'application' || !(await ports.approvals.canBeAnswered(received.actor.id)))
    throw builtIn('APPROVAL-004');
  const approval = await ports.approvals.request(
    {
      tool: call.tool,
      args: call.args,
      argsSha256: call.argsSha256,
      snapshotSha256: call.table.snapshotSha256,
      policySha256: decision.policySha256,
      codeSha256: await ports.codeSha256(),
      ruleId: decision.ruleId,
      reason: decision.reason,
      valuesLost: estimate.valuesLost,
      recordsTouched: estimate.recordsTouched,
      ...restsOn(received),
      examples: estimate.examples,
    },
    entryContext(call.received),
  );
  throw new Hold(approval);
}

function restsOn({ deidProfile, reference }: Decided['received']): Pick<ApprovalDraft, 'restsOn'> {
  return deidProfile === undefined || reference === undefined
    ? {}
    : { restsOn: { profile: deidProfile, reference } };
}

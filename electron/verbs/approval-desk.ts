import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Problem, refusalOfDuty, type ApprovalId, type PersonId } from '../../shared/domain/index.ts';
import type { ApprovalView } from '../../shared/ipc/index.ts';
import type { Journal } from '../evidence/index.ts';
import type { ContentStore } from '../evidence/index.ts';
import { APPROVAL_LIFETIME_MS, projectApprovals, type Approval } from '../governance/index.ts';
import type { GatePorts } from '../runtime/gate/index.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';

const KINDS = ['approval.requested', 'approval.answered', 'approval.voided'] as const;
const CATEGORY = 'tool_call_inputs';
const Examples = z.array(
  z.object({ row: z.int(), column: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);

export interface ApprovalDeskPorts {
  nowMs(): number;
  /** Hears how many wait after each new question. */
  tell(waiting: number): void;
  /** Everybody in the workspace, with their role. */
  people(): Promise<readonly { readonly id: PersonId; readonly role: string }[]>;
}

/** The gate's questions to people: written into the journal, found in it again. */
export function approvalPort(
  journal: Journal,
  payloads: ContentStore,
  { nowMs, tell, people }: ApprovalDeskPorts,
): GatePorts['approvals'] {
  const all = async (): Promise<readonly Approval[]> => {
    const entries = await journal.read.ofKinds(KINDS);
    return projectApprovals(
      entries.map(({ entry }) => entry),
      nowMs(),
    );
  };
  return {
    canBeAnswered: async (requester) =>
      (await people()).some(
        ({ id, role }) =>
          refusalOfDuty('approver', role, id === requester ? ['requester'] : []) === undefined,
      ),
    request: async ({ examples, args, ...draft }, context) => {
      const id = randomUUID() as ApprovalId;
      const shown = await payloads.put(CATEGORY, Buffer.from(JSON.stringify(examples), 'utf8'));
      await journal.event(
        'approval.requested',
        {
          ...draft,
          approval: id,
          args: z.record(z.string(), z.json()).parse(args),
          expiresAtMs: nowMs() + APPROVAL_LIFETIME_MS,
        },
        { ...context, payloads: [shown] },
      );
      tell((await all()).filter(({ state }) => state === 'waiting').length);
      return id;
    },
    find: async (id) => {
      const found = (await all()).find((approval) => approval.id === id);
      if (found === undefined)
        throw new Problem('not_found', 'the journal knows no such approval', 'Verify the journal.');
      return found;
    },
    voidApproval: async (approval, reason, context) => {
      await journal.event('approval.voided', { approval, reason }, context);
    },
  };
}

/** The cells that a waiting call would change, for the person who decides. */
export async function readExamples(
  desk: Desk<Content>,
  approval: Approval,
): Promise<ApprovalView['examples']> {
  const { entry } = await desk.journal.read.get(approval.requestedSeq);
  const [shown] = entry.payloads;
  if (shown === undefined) return [];
  const bytes = await desk.content.payloads.get(CATEGORY, shown);
  return Examples.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

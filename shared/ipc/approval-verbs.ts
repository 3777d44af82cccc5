import { z } from 'zod';
import { ApprovalId } from '../domain/index.ts';
import { ApprovalView, ApproverPaceView } from './approval-views.ts';
import { looking, verb, type VerbDefinition } from './define.ts';

const one = z.strictObject({ approval: ApprovalId });

/** Calls that wait for a person, and how people answer them. */
export const APPROVAL_VERBS = {
  'approvals.list': verb(
    ['operator', 'compliance'],
    'list approvals',
    z.strictObject({}),
    z.array(ApprovalView),
  ),
  /** Shows what exactly would happen, cells included, and records who looked. */
  'approvals.open': looking(verb(['operator', 'compliance'], 'open an approval', one, ApprovalView)),
  'approvals.answer': verb(
    ['operator', 'compliance'],
    'answer an approval',
    one.extend({
      answer: z.enum(['approved', 'refused']),
      reason: z.string().trim().min(3, 'give a reason of at least three characters').max(500),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      password: z.string().min(1).max(1024),
    }),
    ApprovalView,
  ),
  /** The fatigue meter. */
  'approvals.getPace': verb(
    ['compliance'],
    'see how approvers answer',
    z.strictObject({}),
    z.object({ sinceMs: z.int(), approvers: z.array(ApproverPaceView) }),
  ),
} as const satisfies Record<string, VerbDefinition>;

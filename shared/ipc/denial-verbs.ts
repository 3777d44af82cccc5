import { z } from 'zod';
import { DenialOutcome } from '../domain/index.ts';
import { DenialQueueView, DenialView } from './denial-views.ts';
import { verb, type VerbDefinition } from './define.ts';

/** What was denied, and the compliance officer's review of it. */
export const DENIAL_VERBS = {
  'denials.list': verb(
    ['viewer', 'compliance', 'operator', 'admin'],
    'list denials',
    z.strictObject({ offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    z.object({ total: z.int(), denials: z.array(DenialView) }),
  ),
  'denials.getQueue': verb(
    ['viewer', 'compliance', 'admin'],
    'see the review of denials',
    z.strictObject({}),
    DenialQueueView,
  ),
  'denials.review': verb(
    ['compliance'],
    'review denials',
    z.strictObject({
      denials: z.array(z.int().min(0)).min(1, 'choose at least one denial').max(10_000),
      outcome: DenialOutcome,
      note: z.string().trim().min(3, 'write a note of at least three characters').max(500),
    }),
    DenialQueueView,
  ),
  'denials.signReview': verb(
    ['compliance'],
    'sign the review of denials',
    z.strictObject({
      /** The newest entry that the signer saw, as `denials.getQueue` gave it. */
      throughSeq: z.int().min(0),
      password: z.string().min(1).max(1024),
      meaning: z.enum(['review', 'approval', 'responsibility']),
    }),
    DenialQueueView,
  ),
} as const satisfies Record<string, VerbDefinition>;

import { z } from 'zod';
import { PersonId } from '../domain/index.ts';

/** How one person answers requests. */
export const ApproverPaceView = z.object({
  person: z.string(),
  personId: PersonId,
  answered: z.int(),
  approved: z.int(),
  /** From opening a request to answering it; absent where the person opened none. */
  medianSeconds: z.number().optional(),
  /** Answers without the request on the screen. */
  unopened: z.int(),
  lastAtMs: z.int(),
  signs: z.array(z.enum(['hurried', 'always_yes', 'unopened'])),
});
export type ApproverPaceView = z.infer<typeof ApproverPaceView>;

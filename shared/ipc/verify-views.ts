import { z } from 'zod';

/** What a verification found, line by line. */

export const VerifyLine = z.object({
  what: z.string(),
  verdict: z.enum(['ok', 'failed', 'unknown', 'not_checked']),
  detail: z.string(),
  firstBad: z.string().optional(),
  /** Set where only a checkpoint kept outside the workspace can show this. */
  onlyWitness: z.literal(true).optional(),
});
export const VerifyView = z.object({ ok: z.boolean(), subject: z.string(), lines: z.array(VerifyLine) });
export type VerifyView = z.infer<typeof VerifyView>;

import { z } from 'zod';

/** What every part of the catalogue says in the same way. */
export type Events = Record<
  string,
  | { event: z.ZodType }
  | {
      intent: z.ZodType;
      outcome: z.ZodType;
      /** What nobody knows when the application ended between intent and outcome. */
      unknown: string;
    }
>;

/** Text written by code or passed through the redactor; never raw input of a person or a file. */
export const safeText = z.string().max(500);

/** Outcome of an act that failed: a problem code and a safe sentence. */
const failed = z.strictObject({ ok: z.literal(false), code: z.string().max(40), message: safeText });

/** Written at the next start for an intent whose outcome never came; what happened is unknown. */
const interrupted = z.strictObject({
  ok: z.literal(false),
  code: z.literal('interrupted'),
  unknown: safeText,
});

/** Outcome of an act: done, failed, or interrupted. */
export const done = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.union([z.strictObject({ ok: z.literal(true), ...shape }), failed, interrupted]);

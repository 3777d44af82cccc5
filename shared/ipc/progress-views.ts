import { z } from 'zod';

export const ProgressView = z.object({
  /** What is at work: `import`, `report`, `verify`. */
  task: z.string(),
  done: z.number(),
  total: z.number(),
  secondsLeft: z.number().optional(),
  message: z.string().optional(),
});
export type ProgressView = z.infer<typeof ProgressView>;

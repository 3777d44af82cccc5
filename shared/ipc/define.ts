import type { z } from 'zod';
import type { Role } from '../domain/roles.ts';

/** Who may use a verb: listed roles, or anyone before sign-in. */
export type Audience = readonly Role[] | 'anyone';

export interface VerbDefinition<Args extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  readonly args: Args;
  readonly result: Result;
  readonly roles: Audience;
  /** What it does, in the words of a refusal: "you may not {doing}". */
  readonly doing: string;
}

export function verb<Args extends z.ZodType, Result extends z.ZodType>(
  roles: Audience,
  doing: string,
  args: Args,
  result: Result,
): VerbDefinition<Args, Result> {
  return { roles, doing, args, result };
}

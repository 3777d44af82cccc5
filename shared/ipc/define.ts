import type { z } from 'zod';
import type { Principal } from '../domain/roles.ts';

/** Who may use a verb: listed roles, or anyone before sign-in. */
export type Audience = readonly Principal[] | 'anyone';

export interface VerbDefinition<Args extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  readonly args: Args;
  readonly result: Result;
  readonly roles: Audience;
  /** What it does, in the words of a refusal: "you may not {doing}". */
  readonly doing: string;
  /** Asks for the password again, in a call of `session.confirm` just before. */
  readonly confirmed?: boolean;
}

export function verb<Args extends z.ZodType, Result extends z.ZodType>(
  roles: Audience,
  doing: string,
  args: Args,
  result: Result,
): VerbDefinition<Args, Result> {
  return { roles, doing, args, result };
}

/** A verb that takes something out, or changes rules or keys: the person shows again that it is them. */
export function confirmedVerb<Args extends z.ZodType, Result extends z.ZodType>(
  roles: Audience,
  doing: string,
  args: Args,
  result: Result,
): VerbDefinition<Args, Result> {
  return { ...verb(roles, doing, args, result), confirmed: true };
}

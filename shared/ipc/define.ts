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
  /**
   * What it does with patients' data: `shown` to the person, which some roles may ask only for a purpose that they
   * stated in `session.statePurpose` before; `moved` in or out of the workspace. Any other verb touches none, and
   * cannot record that it did.
   */
  readonly content?: 'shown' | 'moved';
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

/** A verb that shows patients' data, or works on them for the eyes of who asks. */
export function looking<V extends VerbDefinition>(definition: V): V & { readonly content: 'shown' } {
  return { ...definition, content: 'shown' };
}

/** A verb that brings patients' data in, or takes them out for a purpose among its arguments. */
export function moving<V extends VerbDefinition>(definition: V): V & { readonly content: 'moved' } {
  return { ...definition, content: 'moved' };
}

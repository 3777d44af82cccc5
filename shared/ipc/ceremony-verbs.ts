import { z } from 'zod';
import { CEREMONY_NAMES } from '../domain/ceremonies.ts';
import { PersonId, Role } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];

/** One time that a ceremony is, or was, under way. */
export const CeremonyView = z.object({
  ceremony: z.enum(CEREMONY_NAMES),
  /** The person that it is about, where it is about one. */
  subject: z.object({ id: PersonId, name: z.string() }).optional(),
  role: Role.optional(),
  /** Beside the steps of the ceremony, in their order; empty for one that is still to do. */
  steps: z.array(z.object({ seq: z.int(), atMs: z.int(), by: z.string() }).nullable()),
  /** The first step that is to do; the number of steps where none is. */
  next: z.int(),
});
export type CeremonyView = z.infer<typeof CeremonyView>;

/** What people do together so that keys come to whom they should: how far each ceremony has come. */
export const CEREMONY_VERBS = {
  'ceremonies.list': verb(
    everyone,
    'see how far ceremonies have come',
    z.strictObject({}),
    /** Newest first; of those that are over the last ones. */
    z.array(CeremonyView),
  ),
} as const satisfies Record<string, VerbDefinition>;

import { z } from 'zod';
import { PersonId } from '../../../domain/ids.ts';
import { Role } from '../../../domain/roles.ts';
import { safeText, type Events } from './words.ts';

/** The workspace itself: made, opened, closed. */
export const WORKSPACE_EVENTS = {
  'workspace.created': {
    event: z.strictObject({
      people: z.array(z.strictObject({ id: PersonId, role: Role })),
      formats: z.record(z.string(), z.int()),
    }),
  },
  'workspace.opened': {
    event: z.strictObject({
      appVersion: z.string(),
      orphanedIntents: z.int(),
      spooled: z.int(),
      /** Spooled lines that could not be read, and whether the spool had no room left. */
      spoolUnreadable: z.int().optional(),
      spoolFull: z.boolean().optional(),
    }),
  },
  'workspace.closed': { event: z.strictObject({ reason: safeText }) },
} as const satisfies Events;

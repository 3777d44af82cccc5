import { z } from 'zod';
import { PersonId } from '../../shared/domain/index.ts';

/** The most accounts of the system that one workspace lets in on its workstation. */
export const MAX_OS_USERS = 64;

/** An account of the operating system that may open the workspace, in the key file. */
export const OsUser = z.strictObject({
  /** Made from the account's own secret (P-256, uncompressed). */
  publicKey: z.base64().length(88),
  /** The workspace's device secret, sealed to that key. */
  sealed: z.base64().max(400),
  /** What the system calls the account; asserted by whoever asked. */
  name: z.string().max(64),
  addedAtMs: z.int(),
  /** Who let it in; absent for the account that made the workspace. */
  addedBy: PersonId.optional(),
});
export type OsUser = z.infer<typeof OsUser>;

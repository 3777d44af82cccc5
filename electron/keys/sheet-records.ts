import { z } from 'zod';
import { EmergencyScope, PersonId } from '../../shared/domain/index.ts';

const base64 = z.base64().max(4096);
const set = z.string().regex(/^[0-9a-f]{8}$/);

/** What the key file keeps of the sealed sheets: whom they let in, nothing that opens anything. */
export const RecoveryRecord = z.strictObject({
  set,
  madeAtMs: z.int(),
  madeBy: PersonId,
  witnessedBy: PersonId,
  threshold: z.int().min(2).max(8),
  /** Of the recovery key pair (P-256), whose private half stands on the sheets alone, in shares. */
  publicKey: base64,
  wraps: z.strictObject({ metadata: base64, content: base64 }),
  sheets: z
    .array(z.strictObject({ number: z.int().min(1).max(8), commitment: base64 }))
    .min(2)
    .max(8),
  /** When sheets of this set were last typed in to let somebody in. */
  usedAtMs: z.int().optional(),
});
export type RecoveryRecord = z.infer<typeof RecoveryRecord>;

/** Of a run with so many payloads that their keys would not fit, emergency access is refused. */
const LONGEST_SEALED = 2 * 1024 * 1024;

/** One use of the emergency envelope, in clear, so that whoever stands at the locked screen reads of it. */
export const EmergencyUse = z.strictObject({
  person: PersonId,
  scope: EmergencyScope,
  /** The entry `emergency.began`. */
  began: z.int().nonnegative(),
  beganAtMs: z.int(),
  endsAtMs: z.int(),
  endedAtMs: z.int().optional(),
  /** When a compliance officer said that they have seen it. */
  seenAtMs: z.int().optional(),
});
export type EmergencyUse = z.infer<typeof EmergencyUse>;

/** What the key file keeps of the emergency envelope, from its making to the review of its use. */
export const EmergencyRecord = z.strictObject({
  set,
  madeAtMs: z.int(),
  madeBy: PersonId,
  witnessedBy: PersonId,
  /** Of the emergency key pair (P-256); the papers alone yield its private half. */
  publicKey: base64,
  /** One paper for the safe; a second one where a second person has to be there. */
  sheets: z
    .array(z.strictObject({ number: z.int().min(1).max(2), commitment: base64 }))
    .min(1)
    .max(2),
  /** The key of the content keyring; once used, the keys of one scope instead; once that is over, nothing. */
  sealed: z.base64().max(LONGEST_SEALED).optional(),
  use: EmergencyUse.optional(),
});
export type EmergencyRecord = z.infer<typeof EmergencyRecord>;

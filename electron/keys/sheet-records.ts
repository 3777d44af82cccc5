import { z } from 'zod';
import { PersonId } from '../../shared/domain/index.ts';

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

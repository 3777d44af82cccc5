import { z } from 'zod';
import { PersonId } from '../../shared/domain/index.ts';

const publicKey = z.base64().max(100);
const base = {
  /** P-256, uncompressed; whoever has the private half opens what is sealed to it. */
  publicKey,
  sinceMs: z.int(),
  by: PersonId,
};

/** What the customer keeps, beside the passwords of people, to open the content keyring with. */
export const CustodyRecord = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key_file'), ...base, path: z.string().min(1).max(4096) }),
  z.strictObject({
    kind: z.literal('token'),
    ...base,
    modulePath: z.string().min(1).max(4096),
    tokenLabel: z.string().min(1).max(32),
    keyLabel: z.string().min(1).max(80),
  }),
]);
export type CustodyRecord = z.infer<typeof CustodyRecord>;

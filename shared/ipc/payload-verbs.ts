import { z } from 'zod';
import { PayloadId, PersonId, RunId, Sha256Hex } from '../domain/index.ts';
import { confirmedVerb, moving, verb, type VerbDefinition } from './define.ts';
import { recipientText, sentFields, wantedProtection } from './transfer-verbs.ts';

const seq = z.int().min(0);
const agent = z.string().max(64).optional();
const password = z.string().min(1).max(1024);
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);

/** What is left of an encrypted payload that an entry cites. */
export const PayloadStateView = z.object({
  id: PayloadId,
  sha256: Sha256Hex,
  /** `erased`: its key is destroyed, its ciphertext and hash stay. */
  state: z.enum(['kept', 'erased', 'missing']),
});
export type PayloadStateView = z.infer<typeof PayloadStateView>;

export const ConversationExportView = z.object({
  file: z.string(),
  agents: z.array(z.string()),
  lines: z.int(),
  /** Lines whose text is gone, because its key was destroyed. */
  erased: z.int(),
  sizeBytes: z.int(),
  sha256: Sha256Hex,
  ...sentFields,
});
export type ConversationExportView = z.infer<typeof ConversationExportView>;

/** What was handed out of an erasure. */
export const CertificateView = z.object({
  file: z.string(),
  sha256: z.string(),
  /** Backups that still hold the keys, as far as the journal knows. */
  backups: z.int(),
});
export type CertificateView = z.infer<typeof CertificateView>;

export const ErasureView = z.object({
  erased: z.int(),
  /** Sealed files of the run whose keys were destroyed with them. */
  files: z.int(),
  /** Payloads whose keys were destroyed before. */
  before: z.int(),
  /** Encrypted copies under other keys that stay: files of the run, as the run folder names them. */
  copies: z.array(z.string()),
  certificate: CertificateView,
});
export type ErasureView = z.infer<typeof ErasureView>;

/** Payloads that entries cite: what was said, taken out or destroyed by those who hold content keys. */
export const PAYLOAD_VERBS = {
  'conversations.export': moving(
    confirmedVerb(
      ['operator', 'compliance'],
      'export conversations',
      z.strictObject({
        run: RunId,
        agent,
        purpose: reason,
        recipient: recipientText,
        protection: wantedProtection,
      }),
      ConversationExportView.nullable(),
    ),
  ),
  'payloads.getStates': verb(
    ['operator', 'compliance'],
    'see what is left of payloads',
    z.strictObject({ seq }),
    z.array(PayloadStateView),
  ),
  /** Destroys keys for good: of all payloads of a run, of one agent in it, or of one entry. */
  'payloads.erase': verb(
    ['compliance'],
    'erase payloads',
    z
      .strictObject({
        run: RunId.optional(),
        agent,
        seq: seq.optional(),
        reason,
        password,
      })
      .refine(({ run, seq: one }) => (run === undefined) !== (one === undefined), {
        message: 'name a run or an entry, not both',
      })
      .refine(({ run, agent: one }) => one === undefined || run !== undefined, {
        message: 'an agent belongs to a run',
      }),
    ErasureView.nullable(),
  ),
  /** The end of a workspace with everything in it, by two people; the session ends with it. */
  'workspace.erase': verb(
    ['compliance'],
    'erase the workspace',
    z.strictObject({
      ...{ reason, password, agreedBy: PersonId, agreedPassword: password },
      /** Where the administrator has a second factor. */
      agreedCode: z.string().max(40).optional(),
    }),
    CertificateView.nullable(),
  ),
} as const satisfies Record<string, VerbDefinition>;

import { z } from 'zod';
import { Medium, OutgoingKind, IncomingKind, Protection } from '../domain/transfer.ts';
import { confirmedVerb, looking, verb, type VerbDefinition } from './define.ts';

/** Who gets what leaves, in a person's own words. */
export const recipientText = z.string().trim().min(2, 'say who gets it').max(200);

/**
 * How a file that leaves is shut. A passphrase is made by the application and told once in the answer; nobody chooses
 * it. In clear only with a reason, and for tables only as another person approves.
 */
export const wantedProtection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase') }),
  z.strictObject({
    kind: z.literal('age'),
    recipient: z
      .string()
      .trim()
      .regex(/^age1[0-9a-z]{50,2000}$/, 'a public key of age begins with age1'),
  }),
  z.strictObject({
    kind: z.literal('clear'),
    reason: z.string().trim().min(3, 'give a reason of at least three characters').max(500),
  }),
]);
export type WantedProtectionArgs = z.infer<typeof wantedProtection>;

/** What an answer says of how a file was shut. */
export const sentFields = {
  protection: Protection,
  /** Told once: to be given to the recipient by another way than the file. */
  passphrase: z.string().optional(),
};

/** One line of the log of what crossed the border of the workspace. */
export const TransferView = z.object({
  entry: z.int(),
  atMs: z.int(),
  person: z.string(),
  way: z.enum(['in', 'out']),
  what: z.union([IncomingKind, OutgoingKind]),
  medium: Medium,
  state: z.enum(['done', 'refused', 'failed', 'open']),
  /** Why it was refused, or with which code it failed. */
  why: z.string().optional(),
  protection: Protection.optional(),
  purpose: z.string().optional(),
  recipient: z.string().optional(),
  clearReason: z.string().optional(),
  sizeBytes: z.int().optional(),
  sha256: z.string().optional(),
});
export type TransferView = z.infer<typeof TransferView>;

const whichTransfers = {
  /** On media that can be taken away alone. */
  removableOnly: z.boolean().optional(),
  way: z.enum(['in', 'out']).optional(),
  state: z.enum(['done', 'refused', 'failed', 'open']).optional(),
};

/** Characters; more is an export. */
const MOST_COPIED = 200_000;

export const TRANSFER_VERBS = {
  /** The removable-media log (45 CFR 164.310(d)(2)(iii)), newest first. */
  'transfers.list': verb(
    ['operator', 'compliance', 'admin', 'viewer'],
    'see what came in and went out',
    z.strictObject(whichTransfers),
    z.object({ transfers: z.array(TransferView), total: z.int(), asOfSeq: z.int() }),
  ),
  /** The same log, whole, as a CSV file for whoever examines it. */
  'transfers.export': confirmedVerb(
    ['compliance', 'admin', 'viewer'],
    'export the log of media',
    z.strictObject({ ...whichTransfers, purpose: z.string().trim().min(3).max(500) }),
    z.object({ file: z.string(), lines: z.int(), sizeBytes: z.int(), sha256: z.string() }).nullable(),
  ),
  /**
   * Puts patients' data that somebody selected on the clipboard, where the profile lets it; it goes again when the session
   * ends. `copied` is false where a reason is wanted and none was given: nothing happened yet.
   */
  'clipboard.copy': looking(
    verb(
      ['operator', 'compliance'],
      "copy patients' data",
      z.strictObject({
        text: z.string().min(1).max(MOST_COPIED, 'that is more than the clipboard is for'),
        reason: z.string().trim().min(3, 'give a reason of at least three characters').max(500).optional(),
      }),
      z.object({ copied: z.boolean() }),
    ),
  ),
} as const satisfies Record<string, VerbDefinition>;

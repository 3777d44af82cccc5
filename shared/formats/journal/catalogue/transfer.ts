import { z } from 'zod';
import { Sha256Hex } from '../../../domain/ids.ts';
import { IncomingKind, Medium, OutgoingKind, Protection } from '../../../domain/transfer.ts';
import { done, safeText, type Events } from './words.ts';

/**
 * Everything that crosses the border of the workspace, with the medium it crossed on: together the removable-media
 * log. The entry that says what was done with it (an import, an export, a report) has the same correlation.
 */
export const TRANSFER_EVENTS = {
  /** A file was looked at and let in for reading; no name of it, since names hold names. */
  'transfer.in': {
    event: z.strictObject({ what: IncomingKind, medium: Medium, sizeBytes: z.int().nonnegative() }),
  },
  /** A chosen file or place that was not let through. */
  'transfer.refused': {
    event: z.strictObject({
      way: z.enum(['in', 'out']),
      what: z.union([IncomingKind, OutgoingKind]),
      medium: Medium,
      why: safeText,
    }),
  },
  'transfer.out': {
    intent: z.strictObject({
      what: OutgoingKind,
      medium: Medium,
      protection: Protection,
      purpose: safeText,
      recipient: safeText,
      /** The recipient's public key, where the file is shut to one. */
      recipientKey: z.string().max(2100).optional(),
      /** Why it leaves in clear. */
      clearReason: safeText.optional(),
    }),
    outcome: done({ sizeBytes: z.int().nonnegative(), sha256: Sha256Hex }),
    unknown:
      'whether the file was written where it was meant to go; a file that was not finished ends in .part',
  },
  /** Patients' data went from a screen to the clipboard, which every program on the machine reads. */
  'clipboard.copied': {
    event: z.strictObject({ characters: z.int().nonnegative(), reason: safeText.optional() }),
  },
  /** The profile keeps patients' data off the clipboard, and somebody tried. */
  'clipboard.refused': { event: z.strictObject({ characters: z.int().nonnegative() }) },
} as const satisfies Events;

import { z } from 'zod';
import { PolicyVersionId, Sha256Hex } from '../../../domain/ids.ts';
import { safeText, type Events } from './words.ts';

const profile = z.string().max(32);
const version = PolicyVersionId;
const words = safeText;
const Count = z.int().nonnegative();

/**
 * The life of a site's rules. The text itself lies in the workspace under the hash of its bytes; what is
 * in effect follows from these entries alone.
 */
export const POLICY_EVENTS = {
  'policy.drafted': {
    event: z.strictObject({
      version,
      profile,
      /** Of the YAML bytes. */
      textSha256: Sha256Hex,
      name: words,
      note: words,
      rules: Count,
      /** Set where the text came in a pack that the site signed. */
      pack: z
        .strictObject({ siteFingerprint: Sha256Hex, packVersion: z.int().positive(), madeAtMs: z.int() })
        .optional(),
    }),
  },
  'policy.checked': {
    event: z.strictObject({
      version,
      textSha256: Sha256Hex,
      errors: Count,
      warnings: Count,
      undecided: Count,
    }),
  },
  'policy.replayed': {
    event: z.strictObject({
      version,
      textSha256: Sha256Hex,
      /** The policy that the recorded decisions were compared under. */
      policySha256: Sha256Hex,
      /** Decisions were read up to this entry. */
      throughSeq: z.int(),
      replayed: Count,
      changed: Count,
    }),
  },
  'policy.activated': {
    event: z.strictObject({
      version,
      profile,
      textSha256: Sha256Hex,
      /** Of all rules in force together from now on, and of those before. */
      policySha256: Sha256Hex,
      replacesSha256: Sha256Hex,
      meaning: z.enum(['review', 'approval', 'responsibility']),
      reason: words,
    }),
  },
  'policy.withdrawn': { event: z.strictObject({ version, reason: words }) },
  /** Packs signed with this key are taken from now on; the one before is not. */
  'policy.site_trusted': { event: z.strictObject({ siteFingerprint: Sha256Hex, name: words }) },
  /** What was written down as in effect could not be read; everything is denied until it can. */
  'policy.unreadable': { event: z.strictObject({ profile, version, reason: words }) },
} as const satisfies Events;

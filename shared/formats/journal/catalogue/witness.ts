import { z } from 'zod';
import { Sha256Hex } from '../../../domain/ids.ts';
import { DRILL_ATTACKS, VERDICTS } from '../verdicts.ts';
import { done, safeText, type Events } from './words.ts';

/** A C2SP verifier key: name, key id, type and public key. */
const verifierKey = z.string().max(300);
const verdict = z.enum([...VERDICTS, 'not_checked']);

const HandedOut = z.strictObject({ size: z.int(), root: Sha256Hex, medium: z.enum(['file', 'report']) });

/** Checkpoints that leave this workspace or come back to it, and what was tried against the journal. */
export const WITNESS_EVENTS = {
  /** A checkpoint was handed out: on a file, or in a report that was saved. */
  'witness.export': {
    intent: HandedOut,
    outcome: done(HandedOut.shape),
    unknown: 'whether the checkpoint was handed out; it does not count as anchored',
  },
  /** This workspace cosigned a checkpoint of another journal. */
  'witness.signed': {
    event: z.strictObject({
      origin: z.string().max(200),
      logKey: verifierKey,
      size: z.int(),
      root: Sha256Hex,
      timestampS: z.int(),
    }),
  },
  /** A checkpoint of another journal that this workspace did not cosign, as it does not fit the last one. */
  'witness.refused': {
    event: z.strictObject({
      origin: z.string().max(200),
      size: z.int(),
      root: Sha256Hex,
      lastSize: z.int(),
      lastRoot: Sha256Hex.optional(),
      reason: safeText,
    }),
  },
  /** A cosignature of another workspace over a checkpoint of this journal came back, and holds. */
  'witness.imported': {
    event: z.strictObject({
      witness: z.string().max(200),
      witnessKey: verifierKey,
      size: z.int(),
      root: Sha256Hex,
      timestampS: z.int(),
      /** The checkpoint with its cosignature, as it came. */
      note: z.string().max(4000),
    }),
  },
  /** The tamper drill: what each attack on a copy showed, without a witness and with one. */
  'integrity.drilled': {
    event: z.strictObject({
      size: z.int(),
      asExpected: z.boolean(),
      attacks: z.array(z.strictObject({ attack: z.enum(DRILL_ATTACKS), without: verdict, with: verdict })),
      note: safeText.optional(),
    }),
  },
} as const satisfies Events;

import { z } from 'zod';
import { PersonId, PayloadId, RunId, CallId, Sha256Hex } from '../../domain/ids.ts';
import { Principal } from '../../domain/roles.ts';
import { EventKind } from './events.ts';
import { JsonObject } from './json-object.ts';

/** Version of the entry format, inside what is hashed. */
export const ENTRY_FORMAT = 1;

/** An intent is durable before its act; an outcome names its intent; an event stands alone. */
export const EntryPhase = z.enum(['intent', 'outcome', 'event']);
export type EntryPhase = z.infer<typeof EntryPhase>;

/** Who acted: a person, or the application itself before anyone is signed in. */
export const Actor = z.strictObject({
  id: z.union([PersonId, z.literal('application')]),
  role: z.union([Principal, z.literal('none')]),
});
export type Actor = z.infer<typeof Actor>;

/** An encrypted payload that the entry refers to. The hash is over the ciphertext. */
export const PayloadRef = z.strictObject({ id: PayloadId, sha256: Sha256Hex });
export type PayloadRef = z.infer<typeof PayloadRef>;

/** One journal record. Its canonical JSON in UTF-8 is what is stored, hashed and chained. */
export const Entry = z.strictObject({
  v: z.literal(ENTRY_FORMAT),
  /** Position in the journal, from 0 (the RFC 6962 leaf index). */
  seq: z.int().nonnegative(),
  epoch: z.int().positive(),
  /** Wall clock in milliseconds since 1970, asserted by the workstation. */
  wallMs: z.int(),
  /** Monotonic clock of the writing process, milliseconds with fraction. */
  monoMs: z.number(),
  kind: EventKind,
  phase: EntryPhase,
  /** For an outcome, the sequence number of its intent. */
  intent: z.int().nonnegative().optional(),
  actor: Actor,
  agent: z.string().max(64).optional(),
  run: RunId.optional(),
  call: CallId.optional(),
  /** Ties together everything that one act of a person or agent caused. */
  correlation: z.string().max(64),
  phiAccessed: z.boolean(),
  /** Free of identifiers and of patient data; its schema hangs on kind and phase. */
  body: JsonObject,
  payloads: z.array(PayloadRef),
  /** RFC 6962 leaf hash of the previous entry; 64 zeros for the first of the journal. */
  prev: Sha256Hex,
});
export type Entry = z.infer<typeof Entry>;

import type { CallId, RunId } from '../../domain/ids.ts';
import type { DataCategory } from '../../domain/categories.ts';
import type { Actor, PayloadRef } from './entry.ts';
import type { ActKind, EventBody, IntentBody, OutcomeBody, PlainKind } from './events.ts';

/** What surrounds a body: who, on whose behalf, and whether patient data was touched. */
export interface EntryContext {
  readonly actor: Actor;
  readonly correlation: string;
  readonly agent?: string | undefined;
  readonly run?: RunId | undefined;
  readonly call?: CallId | undefined;
  readonly phiAccessed?: boolean | undefined;
  readonly payloads?: readonly PayloadRef[] | undefined;
}

export interface Appended {
  readonly seq: number;
  readonly wallMs: number;
}

/**
 * The writing side of the journal.
 *
 * An implementer MUST resolve only after the entry is durable (WAL commit with synchronous=FULL) and
 * MUST keep the order of calls. A caller MUST NOT act before its intent resolved and MUST NOT put
 * identifiers or patient data into a body.
 */
export interface JournalWriter {
  event<K extends PlainKind>(kind: K, body: EventBody<K>, context: EntryContext): Promise<Appended>;
  intent<K extends ActKind>(kind: K, body: IntentBody<K>, context: EntryContext): Promise<Appended>;
  outcome<K extends ActKind>(
    kind: K,
    intent: Appended,
    body: OutcomeBody<K>,
    context: EntryContext,
  ): Promise<Appended>;
}

/**
 * Encrypted payloads beside the journal. `put` MUST be durable when it resolves, and comes before the
 * entry that cites the payload; an orphan is swept at start.
 */
export interface PayloadStore {
  put(category: DataCategory, content: Uint8Array): Promise<PayloadRef>;
  /** @throws Problem `not_found`, `damaged` (hash or tag does not match) or `not_allowed` (no content keys). */
  get(category: DataCategory, ref: PayloadRef): Promise<Uint8Array>;
}

import type { PayloadId, RunId, Sha256Hex } from '../../../shared/domain/index.ts';
import type { Entry, EventName, JournalWriter } from '../../../shared/formats/index.ts';

export type CheckpointReason = 'run_end' | 'interval' | 'lock' | 'exit' | 'report';

export interface IssuedCheckpoint {
  /** The entry that records it. */
  readonly seq: number;
  /** Entries that it covers: all before that one. */
  readonly size: number;
  readonly root: Sha256Hex;
  /** The signed C2SP note. */
  readonly note: string;
}

export interface JournalState {
  /** Entries committed. */
  readonly size: number;
  /** RFC 6962 root over all of them. */
  readonly root: Sha256Hex;
  /** The newest signed checkpoint, whoever made it in whichever session. */
  readonly lastCheckpoint: IssuedCheckpoint | undefined;
}

export interface StoredEntry {
  readonly entry: Entry;
  readonly leafSha256: Sha256Hex;
}

export interface EntryQuery {
  readonly offset: number;
  readonly limit: number;
  readonly kind?: EventName | undefined;
  readonly run?: RunId | undefined;
  readonly newestFirst: boolean;
}

export interface EntryPage {
  /** Entries that match, over all pages. */
  readonly total: number;
  /** The last entry that the answer knows of; -1 for an empty journal. */
  readonly asOfSeq: number;
  readonly entries: readonly StoredEntry[];
}

/**
 * The reading side. Every answer MUST hold all entries that were committed before the question.
 */
export interface JournalReader {
  list(query: EntryQuery): Promise<EntryPage>;
  /** @throws Problem `not_found` */
  get(seq: number): Promise<StoredEntry>;
  /** All entries of a run, oldest first. */
  ofRun(run: RunId): Promise<StoredEntry[]>;
  /** All entries of some kinds, oldest first, from `fromSeq` on; for projections. */
  ofKinds(kinds: readonly EventName[], fromSeq?: number): Promise<StoredEntry[]>;
  /**
   * What belongs to one entry: its intent, its outcome, and everything of the same call; without the
   * entry itself, oldest first.
   *
   * @throws Problem `not_found`
   */
  causes(seq: number): Promise<StoredEntry[]>;
  /** Ids of all payloads that any entry cites; for the sweep of orphans at start. */
  citedPayloads(): Promise<PayloadId[]>;
  state(): Promise<JournalState>;
}

export interface Journal extends JournalWriter {
  /** What opening found and did. */
  readonly opened: { readonly size: number; readonly orphanedIntents: number };
  readonly read: JournalReader;
  /** Signs the state so far, records that, and makes the database file whole without its log. */
  checkpoint(reason: CheckpointReason): Promise<IssuedCheckpoint>;
  /** Waits for what is under way and lets go of the files. */
  close(): Promise<void>;
}

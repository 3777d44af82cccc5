import type { Behaviour, CallId, PayloadId, RunId, Sha256Hex } from '../../../shared/domain/index.ts';
import type { Entry, EntryPhase, EventName, JournalWriter } from '../../../shared/formats/index.ts';

export type CheckpointReason =
  'run_end' | 'interval' | 'lock' | 'exit' | 'report' | 'witness' | 'proof' | 'epoch' | 'backup';

export interface IssuedCheckpoint {
  /** The entry that records it. */
  readonly seq: number;
  /** Entries of the epoch that it covers: all before that one. */
  readonly size: number;
  readonly root: Sha256Hex;
  /** The signed C2SP note. */
  readonly note: string;
}

export interface JournalState {
  /** Number of the epoch that is written to, and the position of its first entry. */
  readonly epoch: number;
  readonly firstSeq: number;
  /** Entries committed in it; its tree holds these. */
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

/** What to search entries by. All of it must hold; a list holds where one of its values does. */
export interface EntryFilter {
  /** From this moment on, and before that one. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly kinds?: readonly EventName[] | undefined;
  readonly phases?: readonly EntryPhase[] | undefined;
  /** Ids of actors. */
  readonly people?: readonly string[] | undefined;
  readonly agents?: readonly string[] | undefined;
  readonly run?: RunId | undefined;
  readonly call?: CallId | undefined;
  readonly correlation?: string | undefined;
  readonly decisions?: readonly Behaviour[] | undefined;
  readonly phiAccessed?: boolean | undefined;
  /** Outcomes of acts that did not succeed, or everything else. */
  readonly failed?: boolean | undefined;
  /** Words of the body; in quotes next to each other, with a final star by their beginning. */
  readonly text?: string | undefined;
}

export interface EntrySearchRequest {
  readonly filter: EntryFilter;
  readonly asOfSeq?: number | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** A search stands as of an entry, so that its pages and counts fit each other. */
export interface EntrySearchPage {
  readonly asOfSeq: number;
  /** The last entry whose words are indexed; a search by text finds none behind it. */
  readonly textThroughSeq: number;
  /** The journal had more entries, which the derived table has still to take in. */
  readonly behind: boolean;
  /** Entries that match so far; all of them where `complete`. */
  readonly total: number;
  readonly complete: boolean;
  /** Newest first. */
  readonly entries: readonly StoredEntry[];
}

/** Counts of a search: of a facet's values as if that facet were not filtered by. */
export interface EntryCounts {
  readonly asOfSeq: number;
  readonly textThroughSeq: number;
  readonly total: number;
  /** False while older entries have still to be looked through: ask again. */
  readonly complete: boolean;
  readonly kinds: Readonly<Record<string, number>>;
  /** By actor id. */
  readonly people: Readonly<Record<string, number>>;
  readonly agents: Readonly<Record<string, number>>;
  readonly decisions: Readonly<Record<Behaviour, number>>;
  readonly phases: Readonly<Record<EntryPhase, number>>;
  readonly phiAccessed: number;
  readonly failed: number;
  /** Entries over time, in bins of equal length. */
  readonly histogram: {
    readonly fromMs: number;
    readonly binMs: number;
    readonly bins: readonly number[];
  };
}

/** How far the derived file has followed the journal. */
export interface DerivedState {
  /** The last entry in the table of columns, and in the full text; -1 for none. */
  readonly throughSeq: number;
  readonly textThroughSeq: number;
}

/** RFC 6962 audit path of one entry under the root of the first `size` entries of its epoch. */
export interface EntryProof {
  /** Its leaf index: its position less that of the epoch's first entry. */
  readonly index: number;
  readonly size: number;
  /** The stored bytes, which are what the leaf is the hash of. */
  readonly bytes: Uint8Array;
  readonly leafSha256: Sha256Hex;
  readonly root: Sha256Hex;
  /** From the leaf's neighbour up to the root's child. */
  readonly path: readonly Sha256Hex[];
}

/** RFC 6962 proof that the journal of `newSize` entries grew out of its first `oldSize`. */
export interface GrowthProof {
  readonly oldRoot: Sha256Hex;
  readonly newRoot: Sha256Hex;
  readonly path: readonly Sha256Hex[];
}

/**
 * The reading side. Every answer but that of a search MUST hold all entries that were committed before
 * the question.
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
  /**
   * Proofs over the epoch that is written to, for whoever holds one of its checkpoints: MUST be made from
   * what it holds now, and MUST lead to the root they name.
   *
   * @throws Problem `not_found` where the journal does not reach so far, `damaged`
   */
  prove(seq: number, size: number): Promise<EntryProof>;
  proveGrowth(oldSize: number, newSize: number): Promise<GrowthProof>;
  state(): Promise<JournalState>;
  /**
   * Entries that match, newest first, as of now or as of an entry that an earlier page named. Answers
   * within a tenth of a second with what was found by then; may leave out what was committed just now.
   *
   * @throws Problem `invalid_input` for a text without words
   */
  search(request: EntrySearchRequest): Promise<EntrySearchPage>;
  /** Counts of the same search, as far as it got; ask again until they are complete. */
  count(request: Pick<EntrySearchRequest, 'filter'> & { readonly asOfSeq: number }): Promise<EntryCounts>;
  derivedState(): Promise<DerivedState>;
}

export interface Journal extends JournalWriter {
  /** What opening found and did. */
  readonly opened: {
    readonly epoch: number;
    readonly size: number;
    readonly orphanedIntents: number;
  };
  readonly read: JournalReader;
  /** Signs the state so far, records that, and makes the database file whole without its log. */
  checkpoint(reason: CheckpointReason): Promise<IssuedCheckpoint>;
  /** Waits for what is under way and lets go of the files. */
  close(): Promise<void>;
}

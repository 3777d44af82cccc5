import { Problem, type ProblemCode, type Sha256Hex } from '../../../shared/domain/index.ts';
import {
  epochOrigin,
  parseCheckpoint,
  signCheckpoint,
  toHex,
  type CompactRange,
  type Appended,
  type CheckpointSigner,
  type Entry,
} from '../../../shared/formats/index.ts';
import {
  describeDatabaseError,
  describeFileError,
  openDatabaseFile,
  probeDatabase,
  writeLogBack,
  type LogEnd,
  type SqliteDatabase,
} from '../database/index.ts';
import {
  checkpointed,
  clockStepped,
  headLost,
  interrupted,
  logCut,
  type AppendItem,
  type ClockReading,
} from './append-item.ts';
import { clockStepMs } from './clock-steps.ts';
import { hmacSha256, sha256, type Hmac } from './hashing.ts';
import { readHead, writeHead } from './head.ts';
import { JOURNAL_DATABASE } from './migrations/index.ts';
import type { JournalPaths } from './paths.ts';
import type { CheckpointReason, IssuedCheckpoint, JournalState } from './port.ts';
import { foreignWrite, throwRefused } from './refusals.ts';
import { Stage, type InsertEntry } from './stage.ts';
import { DAMAGED_HINT, readStart, readTip, type Tip } from './tip.ts';

/** Entries between two checkpoints at most; also keeps the write-ahead log short. */
export const CHECKPOINT_EVERY = 2000;

/** Problems behind which a new epoch may begin. */
const UNRELIABLE: ReadonlySet<ProblemCode> = new Set(['damaged', 'not_found', 'foreign_file']);

export interface WriterOptions {
  readonly paths: JournalPaths;
  readonly databaseKey: Uint8Array;
  readonly macKey: Uint8Array;
  /** Of the journal; each epoch has its own behind that. */
  readonly origin: string;
  readonly signer: CheckpointSigner;
  /** True for an epoch that was made just now and has no head record yet. */
  readonly isNew: boolean;
  /** Clock readings of the process that opens the journal. */
  readonly wallMs: number;
  readonly monoMs: number;
}

/** The one connection that writes to a journal. Everything in it is synchronous but the head file. */
export class JournalFile {
  readonly #options: WriterOptions;
  readonly #database: SqliteDatabase;
  readonly #hmac: Hmac;
  readonly #insert: InsertEntry;
  /** Names this epoch's log. */
  readonly #origin: string;
  // INVARIANT: says what is committed; only replaced after a commit (writer.test.ts, "a full disk").
  #tip: Tip;
  /** Leaves of committed entries that the tree does not hold yet. */
  #leaves: Uint8Array[] = [];
  /** The newest signed checkpoint; empty before the first. */
  #note: string;
  #checkpointedAt: number;
  /** What the head on disk says. */
  #headSize: number;
  #headWritten: Promise<void> = Promise.resolve();
  #broken: Problem | undefined;
  /** Intents that the last process left open and that opening closed as interrupted. */
  readonly orphanedIntents: number;

  /** @throws Problem `not_found`, `foreign_file`, `damaged`, `newer_format`, `in_use` */
  constructor(options: WriterOptions) {
    this.#options = options;
    this.#hmac = hmacSha256(options.macKey);
    const { paths, databaseKey } = options;
    const { logEnd, database } = openSound(paths.epoch, databaseKey);
    this.#database = database;
    try {
      const insert = this.#database.prepare(
        'INSERT INTO run_events (seq, bytes, leaf, mac) VALUES (?, ?, ?, ?)',
      );
      this.#insert = (...values) => void insert.run(...values);
      this.#origin = epochOrigin(options.origin, readStart(this.#database).epoch);
      const head = options.isNew ? undefined : readHead(paths.head, this.#hmac, this.#origin);
      this.#tip = readTip(this.#database, this.#hmac, head);
      this.#note = head?.note ?? '';
      this.#headSize = head?.size ?? 0;
      this.#checkpointedAt = this.#headSize;
      // SEC: the next head and the next log must not hide that the end may have been cut.
      if (logEnd !== 'whole') throwRefused(this.append([logCut(logEnd, this.size, options)]));
      if (head === undefined && !options.isNew) throwRefused(this.append([headLost(this.size, options)]));
      this.orphanedIntents = this.#closeOrphans();
    } catch (error) {
      this.#database.close();
      throw describeDatabaseError(error, 'journal');
    }
  }

  /** Entries of this epoch. */
  get size(): number {
    return this.#tip.nextSeq - this.#tip.firstSeq;
  }

  get epoch(): number {
    return this.#tip.epoch;
  }

  state(): JournalState {
    const { epoch, firstSeq } = this.#tip;
    return {
      epoch,
      firstSeq,
      size: this.size,
      root: toHex(this.#tree().root()) as Sha256Hex,
      lastCheckpoint: this.#note === '' ? undefined : issued(this.#note, firstSeq),
    };
  }

  /**
   * Commits a group of entries in one transaction. An item that cannot stand in the journal (an outcome
   * without its intent) is refused alone; when the commit fails, all are.
   */
  append(items: readonly AppendItem[]): (Appended | Problem)[] {
    const broken = this.#broken;
    if (broken !== undefined) return items.map(() => broken);
    try {
      return this.#guarded(() => this.#commit(items));
    } catch (error) {
      if (error instanceof Problem) return items.map(() => error);
      throw error;
    }
  }

  /**
   * Appends a checkpoint entry over everything before it, writes the log back into the database, and
   * leaves the head beside it.
   */
  async checkpoint(reason: CheckpointReason, clock: ClockReading): Promise<IssuedCheckpoint> {
    // Recorded first: nothing may come between what a checkpoint covers and the entry that records it.
    const step = clockStepMs(this.#tip, clock);
    if (step !== undefined) throwRefused(this.append([clockStepped(step, clock)]));
    const size = this.size;
    const root = this.#tree().root();
    const note = signCheckpoint(sha256, { origin: this.#origin, size, root }, this.#options.signer);
    throwRefused(this.append([checkpointed({ size, root: toHex(root), reason, note }, clock)]));
    this.#note = note;
    this.#checkpointedAt = this.size;
    this.#guarded(() => {
      writeLogBack(this.#database);
    });
    await this.saveHead();
    return issued(note, this.#tip.firstSeq);
  }

  get wantsCheckpoint(): boolean {
    return this.size - this.#checkpointedAt >= CHECKPOINT_EVERY;
  }

  /** Lets go of the file, also where the head record cannot be written any more, which it then says. */
  async close(): Promise<void> {
    try {
      if (this.#broken === undefined && this.#headSize !== this.size) await this.saveHead();
      await this.#headWritten;
    } finally {
      // Closing the last connection writes the log back and removes it.
      this.#database.close();
    }
  }

  #commit(items: readonly AppendItem[]): (Appended | Problem)[] {
    const stage = new Stage(this.#tip, this.#hmac, this.#insert);
    const placeAll = (): (Appended | Problem)[] => items.map((item) => stage.add(item));
    // One entry alone is its own transaction; BEGIN and COMMIT as statements would only cost time.
    const [first] = items;
    const alone = items.length === 1 && first !== undefined && Stage.standsAlone(this.#tip, first);
    const results = alone ? placeAll() : this.#database.transaction(placeAll).immediate();
    const { tip, leaves } = stage.committed();
    for (const leaf of leaves) this.#leaves.push(leaf);
    this.#tip = tip;
    return results;
  }

  /** Runs what writes to the file; what SQLite says comes out as a Problem. */
  #guarded<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      const described = foreignWrite(error) ?? describeDatabaseError(error, 'journal');
      // After a failed sync nobody knows what is on disk: writing on could build on sand.
      if (described instanceof Problem && described.code === 'damaged') this.#broken = described;
      throw described;
    }
  }

  /** The tree over all entries; leaves are taken in when somebody asks, not while a caller waits. */
  #tree(): CompactRange {
    for (const leaf of this.#leaves) this.#tip.range.append(leaf);
    this.#leaves = [];
    return this.#tip.range;
  }

  #closeOrphans(): number {
    const select = this.#database.prepare('SELECT bytes FROM run_events WHERE seq = ?').pluck();
    const items = [...this.#tip.openIntents.keys()].map((seq) =>
      interrupted(JSON.parse(select.get(seq) as string) as Entry, this.#options),
    );
    if (items.length === 0) return 0;
    throwRefused(this.append(items));
    return items.length;
  }

  /** Writes the head record for the journal as it stands; durable when it resolves. */
  saveHead(): Promise<void> {
    const { epoch, firstSeq, prev, openIntents } = this.#tip;
    const size = this.size;
    const content = {
      v: 1,
      origin: this.#origin,
      epoch,
      firstSeq,
      size,
      leaf: prev,
      nodes: this.#tree().nodes.map((node) => toHex(node) as Sha256Hex),
      openIntents: [...openIntents.keys()].sort((a, b) => a - b),
      note: this.#note,
    } as const;
    const write = async (): Promise<void> => {
      await writeHead(this.#options.paths.head, this.#hmac, content);
      this.#headSize = size;
    };
    // One after the other: an older head must not be renamed over a newer one.
    this.#headWritten = this.#headWritten.then(write, write);
    return this.#headWritten;
  }
}

/** @throws Problem as `openDatabaseFile`, with what can be done about a journal that cannot be relied on */
function openSound(
  path: string,
  databaseKey: Uint8Array,
): { readonly logEnd: LogEnd; readonly database: SqliteDatabase } {
  try {
    const logEnd = probeDatabase(path, databaseKey, JOURNAL_DATABASE.what);
    return { logEnd, database: openDatabaseFile(path, databaseKey, JOURNAL_DATABASE) };
  } catch (error) {
    const described = describeFileError(error, JOURNAL_DATABASE.what);
    if (described instanceof Problem && UNRELIABLE.has(described.code))
      throw new Problem(described.code, described.message, DAMAGED_HINT);
    throw described;
  }
}

/** A checkpoint is recorded by the entry right behind what it covers. */
function issued(note: string, firstSeq: number): IssuedCheckpoint {
  const { size, root } = parseCheckpoint(note);
  return { seq: firstSeq + size, size, root: toHex(root) as Sha256Hex, note };
}

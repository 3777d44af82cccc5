import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import {
  parseCheckpoint,
  placeDraft,
  signCheckpoint,
  toHex,
  type CompactRange,
  type Appended,
  type CheckpointSigner,
  type Entry,
  type EventName,
} from '../../../shared/formats/index.ts';
import { describeDatabaseError, openDatabaseFile, type SqliteDatabase } from '../database/index.ts';
import {
  checkpointed,
  clockStepped,
  headLost,
  interrupted,
  type AppendItem,
  type ClockReading,
} from './append-item.ts';
import { entryMac, hmacSha256, leafOfText, sha256, type Hmac } from './hashing.ts';
import { readHead, writeHead } from './head.ts';
import { JOURNAL_DATABASE } from './migrations/index.ts';
import type { JournalPaths } from './paths.ts';
import type { CheckpointReason, IssuedCheckpoint, JournalState } from './port.ts';
import { foreignWrite, throwRefused } from './refusals.ts';
import { readTip, type Tip } from './tip.ts';

/** Entries between two checkpoints at most; also keeps the write-ahead log short. */
export const CHECKPOINT_EVERY = 2000;

export interface WriterOptions {
  readonly paths: JournalPaths;
  readonly databaseKey: Uint8Array;
  readonly macKey: Uint8Array;
  readonly origin: string;
  readonly signer: CheckpointSigner;
  /** True for a journal that was made just now and has no head record yet. */
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
  readonly #insert: (seq: number, text: string, leaf: Uint8Array, mac: Uint8Array) => void;
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
    this.#database = openDatabaseFile(options.paths.epoch, options.databaseKey, JOURNAL_DATABASE);
    try {
      const insert = this.#database.prepare(
        'INSERT INTO run_events (seq, bytes, leaf, mac) VALUES (?, ?, ?, ?)',
      );
      this.#insert = (...values) => void insert.run(...values);
      const head = options.isNew ? undefined : readHead(options.paths.head, this.#hmac, options.origin);
      this.#tip = readTip(this.#database, this.#hmac, head);
      this.#note = head?.note ?? '';
      this.#headSize = head?.size ?? 0;
      this.#checkpointedAt = this.#headSize;
      this.orphanedIntents = this.#closeOrphans();
      // SEC: without its head nobody can say that the end is there; the next head must not hide that.
      if (head === undefined && !options.isNew) this.#recordLostHead();
    } catch (error) {
      this.#database.close();
      throw describeDatabaseError(error, 'journal');
    }
  }

  get size(): number {
    return this.#tip.nextSeq;
  }

  state(): JournalState {
    return {
      size: this.#tip.nextSeq,
      root: toHex(this.#tree().root()) as Sha256Hex,
      lastCheckpoint: this.#note === '' ? undefined : issued(this.#note),
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
      return this.#commit(items);
    } catch (error) {
      const described = foreignWrite(error) ?? describeDatabaseError(error, 'journal');
      if (!(described instanceof Problem)) throw described;
      // After a failed sync nobody knows what is on disk: writing on could build on sand.
      if (described.code === 'damaged') this.#broken = described;
      return items.map(() => described);
    }
  }

  /**
   * Appends a checkpoint entry over everything before it, writes the log back into the database, and
   * leaves the head beside it.
   */
  async checkpoint(reason: CheckpointReason, clock: ClockReading): Promise<IssuedCheckpoint> {
    const { origin, signer } = this.#options;
    // Recorded first: nothing may come between what a checkpoint covers and the entry that records it.
    const stepMs = clock.wallMs - this.#tip.wallMs;
    if (stepMs < 0) throwRefused(this.append([clockStepped(stepMs, clock)]));
    const size = this.#tip.nextSeq;
    const rootBytes = this.#tree().root();
    const note = signCheckpoint(sha256, { origin, size, root: rootBytes }, signer);
    const body = { size, root: toHex(rootBytes), reason, note };
    throwRefused(this.append([checkpointed(body, clock)]));
    this.#note = note;
    this.#checkpointedAt = this.#tip.nextSeq;
    try {
      this.#database.pragma('wal_checkpoint(RESTART)');
    } catch (error) {
      throw describeDatabaseError(error, 'journal');
    }
    await this.saveHead();
    return issued(note);
  }

  get wantsCheckpoint(): boolean {
    return this.#tip.nextSeq - this.#checkpointedAt >= CHECKPOINT_EVERY;
  }

  async close(): Promise<void> {
    if (this.#broken === undefined && this.#headSize !== this.#tip.nextSeq) await this.saveHead();
    await this.#headWritten;
    // Closing the last connection writes the log back and removes it.
    this.#database.close();
  }

  #commit(items: readonly AppendItem[]): (Appended | Problem)[] {
    const staged: Tip = { ...this.#tip };
    const leaves: Uint8Array[] = [];
    const opened: [number, EventName][] = [];
    const closed = new Set<number>();
    const place = (item: AppendItem): Appended => {
      const seq = staged.nextSeq;
      const text = placeDraft(item.text, { epoch: staged.epoch, seq, prev: staged.prev });
      const leaf = leafOfText(text);
      const mac = entryMac(this.#hmac, staged.mac, seq, leaf);
      this.#insert(seq, text, leaf, mac);
      staged.nextSeq = seq + 1;
      staged.prev = leaf.toString('hex') as Sha256Hex;
      staged.mac = mac;
      staged.wallMs = item.wallMs;
      leaves.push(leaf);
      return { seq, wallMs: item.wallMs };
    };
    const placeAll = (): (Appended | Problem)[] =>
      items.map((item) => {
        if (item.phase === 'outcome') {
          const intent = item.intent ?? -1;
          const kind = this.#tip.openIntents.get(intent) ?? opened.find(([seq]) => seq === intent)?.[1];
          if (kind !== item.kind || closed.has(intent))
            return new Problem('internal', `no open intent of \`${item.kind}\` at ${intent}`);
          closed.add(intent);
        }
        if (item.wallMs < staged.wallMs && item.kind !== 'clock.stepped')
          place(clockStepped(item.wallMs - staged.wallMs, item));
        const appended = place(item);
        if (item.phase === 'intent') opened.push([appended.seq, item.kind]);
        return appended;
      });

    // One entry alone is its own transaction; BEGIN and COMMIT as statements would only cost time.
    const alone = items.length === 1 && (items[0]?.wallMs ?? 0) >= this.#tip.wallMs;
    const results = alone ? placeAll() : this.#database.transaction(placeAll).immediate();
    for (const [seq, kind] of opened) this.#tip.openIntents.set(seq, kind);
    for (const seq of closed) this.#tip.openIntents.delete(seq);
    for (const leaf of leaves) this.#leaves.push(leaf);
    this.#tip = staged;
    return results;
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

  #recordLostHead(): void {
    throwRefused(this.append([headLost(this.#tip.nextSeq, this.#options)]));
  }

  /** Writes the head record for the journal as it stands; durable when it resolves. */
  saveHead(): Promise<void> {
    const { nextSeq: size, epoch, prev, openIntents } = this.#tip;
    const content = {
      v: 1,
      origin: this.#options.origin,
      epoch,
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

/** A checkpoint is recorded by the entry right behind what it covers. */
function issued(note: string): IssuedCheckpoint {
  const { size, root } = parseCheckpoint(note);
  return { seq: size, size, root: toHex(root) as Sha256Hex, note };
}

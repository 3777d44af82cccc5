import { createSecretKey, type KeyObject } from 'node:crypto';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import {
  encodeDraft,
  parseCheckpoint,
  placeDraft,
  signCheckpoint,
  toHex,
  type Appended,
  type CheckpointSigner,
  type Draft,
  type DraftText,
  type Entry,
  type EntryPhase,
  type EventName,
} from '../../../shared/formats/index.ts';
import { describeDatabaseError, openDatabaseFile, type SqliteDatabase } from '../database/index.ts';
import { entryMac, leafOfText, sha256 } from './hashing.ts';
import { readHead, writeHead } from './head.ts';
import { JOURNAL_DATABASE } from './migrations/index.ts';
import type { JournalPaths } from './paths.ts';
import type { CheckpointReason, IssuedCheckpoint, JournalState } from './port.ts';
import { readTip, type Tip } from './tip.ts';

/** Entries between two checkpoints at most; also keeps the write-ahead log short. */
export const CHECKPOINT_EVERY = 2000;

/** One entry on its way into the journal, checked and written out by the caller's side. */
export interface AppendItem {
  readonly text: DraftText;
  readonly kind: EventName;
  readonly phase: EntryPhase;
  readonly intent?: number | undefined;
  readonly wallMs: number;
  readonly monoMs: number;
}

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

const BY_APPLICATION = {
  actor: { id: 'application', role: 'none' },
  correlation: 'journal',
} as const;

/** The one connection that writes to a journal. Everything in it is synchronous but the head file. */
export class JournalFile {
  readonly #options: WriterOptions;
  readonly #database: SqliteDatabase;
  readonly #macKey: KeyObject;
  readonly #insert: (seq: number, text: string, leaf: Uint8Array, mac: Uint8Array) => void;
  // INVARIANT: says what is committed; only replaced after a commit (writer.test.ts, "a full disk").
  #tip: Tip;
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
    this.#macKey = createSecretKey(options.macKey);
    this.#database = openDatabaseFile(options.paths.epoch, options.databaseKey, JOURNAL_DATABASE);
    try {
      const insert = this.#database.prepare(
        'INSERT INTO run_events (seq, bytes, leaf, mac) VALUES (?, ?, ?, ?)',
      );
      this.#insert = (...values) => void insert.run(...values);
      const head = options.isNew ? undefined : readHead(options.paths.head, this.#macKey, options.origin);
      this.#tip = readTip(this.#database, this.#macKey, head);
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
      root: toHex(this.#tip.range.root()) as Sha256Hex,
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
    const size = this.#tip.nextSeq;
    const rootBytes = this.#tip.range.root();
    const note = signCheckpoint(sha256, { origin, size, root: rootBytes }, signer);
    const body = { size, root: toHex(rootBytes), reason, note };
    const [appended] = this.append([this.#own({ kind: 'journal.checkpoint', phase: 'event', body }, clock)]);
    if (appended instanceof Problem) throw appended;
    this.#note = note;
    this.#checkpointedAt = this.#tip.nextSeq;
    try {
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
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
    const staged: Tip = { ...this.#tip, range: this.#tip.range.copy() };
    const opened: [number, EventName][] = [];
    const closed = new Set<number>();
    const place = (item: AppendItem): Appended => {
      const seq = staged.nextSeq;
      const text = placeDraft(item.text, { epoch: staged.epoch, seq, prev: staged.prev });
      const leaf = leafOfText(text);
      const mac = entryMac(this.#macKey, staged.mac, seq, leaf);
      this.#insert(seq, text, leaf, mac);
      staged.nextSeq = seq + 1;
      staged.prev = leaf.toString('hex') as Sha256Hex;
      staged.mac = mac;
      staged.wallMs = item.wallMs;
      staged.range.append(leaf);
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
        if (item.wallMs < staged.wallMs) place(this.#clockStep(item.wallMs - staged.wallMs, item));
        const appended = place(item);
        if (item.phase === 'intent') opened.push([appended.seq, item.kind]);
        return appended;
      });

    // One entry alone is its own transaction; BEGIN and COMMIT as statements would only cost time.
    const alone = items.length === 1 && (items[0]?.wallMs ?? 0) >= this.#tip.wallMs;
    const results = alone ? placeAll() : this.#database.transaction(placeAll).immediate();
    for (const [seq, kind] of opened) this.#tip.openIntents.set(seq, kind);
    for (const seq of closed) this.#tip.openIntents.delete(seq);
    this.#tip = staged;
    return results;
  }

  #clockStep(byMs: number, clock: ClockReading): AppendItem {
    return this.#own({ kind: 'clock.stepped', phase: 'event', body: { byMs } }, clock);
  }

  #own(
    what: Pick<Draft, 'kind' | 'phase' | 'body'> & Partial<Pick<Draft, 'intent' | 'context'>>,
    clock: ClockReading,
  ): AppendItem {
    const draft: Draft = { context: BY_APPLICATION, ...what, wallMs: clock.wallMs, monoMs: clock.monoMs };
    return { ...draft, text: encodeDraft(draft) };
  }

  #closeOrphans(): number {
    const { wallMs, monoMs } = this.#options;
    const select = this.#database.prepare('SELECT bytes FROM run_events WHERE seq = ?').pluck();
    const items = [...this.#tip.openIntents.keys()].map((seq) => {
      const { kind, correlation, agent, run, call, phiAccessed } = JSON.parse(
        select.get(seq) as string,
      ) as Entry;
      const body = {
        ok: false,
        code: 'interrupted',
        unknown: 'the application ended before the outcome was recorded',
      };
      const context = { ...BY_APPLICATION, correlation, agent, run, call, phiAccessed };
      return this.#own({ kind, phase: 'outcome', intent: seq, body, context }, { wallMs, monoMs });
    });
    if (items.length === 0) return 0;
    const refused = this.append(items).find((result) => result instanceof Problem);
    if (refused !== undefined) throw refused;
    return items.length;
  }

  #recordLostHead(): void {
    const { wallMs, monoMs } = this.#options;
    const body = { verdict: 'tail_cut', size: this.#tip.nextSeq };
    const [result] = this.append([
      this.#own({ kind: 'integrity.verified', phase: 'event', body }, { wallMs, monoMs }),
    ]);
    if (result instanceof Problem) throw result;
  }

  /** Writes `head.json` for the journal as it stands; durable when it resolves. */
  saveHead(): Promise<void> {
    const { nextSeq: size, epoch, prev, range, openIntents } = this.#tip;
    const content = {
      v: 1,
      origin: this.#options.origin,
      epoch,
      size,
      leaf: prev,
      nodes: range.nodes.map((node) => toHex(node) as Sha256Hex),
      openIntents: [...openIntents.keys()].sort((a, b) => a - b),
      note: this.#note,
    } as const;
    const write = async (): Promise<void> => {
      await writeHead(this.#options.paths.head, this.#macKey, content);
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

/** The trigger refuses our position: someone else wrote to the journal since we read where it ends. */
function foreignWrite(error: unknown): Problem | undefined {
  const { code } = error as { readonly code?: unknown };
  if (code !== 'SQLITE_CONSTRAINT_TRIGGER') return undefined;
  return new Problem(
    'damaged',
    'the journal was written to by another program',
    'Lock the workspace and run `swarm audit verify` on it.',
  );
}

interface ClockReading {
  readonly wallMs: number;
  readonly monoMs: number;
}

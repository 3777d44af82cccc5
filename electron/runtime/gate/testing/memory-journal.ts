import { randomUUID } from 'node:crypto';
import { Problem, type PayloadId, type RunId, type Sha256Hex } from '../../../../shared/domain/index.ts';
import {
  Entry,
  EVENTS,
  type Appended,
  type EntryContext,
  type EventKind,
  type JournalWriter,
  type PayloadRef,
  type PayloadStore,
} from '../../../../shared/formats/index.ts';
import { sha256Hex } from '../../../core/index.ts';

const NO_HASH = '0'.repeat(64) as Sha256Hex;

/** The journal port in memory: bodies are checked by the same schemas, entries come out whole. */
export class MemoryJournal implements JournalWriter {
  readonly all: Entry[] = [];
  /** Kind and phase at which appending fails, as a full disk would. */
  failAt: string | undefined;
  /** Appends that still succeed before every one fails, as when the process dies. */
  appendsLeft = Infinity;
  #wallMs = 1_000_000;

  entries(run?: RunId): Entry[] {
    return this.all.filter((entry) => run === undefined || entry.run === run);
  }

  /** Kinds with their phase, in order: `tool.call intent`. */
  get kinds(): string[] {
    return this.all.map(({ kind, phase }) => (phase === 'event' ? kind : `${kind} ${phase}`));
  }

  bodies(kind: EventKind, phase: Entry['phase'] = 'event'): Entry['body'][] {
    return this.all.filter((entry) => entry.kind === kind && entry.phase === phase).map(({ body }) => body);
  }

  event: JournalWriter['event'] = (kind, body, context) => this.#append(kind, 'event', body, context);
  intent: JournalWriter['intent'] = (kind, body, context) => this.#append(kind, 'intent', body, context);
  outcome: JournalWriter['outcome'] = (kind, intent, body, context) =>
    this.#append(kind, 'outcome', body, context, intent.seq);

  #append(
    kind: EventKind,
    phase: Entry['phase'],
    body: unknown,
    context: EntryContext,
    intent?: number,
  ): Promise<Appended> {
    if (this.failAt === `${kind} ${phase}` || (this.appendsLeft -= 1) < 0)
      return Promise.reject(new Problem('storage_full', 'the journal cannot be written'));
    const schemas = EVENTS[kind] as unknown as Record<string, { parse(value: unknown): Entry['body'] }>;
    const schema = schemas[phase];
    if (schema === undefined) throw new Error(`${kind} has no ${phase}`);
    const entry = Entry.parse({
      v: 1,
      seq: this.all.length,
      epoch: 1,
      wallMs: (this.#wallMs += 10),
      monoMs: 0,
      kind,
      phase,
      intent,
      ...context,
      phiAccessed: context.phiAccessed ?? false,
      payloads: context.payloads ?? [],
      body: JSON.parse(JSON.stringify(schema.parse(body))) as Entry['body'],
      prev: NO_HASH,
    });
    this.all.push(entry);
    return Promise.resolve({ seq: entry.seq, wallMs: entry.wallMs });
  }
}

/** The payload port in memory. */
export class MemoryPayloads implements PayloadStore {
  readonly stored = new Map<string, { category: string; content: Uint8Array }>();
  failAt: string | undefined;

  put: PayloadStore['put'] = (category, content) => {
    if (this.failAt === category)
      return Promise.reject(new Problem('storage_full', 'the content store is full'));
    const ref: PayloadRef = { id: randomUUID() as PayloadId, sha256: sha256Hex(content) };
    this.stored.set(ref.id, { category, content });
    return Promise.resolve(ref);
  };

  get: PayloadStore['get'] = (category, ref) => {
    const found = this.stored.get(ref.id);
    if (found?.category !== category) return Promise.reject(new Problem('not_found', 'no such payload'));
    return Promise.resolve(found.content);
  };

  text(ref: PayloadRef | undefined): string {
    return new TextDecoder().decode(ref === undefined ? undefined : this.stored.get(ref.id)?.content);
  }
}

import type { Answer, VerbInput, VerbName, VerbResult } from '../../shared/ipc/index.ts';
import type { Refusal } from './bridge.ts';

/** What a screen knows about one question to main. A reload keeps the last value in sight. */
export type QueryState<Value> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Refusal; readonly reloading: boolean }
  | { readonly status: 'ready'; readonly value: Value; readonly reloading: boolean };

type Ask = <N extends VerbName>(name: N, args: VerbInput<N>) => Promise<Answer<N>>;

/** Answers that hold cells in clear: forgotten as soon as no screen shows them. */
const CONTENT: ReadonlySet<VerbName> = new Set([
  'datasets.previewFile',
  'datasets.get',
  'datasets.getRows',
  'runs.getPrompt',
  'runs.getDifferences',
  'runs.getStatement',
  'approvals.open',
]);

interface Slot {
  readonly name: VerbName;
  readonly args: unknown;
  state: QueryState<unknown>;
  readonly listeners: Set<() => void>;
  loading: boolean;
  /** Asked for again while an answer was under way. */
  stale: boolean;
}

const LOADING: QueryState<never> = { status: 'loading' };

/**
 * Questions to main and their last answers. Equal questions share one answer.
 *
 * INVARIANT: after `clear` no earlier answer can be read, nor arrive late (cache.test.ts).
 */
export class QueryCache {
  private readonly slots = new Map<string, Slot>();
  private readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  read<N extends VerbName>(name: N, args: VerbInput<N>): QueryState<VerbResult<N>> {
    return (this.slots.get(keyOf(name, args))?.state ?? LOADING) as QueryState<VerbResult<N>>;
  }

  /** Asks, and calls `listener` at each change until the returned function is called. */
  watch<N extends VerbName>(name: N, args: VerbInput<N>, listener: () => void): () => void {
    const key = keyOf(name, args);
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = { name, args, state: LOADING, listeners: new Set(), loading: false, stale: false };
      this.slots.set(key, slot);
    }
    const watched = slot;
    const first = watched.listeners.size === 0;
    watched.listeners.add(listener);
    if (first) this.load(key, watched);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0 && CONTENT.has(name) && this.slots.get(key) === watched) {
        this.slots.delete(key);
      }
    };
  }

  reload<N extends VerbName>(name: N, args: VerbInput<N>): void {
    const key = keyOf(name, args);
    const slot = this.slots.get(key);
    if (slot !== undefined) this.load(key, slot);
  }

  /** Asks again wherever `matches` is true and a screen is watching; forgets the rest. */
  invalidate(name: VerbName, matches: (args: unknown) => boolean = () => true): void {
    for (const [key, slot] of this.slots) {
      if (slot.name !== name || !matches(slot.args)) continue;
      if (slot.listeners.size === 0) this.slots.delete(key);
      else this.load(key, slot);
    }
  }

  /** Forgets everything, at lock and when another person signs in. */
  clear(): void {
    const old = [...this.slots.values()];
    this.slots.clear();
    for (const slot of old) {
      slot.state = LOADING;
      for (const listener of slot.listeners) listener();
    }
  }

  private load(key: string, slot: Slot): void {
    if (slot.loading) {
      slot.stale = true;
      return;
    }
    slot.loading = true;
    slot.stale = false;
    if (slot.state.status !== 'loading') this.publish(slot, { ...slot.state, reloading: true });
    void this.ask(slot.name, slot.args as VerbInput<VerbName>).then((answer) => {
      slot.loading = false;
      if (this.slots.get(key) !== slot) return;
      this.publish(
        slot,
        answer.ok
          ? { status: 'ready', value: answer.value, reloading: false }
          : { status: 'failed', problem: answer, reloading: false },
      );
      if (slot.stale) this.load(key, slot);
    });
  }

  private publish(slot: Slot, state: QueryState<unknown>): void {
    slot.state = state;
    for (const listener of slot.listeners) listener();
  }
}

function keyOf(name: VerbName, args: unknown): string {
  return `${name} ${JSON.stringify(args)}`;
}

import type { z } from 'zod';
import { EVENTS, type Entry, type EventName } from '../../../shared/formats/journal/index.ts';
import type { CallId, RunId } from '../../../shared/domain/index.ts';

type Phase = Entry['phase'];
type BodyOf<K extends EventName, P extends Phase> =
  (typeof EVENTS)[K] extends Record<P, infer S extends z.ZodType> ? z.output<S> : never;

/** An entry with its body read by the catalogue's schema. */
export interface Fact<K extends EventName, P extends Phase> {
  readonly entry: Entry;
  readonly body: BodyOf<K, P>;
}

/** The entries of one report, asked by kind. Bodies that the catalogue does not know are counted, not used. */
export interface Evidence {
  readonly entries: readonly Entry[];
  readonly unreadable: number;
  facts<K extends EventName, P extends Phase>(kind: K, phase: P): readonly Fact<K, P>[];
  /** Entries of one call, ascending. */
  ofCall(call: CallId): readonly Entry[];
  /** The outcome of an intent, when it came. */
  outcomeOf(intent: Entry): Entry | undefined;
}

/**
 * @param run entries of other runs are left out; entries without a run stay
 */
export function readEvidence(all: readonly Entry[], run: RunId): Evidence {
  const entries = all
    .filter((entry) => entry.run === undefined || entry.run === run)
    .toSorted((a, b) => a.seq - b.seq);
  const parsed = new Map<string, { entry: Entry; body: unknown }[]>();
  const byCall = new Map<CallId, Entry[]>();
  const outcomes = new Map<number, Entry>();
  let unreadable = 0;
  for (const entry of entries) {
    const schema = (EVENTS[entry.kind] as Partial<Record<Phase, z.ZodType>>)[entry.phase];
    const body = schema?.safeParse(entry.body);
    if (body?.success === true) {
      const key = `${entry.kind} ${entry.phase}`;
      const list = parsed.get(key) ?? [];
      list.push({ entry, body: body.data });
      parsed.set(key, list);
    } else unreadable += 1;
    if (entry.call !== undefined) {
      const list = byCall.get(entry.call) ?? [];
      list.push(entry);
      byCall.set(entry.call, list);
    }
    if (entry.phase === 'outcome' && entry.intent !== undefined) outcomes.set(entry.intent, entry);
  }
  return {
    entries,
    unreadable,
    facts: <K extends EventName, P extends Phase>(kind: K, phase: P) =>
      (parsed.get(`${kind} ${phase}`) ?? []) as unknown as readonly Fact<K, P>[],
    ofCall: (call) => byCall.get(call) ?? [],
    outcomeOf: (intent) => outcomes.get(intent.seq),
  };
}

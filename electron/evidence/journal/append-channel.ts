import { Problem, type ProblemDetail } from '../../../shared/domain/index.ts';
import type { Appended, EntryPhase, EventName } from '../../../shared/formats/index.ts';
import type { Channel } from '../../core/index.ts';
import type { AppendItem } from './append-item.ts';

/**
 * Appends between the journal's two sides, beside the calls on the same channel: one flat message per
 * entry, one answer per commit. A caller waits for two thread switches, in which every object counts.
 */
type Request = readonly [
  tag: typeof APPEND,
  id: number,
  beforeEpoch: string,
  beforePrev: string,
  beforeSeq: string,
  end: string,
  kind: EventName,
  phase: EntryPhase,
  intent: number | undefined,
  wallMs: number,
  monoMs: number,
];
type Answer = readonly [
  tag: typeof APPENDED,
  /** Number, position and time of each entry that was committed, one after the other. */
  committed: readonly number[],
  refused: readonly (readonly [id: number, detail: ProblemDetail])[],
];
const APPEND = 'append';
const APPENDED = 'appended';

interface Waiting {
  resolve(appended: Appended): void;
  reject(problem: Problem): void;
}

/** The callers' side. Rejects what waits with `process_ended` when the other side is gone. */
export function connectAppends(channel: Channel): (item: AppendItem) => Promise<Appended> {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let ended: Problem | undefined;
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };

  channel.onMessage((message) => {
    if (!Array.isArray(message) || message[0] !== APPENDED) return;
    const [, committed, refused] = message as unknown as Answer;
    for (let i = 0; i < committed.length; i += 3)
      take(committed[i] ?? 0)?.resolve({ seq: committed[i + 1] ?? 0, wallMs: committed[i + 2] ?? 0 });
    for (const [id, detail] of refused) take(id)?.reject(Problem.fromDetail(detail));
  });
  channel.onClose((reason) => {
    ended = new Problem(
      'process_ended',
      `the journal is gone (${reason})`,
      'Restart the application; what was recorded is safe.',
    );
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  });

  return ({ text, kind, phase, intent, wallMs, monoMs }) =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      const { beforeEpoch, beforePrev, beforeSeq, end } = text;
      const request: Request = [
        APPEND,
        id,
        beforeEpoch,
        beforePrev,
        beforeSeq,
        end,
        kind,
        phase,
        intent,
        wallMs,
        monoMs,
      ];
      channel.post(request);
    });
}

export interface AppendServer {
  /** Commits everything that arrived so far, now. */
  drain(): void;
}

/**
 * The writer's side: commits everything that has arrived as one group, in the order in which it came.
 *
 * @param commit answers each item with its place, or the Problem why it cannot stand; throws for a bug
 */
export function serveAppends(
  channel: Channel,
  commit: (items: readonly AppendItem[]) => readonly (Appended | Problem)[],
): AppendServer {
  let ids: number[] = [];
  let items: AppendItem[] = [];
  const drain = (): void => {
    if (ids.length === 0) return;
    const [groupIds, group] = [ids, items];
    [ids, items] = [[], []];
    const committed: number[] = [];
    const refused: [number, ProblemDetail][] = [];
    const results = attempt(() => commit(group));
    groupIds.forEach((id, i) => {
      const result = results instanceof Problem ? results : results[i];
      if (result instanceof Problem) refused.push([id, result.toDetail()]);
      else if (result !== undefined) committed.push(id, result.seq, result.wallMs);
    });
    channel.post([APPENDED, committed, refused] satisfies Answer);
  };
  channel.onMessage((message) => {
    if (!Array.isArray(message) || message[0] !== APPEND) return;
    const [, id, beforeEpoch, beforePrev, beforeSeq, end, kind, phase, intent, wallMs, monoMs] =
      message as unknown as Request;
    const text = { beforeEpoch, beforePrev, beforeSeq, end };
    items.push({ text, kind, phase, intent, wallMs, monoMs });
    // Runs once all messages that already arrived have been taken: that is the group.
    if (ids.push(id) === 1) setImmediate(drain);
  });
  return { drain };
}

/** A bug while committing goes back to all callers of the group, by its class and place alone. */
function attempt<T>(act: () => T): T | Problem {
  try {
    return act();
  } catch (error) {
    if (error instanceof Problem) return error;
    const name = error instanceof Error ? error.name : 'failure';
    return new Problem(
      'internal',
      `unexpected ${name} while the journal was written`,
      'This is a fault in the application; please report it.',
    );
  }
}

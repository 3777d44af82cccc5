import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { Problem, type ProblemDetail } from '../../../shared/domain/index.ts';
import type { Appended, EntryPhase, EventName } from '../../../shared/formats/index.ts';
import type { Channel } from '../../core/index.ts';
import type { AppendItem } from './append-item.ts';
import { ringForAppends, type Bell } from './bell.ts';

/**
 * Appends between the journal's two sides, on a port of their own beside the calls: one message for all
 * entries of a turn of the event loop, flat arrays in it, one answer per commit. A caller waits for two thread switches, in which every object counts.
 */
type Request = readonly [
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
  /** Number, position and time of each entry that was committed, one after the other. */
  committed: readonly number[],
  refused: readonly (readonly [id: number, detail: ProblemDetail])[],
];
interface Waiting {
  resolve(appended: Appended): void;
  reject(problem: Problem): void;
}

export interface AppendClient {
  append(item: AppendItem): Promise<Appended>;
  /** Posts what was appended so far. To be called before any other message that must come behind it. */
  flush(): void;
}

/**
 * The callers' side. Rejects what waits with `process_ended` when the other side is gone.
 *
 * @param worker tells when that is
 */
export function connectAppends(
  port: MessagePort,
  bell: Bell,
  worker: Pick<Channel, 'onClose'>,
): AppendClient {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let ended: Problem | undefined;
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };

  port.on('message', ([committed, refused]: Answer) => {
    for (let i = 0; i < committed.length; i += 3)
      take(committed[i] ?? 0)?.resolve({ seq: committed[i + 1] ?? 0, wallMs: committed[i + 2] ?? 0 });
    for (const [id, detail] of refused) take(id)?.reject(Problem.fromDetail(detail));
  });
  worker.onClose((reason) => {
    port.close();
    ended = new Problem(
      'process_ended',
      `the journal is gone (${reason})`,
      'Restart the application; what was recorded is safe.',
    );
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  });

  // Whoever appends in the same turn belongs to one group: eight callers cost one commit.
  let turn: Request[] = [];
  const flush = (): void => {
    if (turn.length === 0) return;
    const requests = turn;
    turn = [];
    port.postMessage(requests);
    ringForAppends(bell);
  };
  const append: AppendClient['append'] = ({ text, kind, phase, intent, wallMs, monoMs }) =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      const { beforeEpoch, beforePrev, beforeSeq, end } = text;
      turn.push([id, beforeEpoch, beforePrev, beforeSeq, end, kind, phase, intent, wallMs, monoMs]);
      if (turn.length === 1) process.nextTick(flush);
    });
  return { append, flush };
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
  port: MessagePort,
  commit: (items: readonly AppendItem[]) => readonly (Appended | Problem)[],
): AppendServer {
  const serveGroup = (requests: readonly Request[]): void => {
    const committed: number[] = [];
    const refused: [number, ProblemDetail][] = [];
    const results = attempt(() => commit(requests.map(itemOf)));
    requests.forEach(([id], i) => {
      const result = results instanceof Problem ? results : results[i];
      if (result instanceof Problem) refused.push([id, result.toDetail()]);
      else if (result !== undefined) committed.push(id, result.seq, result.wallMs);
    });
    port.postMessage([committed, refused] satisfies Answer);
  };
  // What waits in the port belongs to the same group; asking for it needs no turn of the event loop.
  const take = (first: readonly Request[]): void => {
    const group = [...first];
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
      group.push(...(next.message as readonly Request[]));
    if (group.length > 0) serveGroup(group);
  };
  port.on('message', take);
  return {
    drain: () => {
      take([]);
    },
  };
}

function itemOf(request: Request): AppendItem {
  const [, beforeEpoch, beforePrev, beforeSeq, end, kind, phase, intent, wallMs, monoMs] = request;
  return { text: { beforeEpoch, beforePrev, beforeSeq, end }, kind, phase, intent, wallMs, monoMs };
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

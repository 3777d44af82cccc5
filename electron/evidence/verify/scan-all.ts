import { availableParallelism } from 'node:os';
import { setImmediate as breathe } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { scanTools } from './node-tools.ts';
import { scanLeaves, type ScannedLeaves } from './scan-leaves.ts';
import type { ScanAnswer, ScanTask, ScanWorkerData } from './scan-worker-port.ts';
import type { PageSource } from './storage/index.ts';

/** Leaf pages that are scanned in one go: a thousand entries or two. */
const LEAVES_AT_ONCE = 256;
/** Below this, some half a second of work, a worker's start would cost more than it saves. */
const WORTH_WORKERS = 32 * LEAVES_AT_ONCE;
/** Tasks that a worker has before it: one at work, one waiting. */
const AHEAD = 2;
/** Stretches per worker that may be out or wait for an earlier one: bounds memory where a worker falls behind. */
const MOST_OUT = 4;
const MOST_WORKERS = 16;
/**
 * A scan makes garbage alone, most of it pages that were opened, which lie outside the heap and go when the
 * young generation is swept: a small one keeps them few.
 */
const YOUNG_MB = 4;

export interface ScanPorts {
  readonly signal?: AbortSignal | undefined;
  /** Takes what was scanned, in the order of the entries. */
  onScanned(scanned: ScannedLeaves): void;
  onLeaves(done: number, total: number): void;
}

/**
 * Scans all leaves: on every core where the journal is large, here where it is small.
 *
 * Rejects when a worker fails, with what reading the file throws, or with the reason of the signal.
 */
export async function scanAll(
  source: PageSource,
  leaves: Uint32Array,
  data: ScanWorkerData,
  ports: ScanPorts,
): Promise<void> {
  if (leaves.length >= WORTH_WORKERS) await scanSideBySide(leaves, data, ports);
  else
    for (const stretch of stretches(leaves)) {
      ports.signal?.throwIfAborted();
      ports.onScanned(scanLeaves(source, stretch, scanTools(data.macKey), data.range));
      ports.onLeaves(stretch.byteOffset / stretch.BYTES_PER_ELEMENT + stretch.length, leaves.length);
      await breathe();
    }
}

/** The same at once, for journals in memory. */
export function scanHere(
  source: PageSource,
  leaves: Uint32Array,
  data: Pick<ScanWorkerData, 'macKey' | 'range'>,
  onScanned: ScanPorts['onScanned'],
): void {
  for (const stretch of stretches(leaves))
    onScanned(scanLeaves(source, stretch, scanTools(data.macKey), data.range));
}

function* stretches(leaves: Uint32Array): Generator<Uint32Array> {
  for (let at = 0; at < leaves.length; at += LEAVES_AT_ONCE) yield leaves.subarray(at, at + LEAVES_AT_ONCE);
}

async function scanSideBySide(leaves: Uint32Array, data: ScanWorkerData, ports: ScanPorts): Promise<void> {
  const tasks = Math.ceil(leaves.length / LEAVES_AT_ONCE);
  const count = Math.min(availableParallelism(), MOST_WORKERS, tasks);
  const workers = Array.from(
    { length: count },
    (_, i) =>
      new Worker(new URL('./scan.worker.ts', import.meta.url), {
        name: `scan-${i}`,
        workerData: data,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      }),
  );
  const { signal } = ports;
  let cancelled: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      cancelled = () => {
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', cancelled);
      signal?.throwIfAborted();
      const waiting = new Map<number, ScannedLeaves>();
      const rooms: ArrayBuffer[] = [];
      let [given, taken] = [0, 0];
      /** Workers that can take one more stretch; one stands here as often as it can. */
      const ready: Worker[] = [];
      const give = (worker: Worker): void => {
        const from = given * LEAVES_AT_ONCE;
        // A copy: the worker gets these leaves alone.
        const room = rooms.pop();
        const task: ScanTask = { id: given, leaves: leaves.slice(from, from + LEAVES_AT_ONCE), room };
        given += 1;
        worker.postMessage(task, room === undefined ? [] : [room]);
      };
      const feed = (): void => {
        while (given < tasks && given - taken < count * MOST_OUT) {
          const worker = ready.shift();
          if (worker === undefined) return;
          give(worker);
        }
      };
      for (const worker of workers) {
        worker.on('error', reject);
        worker.on('exit', () => {
          reject(new Error('a scanning worker ended early'));
        });
        worker.on('message', (answer: ScanAnswer) => {
          if ('failure' in answer) {
            reject(Object.assign(new Error('a scanning worker failed'), { code: answer.failure }));
            return;
          }
          waiting.set(answer.id, answer.scanned);
          for (let next = waiting.get(taken); next !== undefined; next = waiting.get(taken)) {
            waiting.delete(taken);
            taken += 1;
            ports.onScanned(next);
            rooms.push(next.summary.payloads.buffer);
          }
          ready.push(worker);
          feed();
          ports.onLeaves(Math.min(taken * LEAVES_AT_ONCE, leaves.length), leaves.length);
          if (taken === tasks) resolve();
        });
      }
      for (let round = 0; round < AHEAD; round += 1) ready.push(...workers);
      feed();
    });
  } finally {
    if (cancelled !== undefined) signal?.removeEventListener('abort', cancelled);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

import { connect, startWorker, systemClock } from '../../electron/core/index.ts';
import { createJournal } from '../../electron/evidence/journal/index.ts';
import {
  appendEach,
  IN_RUN,
  item,
  openFile,
  temporaryWorkspace,
  TOOL_INTENT,
} from '../../electron/evidence/journal/temporary.ts';
import { openBare } from './bare-inserts.ts';
import type { BareInsertMethods } from './bare-inserts.worker.ts';
import { compared, inTurns } from './in-turns.ts';

export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Share of the baseline's speed; higher is better. */
  readonly ratio?: number;
  readonly baseline?: number;
}

export interface BenchResult {
  readonly name: string;
  readonly rows: readonly BenchRow[];
}

const GROUPED = 4000;
const WRITERS = 8;

/**
 * Durable single appends against bare inserts of the same bytes into the same encrypted file, in turns,
 * medians over rounds: in one thread, which shows what the journal costs, and through its worker as
 * callers use it, against bare inserts in a tight loop and asked of a worker one by one.
 */
export async function bench(): Promise<BenchResult> {
  return { name: 'journal', rows: [await inOneThread(), ...(await throughTheWorker())] };
}

async function inOneThread(): Promise<BenchRow> {
  const workspace = await temporaryWorkspace();
  const file = await openFile(workspace, true);
  const bare = openBare(workspace.database, workspace.options.databaseKey);
  const entry = (): Parameters<typeof appendEach>[1] =>
    item(workspace, { kind: 'tool.call', phase: 'intent', body: TOOL_INTENT, context: IN_RUN });
  try {
    appendEach(file, entry());
    const bytes = storedText(bare);
    const times = await inTurns({
      bare: () => bare.run(bytes),
      journal: () => appendEach(file, entry()),
    });
    return compared('durable single append, in one thread', times.journal, times.bare);
  } finally {
    bare.database.close();
    await file.close();
    await workspace.remove();
  }
}

async function throughTheWorker(): Promise<BenchRow[]> {
  const workspace = await temporaryWorkspace();
  const { databaseKey } = workspace.options;
  const journal = await createJournal({ ...workspace.options, clock: systemClock });
  const append = (): Promise<unknown> => journal.intent('tool.call', TOOL_INTENT, IN_RUN);
  const bare = openBare(workspace.database, databaseKey);
  const worker = connect<BareInsertMethods>(
    startWorker(new URL('./bare-inserts.worker.ts', import.meta.url), 'bare-inserts'),
    'bare inserts',
  );
  try {
    await worker.call('open', { path: workspace.database, databaseKey });
    await append();
    const bytes = storedText(bare);
    const times = await inTurns({
      bare: () => bare.run(bytes),
      bareWorker: () => worker.call('insert', bytes),
      journal: append,
    });
    const writers = await inTurns({
      one: append,
      eight: () => Promise.all(Array.from({ length: WRITERS }, append)),
    });
    const groupStart = performance.now();
    await Promise.all(Array.from({ length: GROUPED }, append));
    const groupMs = performance.now() - groupStart;
    await journal.checkpoint('run_end');
    const verifyStart = performance.now();
    const { size } = await workspace.verify();
    const verifyMs = performance.now() - verifyStart;
    return [
      compared('through the worker, against a worker', times.journal, times.bareWorker),
      compared('through the worker, against a tight loop', times.journal, times.bare),
      compared(
        'eight writers at once, against one',
        writers.eight.map((ms) => ms / WRITERS),
        writers.one,
      ),
      { what: 'appends in flight together', value: (GROUPED / groupMs) * 1000, unit: '1/s' },
      { what: 'entries verified', value: (size / verifyMs) * 1000, unit: '1/s' },
      { what: 'bytes of one entry', value: Buffer.byteLength(bytes), unit: 'B' },
    ];
  } finally {
    bare.database.close();
    await worker.call('close', undefined);
    await worker.close();
    await journal.close();
    await workspace.remove();
  }
}

function storedText(bare: ReturnType<typeof openBare>): string {
  return bare.database.prepare('SELECT bytes FROM run_events WHERE seq = 0').pluck().get() as string;
}

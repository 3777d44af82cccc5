import { connect, startWorker } from '../../../core/index.ts';
import type { PeriodFacts } from './facts.ts';
import type { ScanTask, ScanWorkerMethods } from './scan.worker.ts';

/**
 * Reads what a journal tells about a period, in a worker with a connection of its own that cannot write.
 * Linear in the entries of the whole journal.
 *
 * @param task `folder` is the workspace's
 * @throws Problem `cancelled`, `process_ended`, `not_found` where there is no journal
 */
export async function readPeriod(
  task: ScanTask,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
  } = {},
): Promise<PeriodFacts> {
  const worker = connect<ScanWorkerMethods>(
    startWorker(new URL('./scan.worker.ts', import.meta.url), 'report-scan'),
    'journal scan',
  );
  try {
    return await worker.call('scan', task, {
      signal: options.signal,
      onProgress: (value) => {
        const { done, total } = value as { done: number; total: number };
        options.onProgress?.(done, total);
      },
    });
  } finally {
    await worker.close();
  }
}

import { connect, startWorker } from '../../core/index.ts';
import type { Sha256Hex } from '../../../shared/domain/index.ts';
import type { ExportCounts, ExportTask } from './export-task.ts';
import type { ExportWorkerMethods } from './export.worker.ts';
import { discardFile, reserveFile } from './out-file.ts';

/** A file that was written out. */
export interface Exported extends ExportCounts {
  readonly sizeBytes: number;
  readonly sha256: Sha256Hex;
}

/**
 * Writes journal entries to a file, in a worker with a connection of its own that cannot write. The file
 * appears whole or not at all, and takes no other's place. Keys that sign stay here.
 *
 * @param sign makes a detached CMS over a bundle's manifest; asked once, and not for rows
 * @throws Problem `already_exists`, `not_found`, `storage_full`, `limit_reached`, `damaged`, `cancelled`,
 * `process_ended`
 */
export async function runExport(
  task: ExportTask,
  options: {
    sign(manifest: Uint8Array): Promise<Uint8Array>;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
  },
): Promise<Exported> {
  await reserveFile(task.target);
  const worker = connect<ExportWorkerMethods>(
    startWorker(new URL('./export.worker.ts', import.meta.url), 'journal-export'),
    'export',
  );
  try {
    const { manifest, ...counts } = await worker.call('write', task, {
      signal: options.signal,
      onProgress: (value) => {
        const { done, total } = value as { done: number; total: number };
        options.onProgress?.(done, total);
      },
    });
    const signature = manifest === undefined ? undefined : await options.sign(manifest);
    const written = await worker.call('finish', signature);
    await worker.close();
    return { ...counts, ...written };
  } catch (error) {
    await worker.close();
    await discardFile(task.target);
    throw error;
  }
}

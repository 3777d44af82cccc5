import { join } from 'node:path';
import { connect, startWorker } from '../../core/index.ts';
import type { ContentWorkerMethods } from './content.worker.ts';
import type { ContentStore } from './port.ts';
import type { WrappingKeys } from './store.ts';

/** `categoryKeys` and `former` wrap the payloads' keys; a category that is missing can be neither read nor written. */
export interface ContentOptions extends WrappingKeys {
  /** The workspace; `content.db` stands in it. */
  readonly folder: string;
  readonly workspaceId: string;
  /** Opens the database; 32 bytes. */
  readonly databaseKey: Uint8Array;
}

/**
 * Makes the content store of a new workspace and opens it.
 *
 * @throws Problem `already_exists` when a file stands in its place, which is left as it is.
 */
export function createContent(options: ContentOptions): Promise<ContentStore> {
  return start(options, true);
}

/** @throws Problem `not_found`, `foreign_file`, `damaged` or `newer_format`; the files are left as they are. */
export function openContent(options: ContentOptions): Promise<ContentStore> {
  return start(options, false);
}

async function start(options: ContentOptions, create: boolean): Promise<ContentStore> {
  const { folder, ...request } = options;
  const worker = connect<ContentWorkerMethods>(
    startWorker(new URL('./content.worker.ts', import.meta.url), 'content'),
    'content',
  );
  try {
    const path = join(folder, 'content.db');
    await worker.call('open', { ...request, path, create });
  } catch (error) {
    await worker.close();
    throw error;
  }
  return {
    put: (category, content) => worker.call('put', { category, content }),
    // The channel unpacks `Transferred`.
    get: async (category, ref) =>
      (await worker.call('get', { category, ref })) as unknown as Uint8Array<ArrayBuffer>,
    sweep: (cited) => worker.call('sweep', [...cited]),
    erase: (id) => worker.call('erase', id),
    states: (ids) => worker.call('states', ids),
    adoptKeys: (keys) => worker.call('adopt', keys),
    keyed: {
      waiting: () => worker.call('waiting', undefined),
      rewrap: (most) => worker.call('rewrap', most),
    },
    close: async () => {
      await worker.call('close', undefined);
      await worker.close();
    },
  };
}

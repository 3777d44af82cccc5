import { join } from 'node:path';
import type { PayloadId } from '../../../shared/domain/index.ts';
import { connect, startWorker } from '../../core/index.ts';
import type { ContentWorkerMethods } from './content.worker.ts';
import type { ContentOptions, ContentStore } from './port.ts';

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

/** Single payloads, for somebody who may open these and no others. */
export interface PayloadReader {
  /** @throws Problem `not_allowed` for any other payload; as `ContentStore` */
  get: ContentStore['get'];
  close(): Promise<void>;
}

/**
 * Opens the content store for single payloads, by their own keys. The key of the database opens their list
 * and none of them.
 *
 * @throws Problem as `openContent`
 */
export async function openPayloads(
  options: Pick<ContentOptions, 'folder' | 'workspaceId' | 'databaseKey'> & {
    readonly payloadKeys: ReadonlyMap<PayloadId, Uint8Array>;
  },
): Promise<PayloadReader> {
  const { get, close } = await start({ ...options, categoryKeys: {} }, false);
  return { get, close };
}

async function start(
  options: ContentOptions & { readonly payloadKeys?: ReadonlyMap<PayloadId, Uint8Array> },
  create: boolean,
): Promise<ContentStore> {
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
    takeIn: ({ folder: from, ...other }) =>
      worker.call('takeIn', { ...other, path: join(from, 'content.db') }),
    adoptKeys: (keys) => worker.call('adopt', keys),
    keyed: {
      waiting: () => worker.call('waiting', undefined),
      rewrap: (most) => worker.call('rewrap', most),
    },
    keysOf: (wanted) => worker.call('keysOf', wanted),
    close: async () => {
      await worker.call('close', undefined);
      await worker.close();
    },
  };
}

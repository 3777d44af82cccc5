import { connect, drop, startWorker, type Client } from '../../core/index.ts';
import type { JournalReader, JournalState } from './port.ts';
import type { ReaderWorkerMethods } from './reader.worker.ts';

/** How long the derived file may wait before it is told of new entries. */
const TELL_AFTER_MS = 100;

export interface ReadingSide {
  readonly face: JournalReader;
  /** Told after every append; passed on a few times a second once anybody reads. */
  appended(): void;
  close(): Promise<void>;
}

/**
 * The reading side of an open journal, in a worker of its own that starts with the first question.
 *
 * @param state asks the writer, which alone knows the tree
 */
export function startReader(
  options: { readonly folder: string; readonly databaseKey: Uint8Array },
  state: () => Promise<JournalState>,
): ReadingSide {
  // The caller may wipe its own copy of the key before the first question.
  const databaseKey = Uint8Array.from(options.databaseKey);
  let started: Promise<Client<ReaderWorkerMethods>> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  const open = async (): Promise<Client<ReaderWorkerMethods>> => {
    const client = connect<ReaderWorkerMethods>(
      startWorker(new URL('./reader.worker.ts', import.meta.url), 'journal-reader'),
      'journal reader',
    );
    try {
      await client.call('open', { folder: options.folder, databaseKey });
      await client.call('follow', undefined);
      return client;
    } catch (error) {
      started = undefined;
      await client.close();
      throw error;
    }
  };
  /** Full text follows by itself; where the reader is gone, the next question says so. */
  const tell = async (): Promise<void> => {
    telling = undefined;
    const client = await started?.catch(() => undefined);
    await client?.call('follow', undefined).catch(() => undefined);
  };
  const reader = (): Promise<Client<ReaderWorkerMethods>> => (started ??= open());
  return {
    face: {
      list: async (query) => (await reader()).call('list', query),
      get: async (seq) => (await reader()).call('get', seq),
      ofRun: async (run) => (await reader()).call('ofRun', run),
      ofKinds: async (kinds, fromSeq = 0) => (await reader()).call('ofKinds', { kinds, fromSeq }),
      causes: async (seq) => (await reader()).call('causes', seq),
      citedPayloads: async () => (await reader()).call('citedPayloads', undefined),
      prove: async (seq, size) => (await reader()).call('prove', { seq, size }),
      proveGrowth: async (oldSize, newSize) => (await reader()).call('proveGrowth', { oldSize, newSize }),
      state,
      search: async (request) => (await reader()).call('search', request),
      count: async (request) => (await reader()).call('count', request),
      derivedState: async () => (await reader()).call('derivedState', undefined),
    },
    appended: () => {
      if (started === undefined || telling !== undefined) return;
      telling = setTimeout(() => {
        drop(tell());
      }, TELL_AFTER_MS);
      telling.unref();
    },
    close: async () => {
      clearTimeout(telling);
      // A reader that never came up has nothing to let go of.
      const client = await started?.catch(() => undefined);
      // One that is gone has let go of everything.
      await client?.call('close', undefined).catch(() => undefined);
      await client?.close();
      databaseKey.fill(0);
    },
  };
}

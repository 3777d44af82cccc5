import { Problem, type DataCategory, type PayloadId } from '../../../shared/domain/index.ts';
import type { PayloadRef } from '../../../shared/formats/index.ts';
import { serve, Transferred, workerParent } from '../../core/index.ts';
import { createDatabaseFile } from '../database/index.ts';
import { CONTENT_DATABASE } from './migrations/index.ts';
import type { PayloadState } from './port.ts';
import type { Rewrapped } from '../../keys/index.ts';
import { ContentFile, type ContentFileOptions, type PayloadWanted, type WrappingKeys } from './store.ts';

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type ContentWorkerMethods = {
  open(request: ContentFileOptions & { readonly create: boolean }): Promise<void>;
  put(request: { readonly category: DataCategory; readonly content: Uint8Array }): PayloadRef;
  get(request: { readonly category: DataCategory; readonly ref: PayloadRef }): Transferred<Uint8Array>;
  sweep(cited: readonly PayloadId[]): number;
  erase(id: PayloadId): void;
  states(ids: readonly PayloadId[]): PayloadState[];
  takeIn(other: ContentFileOptions): number;
  adopt(keys: WrappingKeys): void;
  waiting(): number;
  rewrap(most: number): Rewrapped;
  keysOf(wanted: readonly PayloadWanted[]): Map<PayloadId, Uint8Array>;
  close(): void;
};

let file: ContentFile | undefined;

function opened(): ContentFile {
  if (file === undefined) throw new Problem('internal', 'the content store is not open');
  return file;
}

const methods: ContentWorkerMethods = {
  open: async (request) => {
    if (request.create) await createDatabaseFile(request.path, request.databaseKey, CONTENT_DATABASE);
    file = new ContentFile(request);
  },
  put: ({ category, content }) => opened().put(category, content),
  get: ({ category, ref }) => {
    const content = Uint8Array.from(opened().get(category, ref));
    return new Transferred(content, [content.buffer]);
  },
  sweep: (cited) => opened().sweep(cited),
  erase: (id) => {
    opened().erase(id);
  },
  states: (ids) => opened().states(ids),
  takeIn: (other) => opened().takeIn(other),
  adopt: (keys) => {
    opened().adopt(keys);
  },
  waiting: () => opened().waiting(),
  rewrap: (most) => opened().rewrap(most),
  keysOf: (wanted) => opened().keysOf(wanted),
  close: () => {
    file?.close();
    file = undefined;
  },
};

serve(workerParent(), methods);

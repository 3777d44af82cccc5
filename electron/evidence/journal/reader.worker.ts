import { Problem, type PayloadId, type RunId } from '../../../shared/domain/index.ts';
import type { EventName } from '../../../shared/formats/index.ts';
import { serve, workerParent } from '../../core/index.ts';
import { journalPaths } from './paths.ts';
import type {
  DerivedState,
  EntryCounts,
  EntryFilter,
  EntryPage,
  EntryProof,
  EntryQuery,
  EntrySearchPage,
  EntrySearchRequest,
  GrowthProof,
  StoredEntry,
} from './port.ts';
import { JournalFileReader, reading } from './reader.ts';

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type ReaderWorkerMethods = {
  open(request: { readonly folder: string; readonly databaseKey: Uint8Array }): Promise<void>;
  list(query: EntryQuery): Promise<EntryPage>;
  get(seq: number): Promise<StoredEntry>;
  ofRun(run: RunId): Promise<StoredEntry[]>;
  ofKinds(request: {
    readonly kinds: readonly EventName[];
    readonly fromSeq: number;
  }): Promise<StoredEntry[]>;
  causes(seq: number): Promise<StoredEntry[]>;
  citedPayloads(): Promise<PayloadId[]>;
  search(request: EntrySearchRequest): Promise<EntrySearchPage>;
  count(request: { readonly filter: EntryFilter; readonly asOfSeq: number }): Promise<EntryCounts>;
  derivedState(): Promise<DerivedState>;
  /** Told that entries were committed. */
  follow(): void;
  prove(request: { readonly seq: number; readonly size: number }): Promise<EntryProof>;
  proveGrowth(request: { readonly oldSize: number; readonly newSize: number }): Promise<GrowthProof>;
  close(): void;
};

let reader: JournalFileReader | undefined;

function read<T>(use: (open: JournalFileReader) => T | Promise<T>): Promise<T> {
  return reading(() => {
    if (reader === undefined) throw new Problem('internal', 'the journal is not open for reading');
    return use(reader);
  });
}

const methods: ReaderWorkerMethods = {
  open: async ({ folder, databaseKey }) => {
    reader = await reading(() => new JournalFileReader(journalPaths(folder), databaseKey));
  },
  list: (query) => read((open) => open.list(query)),
  get: (seq) => read((open) => open.get(seq)),
  ofRun: (run) => read((open) => open.ofRun(run)),
  ofKinds: ({ kinds, fromSeq }) => read((open) => open.ofKinds(kinds, fromSeq)),
  causes: (seq) => read((open) => open.causes(seq)),
  citedPayloads: () => read((open) => open.citedPayloads()),
  search: (request) => read((open) => open.search(request)),
  count: (request) => read((open) => open.count(request)),
  derivedState: () => read((open) => open.derivedState()),
  follow: () => {
    reader?.follow();
  },
  prove: ({ seq, size }) => read((open) => open.proofs.prove(seq, size)),
  proveGrowth: ({ oldSize, newSize }) => read((open) => open.proofs.proveGrowth(oldSize, newSize)),
  close: () => {
    reader?.close();
    reader = undefined;
  },
};

serve(workerParent(), methods);

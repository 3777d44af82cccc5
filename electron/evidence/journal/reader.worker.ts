import { Problem, type PayloadId, type RunId } from '../../../shared/domain/index.ts';
import type { EventName } from '../../../shared/formats/index.ts';
import { serve, workerParent } from '../../core/index.ts';
import { journalPaths } from './paths.ts';
import type { EntryPage, EntryQuery, StoredEntry } from './port.ts';
import { JournalFileReader, reading } from './reader.ts';

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type ReaderWorkerMethods = {
  open(request: { readonly folder: string; readonly databaseKey: Uint8Array }): void;
  list(query: EntryQuery): EntryPage;
  get(seq: number): StoredEntry;
  ofRun(run: RunId): StoredEntry[];
  ofKinds(request: { readonly kinds: readonly EventName[]; readonly fromSeq: number }): StoredEntry[];
  causes(seq: number): StoredEntry[];
  citedPayloads(): PayloadId[];
  close(): void;
};

let reader: JournalFileReader | undefined;

function read<T>(use: (open: JournalFileReader) => T): T {
  return reading(() => {
    if (reader === undefined) throw new Problem('internal', 'the journal is not open for reading');
    return use(reader);
  });
}

const methods: ReaderWorkerMethods = {
  open: ({ folder, databaseKey }) => {
    reader = reading(() => new JournalFileReader(journalPaths(folder), databaseKey));
  },
  list: (query) => read((open) => open.list(query)),
  get: (seq) => read((open) => open.get(seq)),
  ofRun: (run) => read((open) => open.ofRun(run)),
  ofKinds: ({ kinds, fromSeq }) => read((open) => open.ofKinds(kinds, fromSeq)),
  causes: (seq) => read((open) => open.causes(seq)),
  citedPayloads: () => read((open) => open.citedPayloads()),
  close: () => {
    reader?.close();
    reader = undefined;
  },
};

serve(workerParent(), methods);

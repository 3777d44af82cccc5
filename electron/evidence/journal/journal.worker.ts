import { Problem } from '../../../shared/domain/index.ts';
import { JOURNAL_SCHEMA_VERSION, type Appended } from '../../../shared/formats/index.ts';
import { drop, serve, workerParent } from '../../core/index.ts';
import { createDatabaseFile } from '../database/index.ts';
import { JOURNAL_DATABASE } from './migrations/index.ts';
import { journalPaths } from './paths.ts';
import type { CheckpointReason, IssuedCheckpoint, JournalState } from './port.ts';
import { checkpointSigner } from './signer.ts';
import type { AppendItem } from './append-item.ts';
import { JournalFile } from './writer.ts';

export interface OpenRequest {
  readonly folder: string;
  readonly create: boolean;
  readonly databaseKey: Uint8Array;
  readonly macKey: Uint8Array;
  readonly checkpointSeed: Uint8Array;
  readonly origin: string;
  readonly wallMs: number;
  readonly monoMs: number;
}

export interface CheckpointRequest {
  readonly reason: CheckpointReason;
  readonly wallMs: number;
  readonly monoMs: number;
}

export interface Opened {
  readonly size: number;
  readonly orphanedIntents: number;
  readonly schemaVersion: number;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type JournalWorkerMethods = {
  open(request: OpenRequest): Promise<Opened>;
  append(item: AppendItem): Promise<Appended>;
  checkpoint(request: CheckpointRequest): Promise<IssuedCheckpoint>;
  state(): JournalState;
  close(): Promise<void>;
};

interface Queued {
  readonly item: AppendItem;
  resolve(appended: Appended): void;
  reject(problem: unknown): void;
}

let file: JournalFile | undefined;
let queue: Queued[] = [];
let drainScheduled = false;

function opened(): JournalFile {
  if (file === undefined) throw new Problem('internal', 'the journal is not open');
  return file;
}

/** Commits everything that waits in one transaction, in the order in which it came. */
function drain(): void {
  drainScheduled = false;
  const group = queue;
  queue = [];
  if (group.length === 0) return;
  try {
    const journal = opened();
    const results = journal.append(group.map(({ item }) => item));
    group.forEach(({ resolve, reject }, i) => {
      const result = results[i];
      if (result === undefined || result instanceof Problem) reject(result);
      else resolve(result);
    });
    const last = group.at(-1)?.item;
    if (journal.wantsCheckpoint && last !== undefined) drop(intervalCheckpoint(journal, last));
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

/** What stops it (a full disk) also stops the next append, whose caller is told; then it is tried again. */
async function intervalCheckpoint(journal: JournalFile, { wallMs, monoMs }: AppendItem): Promise<void> {
  try {
    await journal.checkpoint('interval', { wallMs, monoMs });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

const methods: JournalWorkerMethods = {
  open: async (request) => {
    const paths = journalPaths(request.folder);
    const signer = checkpointSigner(request.checkpointSeed);
    if (request.create) await createDatabaseFile(paths.epoch, request.databaseKey, JOURNAL_DATABASE);
    file = new JournalFile({ ...request, paths, signer, isNew: request.create });
    if (request.create) await file.saveHead();
    return { size: file.size, orphanedIntents: file.orphanedIntents, schemaVersion: JOURNAL_SCHEMA_VERSION };
  },
  append: (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (drainScheduled) return;
      drainScheduled = true;
      // Runs once all messages that already arrived have been taken: that is the group.
      setImmediate(drain);
    }),
  checkpoint: ({ reason, wallMs, monoMs }) => {
    drain();
    return opened().checkpoint(reason, { wallMs, monoMs });
  },
  state: () => {
    drain();
    return opened().state();
  },
  close: async () => {
    drain();
    await file?.close();
    file = undefined;
  },
};

serve(workerParent(), methods);

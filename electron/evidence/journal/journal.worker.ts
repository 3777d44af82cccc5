import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { Problem } from '../../../shared/domain/index.ts';
import { JOURNAL_SCHEMA_VERSION, type Appended } from '../../../shared/formats/index.ts';
import { drop, serve, workerParent } from '../../core/index.ts';
import { createDatabaseFile } from '../database/index.ts';
import { JOURNAL_DATABASE } from './migrations/index.ts';
import { journalPaths } from './paths.ts';
import type { CheckpointReason, IssuedCheckpoint, JournalState } from './port.ts';
import { checkpointSigner } from './signer.ts';
import { serveAppends, type AppendServer } from './append-channel.ts';
import type { AppendItem } from './append-item.ts';
import { BellKeeper, type Bell } from './bell.ts';
import { beginEpoch, type BeginEpochRequest, type EpochBegun } from './begin-epoch.ts';
import { JournalFile } from './writer.ts';

export interface OpenRequest {
  /** Where entries arrive. */
  readonly appends: MessagePort;
  readonly bell: Bell;
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
  readonly epoch: number;
  readonly size: number;
  readonly orphanedIntents: number;
  readonly schemaVersion: number;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type JournalWorkerMethods = {
  open(request: OpenRequest): Promise<Opened>;
  beginEpoch(request: BeginEpochRequest): Promise<EpochBegun>;
  checkpoint(request: CheckpointRequest): Promise<IssuedCheckpoint>;
  state(): Promise<JournalState>;
  close(): Promise<void>;
};

let file: JournalFile | undefined;

function opened(): JournalFile {
  if (file === undefined) throw new Problem('internal', 'the journal is not open');
  return file;
}

const parent = workerParent();
let appends: AppendServer | undefined;
let keeper: BellKeeper | undefined;
let checkpointComing = false;

function commit(items: readonly AppendItem[]): readonly (Appended | Problem)[] {
  const journal = opened();
  const results = journal.append(items);
  const last = items.at(-1);
  // After the answer: nobody should wait for a checkpoint that they did not ask for.
  if (journal.wantsCheckpoint && last !== undefined && !checkpointComing) {
    checkpointComing = true;
    if (keeper !== undefined) drop(keeper.work(() => intervalCheckpoint(journal, last)));
  }
  return results;
}

/** What stops it (a full disk) also stops the next append, whose caller is told; then it is tried again. */
async function intervalCheckpoint(journal: JournalFile, { wallMs, monoMs }: AppendItem): Promise<void> {
  await nextTurn();
  checkpointComing = false;
  try {
    await journal.checkpoint('interval', { wallMs, monoMs });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

/** A call that the bell was rung for. */
async function called<T>(act: (journal: JournalFile) => T | Promise<T>): Promise<T> {
  if (keeper === undefined || appends === undefined) throw new Problem('internal', 'the journal is not open');
  appends.drain();
  return keeper.answer(() => act(opened()));
}

const methods: JournalWorkerMethods = {
  open: async (request) => {
    const paths = journalPaths(request.folder);
    const signer = checkpointSigner(request.checkpointSeed);
    if (request.create) await createDatabaseFile(paths.epoch, request.databaseKey, JOURNAL_DATABASE);
    file = new JournalFile({ ...request, paths, signer, isNew: request.create });
    if (request.create) await file.saveHead();
    const server = serveAppends(request.appends, commit);
    appends = server;
    keeper = new BellKeeper(request.bell, server.drain);
    const { epoch, size, orphanedIntents } = file;
    return { epoch, size, orphanedIntents, schemaVersion: JOURNAL_SCHEMA_VERSION };
  },
  beginEpoch,
  checkpoint: ({ reason, ...clock }) => called((journal) => journal.checkpoint(reason, clock)),
  state: () => called((journal) => journal.state()),
  close: () =>
    called(async (journal) => {
      keeper?.end();
      file = undefined;
      await journal.close();
    }),
};

serve(parent, methods);

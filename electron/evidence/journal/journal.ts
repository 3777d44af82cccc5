import { mkdir } from 'node:fs/promises';
import {
  encodeDraft,
  type Appended,
  type EntryContext,
  type EntryPhase,
  type EventName,
} from '../../../shared/formats/index.ts';
import { connect, startWorker, type Client, type Clock } from '../../core/index.ts';
import { MessageChannel } from 'node:worker_threads';
import { newBell, ringForCall } from './bell.ts';
import { connectAppends, type AppendClient } from './append-channel.ts';
import type { EpochBegun } from './begin-epoch.ts';
import type { JournalWorkerMethods, OpenRequest } from './journal.worker.ts';
import { journalPaths } from './paths.ts';
import type { Journal } from './port.ts';
import { startReader } from './reader-client.ts';

export interface JournalOptions {
  /** The workspace; the journal's files stand in its `journal` folder. */
  readonly folder: string;
  /** Opens the database; 32 bytes. */
  readonly databaseKey: Uint8Array;
  /** Keys the MAC of every entry; 32 bytes. */
  readonly macKey: Uint8Array;
  /** Ed25519 seed that checkpoints are signed with; 32 bytes. */
  readonly checkpointSeed: Uint8Array;
  /** Names this journal in checkpoints: printable ASCII without blanks or `+`. */
  readonly origin: string;
  readonly clock: Clock;
}

/**
 * Makes the journal of a new workspace and opens it.
 *
 * @throws Problem `already_exists` when a file stands in its place, which is left as it is.
 */
export async function createJournal(options: JournalOptions): Promise<Journal> {
  await mkdir(journalPaths(options.folder).folder, { recursive: true, mode: 0o700 });
  return start(options, true);
}

/**
 * Opens a journal. Intents that a crash left open get an `interrupted` outcome before anything else.
 *
 * @throws Problem `not_found`, `foreign_file` (also for a journal of another workspace), `damaged` or
 * `newer_format`; the files are left as they are.
 */
export function openJournal(options: JournalOptions): Promise<Journal> {
  return start(options, false);
}

/**
 * Leaves a damaged journal as it is, byte for byte, and begins a new epoch in a file of its own that says
 * what is known of the one before. To be called only when a named person says so.
 *
 * @throws Problem `wrong_usage` where the journal is sound
 */
export async function beginJournalEpoch(
  { clock, folder, databaseKey, macKey, checkpointSeed, origin }: JournalOptions,
  by: EntryContext,
): Promise<EpochBegun> {
  const worker = connect<JournalWorkerMethods>(
    startWorker(new URL('./journal.worker.ts', import.meta.url), 'journal'),
    'journal',
  );
  const keys = { databaseKey, macKey, checkpointSeed };
  try {
    const [wallMs, monoMs] = [clock.wallMs(), clock.monoMs()];
    return await worker.call('beginEpoch', { folder, ...keys, origin, by, wallMs, monoMs });
  } finally {
    await worker.close();
  }
}

async function start(options: JournalOptions, create: boolean): Promise<Journal> {
  const { clock } = options;
  const channel = startWorker(new URL('./journal.worker.ts', import.meta.url), 'journal');
  const worker = connect<JournalWorkerMethods>(channel, 'journal');
  const request: Omit<OpenRequest, 'appends' | 'bell'> = {
    folder: options.folder,
    create,
    databaseKey: options.databaseKey,
    macKey: options.macKey,
    checkpointSeed: options.checkpointSeed,
    origin: options.origin,
    wallMs: clock.wallMs(),
    monoMs: clock.monoMs(),
  };
  try {
    const { port1, port2 } = new MessageChannel();
    const bell = newBell();
    const opened = await worker.call('open', { ...request, appends: port2, bell }, { transfer: [port2] });
    const appends = connectAppends(port1, bell, channel);
    // Whatever was appended before comes first.
    const call: Client<JournalWorkerMethods>['call'] = (...called) => {
      appends.flush();
      const answer = worker.call(...called);
      ringForCall(bell);
      return answer;
    };
    return face(options, { call, close: worker.close }, appends, opened);
  } catch (error) {
    await worker.close();
    throw error;
  }
}

function face(
  options: JournalOptions,
  worker: Client<JournalWorkerMethods>,
  appends: AppendClient,
  { epoch, size, orphanedIntents }: Journal['opened'],
): Journal {
  const { clock } = options;
  const reader = startReader(options, () => worker.call('state', undefined));
  // async, so that a body that is not as catalogued rejects like every other failure.
  const append = async (
    kind: EventName,
    phase: EntryPhase,
    intent: Appended | undefined,
    body: unknown,
    context: EntryContext,
  ): Promise<Appended> => {
    const [wallMs, monoMs] = [clock.wallMs(), clock.monoMs()];
    const text = encodeDraft({ kind, phase, intent: intent?.seq, body, context, wallMs, monoMs });
    const appended = await appends.append({ text, kind, phase, intent: intent?.seq, wallMs, monoMs });
    reader.appended();
    return appended;
  };
  return {
    opened: { epoch, size, orphanedIntents },
    read: reader.face,
    event: (kind, body, context) => append(kind, 'event', undefined, body, context),
    intent: (kind, body, context) => append(kind, 'intent', undefined, body, context),
    outcome: (kind, intent, body, context) => append(kind, 'outcome', intent, body, context),
    checkpoint: (reason) =>
      worker.call('checkpoint', { reason, wallMs: clock.wallMs(), monoMs: clock.monoMs() }),
    close: async () => {
      await reader.close();
      try {
        await worker.call('close', undefined);
      } finally {
        await worker.close();
      }
    },
  };
}

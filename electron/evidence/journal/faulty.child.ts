import { writeSync } from 'node:fs';
import { Problem } from '../../../shared/domain/index.ts';
import { createDatabaseFile, openDatabaseFile, type SchemaDefinition } from '../database/index.ts';
import { backUpJournal } from './backup.ts';
import { beginEpoch } from './begin-epoch.ts';
import { JOURNAL_DATABASE } from './migrations/index.ts';
import { journalPaths } from './paths.ts';
import {
  appendEach,
  BY_APPLICATION,
  openFile,
  openWorkspace,
  item,
  type TemporaryWorkspace,
} from './temporary.ts';
import type { JournalFile } from './writer.ts';

/**
 * A process of its own for faults.test.ts, in which one write after the other is made to fail. It works
 * in one thread, says each entry that was acknowledged, and goes on after a failure as the journal's
 * worker would.
 */
export interface FaultyRequest {
  readonly operation: FaultyOperation;
  readonly workspace: Parameters<typeof openWorkspace>[0];
  readonly target: string;
}

export const TWO_STEPS: SchemaDefinition = {
  what: 'table of numbers',
  applicationId: 0x11223344,
  migrations: [
    { version: 10, run: (database) => database.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT') },
    {
      version: 20,
      run: (database) => {
        database.exec('ALTER TABLE numbers ADD COLUMN square INTEGER');
        database.exec('UPDATE numbers SET square = n * n');
      },
    },
  ],
};

const OPERATIONS = {
  append: async (workspace: TemporaryWorkspace) => {
    const file = await openFile(workspace);
    await appending(file, workspace);
    await attempt(() => file.close());
  },
  checkpoint: async (workspace: TemporaryWorkspace) => {
    const file = await openFile(workspace);
    await appending(file, workspace);
    await attempt(async () => {
      say((await file.checkpoint('run_end', now(workspace))).seq);
    });
    await appending(file, workspace);
    await attempt(() => file.close());
  },
  create: async ({ options }: TemporaryWorkspace) => {
    const paths = journalPaths(options.folder);
    await createDatabaseFile(paths.epoch, options.databaseKey, JOURNAL_DATABASE);
    say(0);
  },
  migrate: ({ options }: TemporaryWorkspace, target: string) => {
    openDatabaseFile(target, options.databaseKey, TWO_STEPS).close();
    say(20);
  },
  backup: async (workspace: TemporaryWorkspace, target: string) => {
    const { options, checkpointPublicKey } = workspace;
    say((await backUpJournal({ ...options, checkpointPublicKey, target })).size);
  },
  epoch: async (workspace: TemporaryWorkspace) => {
    say((await beginEpoch({ ...workspace.options, ...now(workspace), by: BY_APPLICATION })).firstSeq);
  },
} as const;
export type FaultyOperation = keyof typeof OPERATIONS;

const now = ({ options: { clock } }: TemporaryWorkspace) => ({
  wallMs: clock.wallMs(),
  monoMs: clock.monoMs(),
});

/** Straight to the pipe: what was said must not wait in a buffer of the process that is killed. */
function say(what: number | string): void {
  writeSync(1, `${what}\n`);
}

/** One entry alone, then three in one commit. */
async function appending(file: JournalFile, workspace: TemporaryWorkspace): Promise<void> {
  await attempt(() => {
    for (const { seq } of appendEach(file, item(workspace))) say(seq);
  });
  await attempt(() => {
    for (const result of file.append([item(workspace), item(workspace), item(workspace)])) {
      if (result instanceof Problem) throw result;
      say(result.seq);
    }
  });
}

async function attempt(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.code);
  }
}

const given = process.env.FAULTY_REQUEST;
if (given !== undefined) {
  const request = JSON.parse(given) as FaultyRequest;
  const workspace = openWorkspace(request.workspace);
  await attempt(() => OPERATIONS[request.operation](workspace, request.target));
}

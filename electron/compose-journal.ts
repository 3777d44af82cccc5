import type { WorkspaceId } from '../shared/domain/index.ts';
import { systemClock } from './core/index.ts';
import { backUpJournal, verifyWorkspace, type Journal, type JournalOptions } from './evidence/index.ts';
import { publicKeysOf, type MetadataKeyring } from './keys/index.ts';
import type { WorkspacePaths } from './operations/index.ts';
import { closeInterruptedRuns, markInterruptedRuns } from './runtime/run/index.ts';
import type { Place, VerifyJournal } from './verbs/index.ts';

/** Who acts where no person does. */
export const APPLICATION = { id: 'application', role: 'none' } as const;

/** How the journal of a workspace is opened, with its own keys. */
export function journalOptions(
  workspaceId: WorkspaceId,
  paths: WorkspacePaths,
  keys: MetadataKeyring,
): JournalOptions {
  return {
    folder: paths.folder,
    databaseKey: keys.journalDbKey,
    macKey: keys.journalMacKey,
    checkpointSeed: keys.checkpointSeed,
    origin: originOf(workspaceId),
    clock: systemClock,
  };
}

/** Names a workspace's journal in its checkpoints (C2SP tlog-checkpoint, origin line). */
export function originOf(workspaceId: string): string {
  return `swarm-clinical.invalid/${workspaceId}`;
}

/** Verifies a journal from outside, on a private copy. */
export const verifyJournal: VerifyJournal = async (
  { workspaceId, paths }: Place,
  keys,
  contentDbKey,
  onProgress,
  witnessed,
) => {
  const { view } = await verifyWorkspace(
    {
      folder: paths.folder,
      databaseKey: keys.journalDbKey,
      macKey: keys.journalMacKey,
      checkpointPublicKey: publicKeysOf(keys).checkpoint,
      origin: originOf(workspaceId),
      contentDatabaseKey: contentDbKey,
      witnessed,
    },
    ({ done, total }) => onProgress?.(done, total),
  );
  return { ...view, subject: 'Journal' };
};

/** A copy of the journal for a backup. */
export function copyJournal(
  { workspaceId, paths }: Place,
  keys: MetadataKeyring,
  target: string,
  signal: AbortSignal,
) {
  const { checkpoint: checkpointPublicKey } = publicKeysOf(keys);
  const options = journalOptions(workspaceId, paths, keys);
  return backUpJournal({ ...options, checkpointPublicKey, target, signal });
}

/** Ends what a crash left open: the journal tells which runs were going on. */
export async function closeInterrupted(journal: Journal): Promise<void> {
  const states = await journal.read.ofKinds(['run.started', 'run.state_changed', 'run.ended']);
  const interrupted = markInterruptedRuns(states.map(({ entry }) => entry));
  const entries = async (run: Parameters<typeof journal.read.ofRun>[0]) =>
    (await journal.read.ofRun(run)).map(({ entry }) => entry);
  await closeInterruptedRuns({ journal, entries }, interrupted, APPLICATION);
}

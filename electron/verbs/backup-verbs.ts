import { checkBackup, writeBackup, type BackupPorts, type CheckedBackup } from '../operations/index.ts';
import { contextOf } from './actor.ts';
import type { ApplicationSettings } from './application.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Handlers } from './dispatch.ts';
import { recordedAct } from './recorded.ts';

export interface BackupVerbPorts extends BackupPorts {
  readonly settings: Pick<ApplicationSettings, 'chooseSaveFile' | 'notify' | 'appVersion'>;
  wallMs(): number;
}

/** A copy of the workspace that was compared and verified before it counts. */
export function backupVerbs<C extends OpenContent>(
  desk: Desk<C>,
  ports: BackupVerbPorts,
): Pick<Handlers, 'backup.write'> {
  const { settings } = ports;
  return {
    'backup.write': async (_, caller) => {
      const { journal, place } = desk;
      const nowMs = ports.wallMs();
      const target = await settings.chooseSaveFile({
        title: 'Write a backup',
        suggestedName: `swarm-backup-${new Date(nowMs).toISOString().slice(0, 10)}`,
      });
      if (target === undefined) return null;
      // The copy ends in a signed checkpoint and a head that knows it.
      const { size: throughSeq } = await journal.checkpoint('backup');
      const written = await recordedAct(
        journal,
        'backup.write',
        { what: 'workspace', throughSeq },
        contextOf(caller),
        () =>
          writeBackup(
            {
              ...{ folder: place.paths.folder, target, workspace: place.workspaceId },
              ...{ appVersion: settings.appVersion, nowMs, signal: caller.signal },
              onProgress: (done, total) => {
                settings.notify('task.progress', { task: 'backup', done, total });
              },
            },
            ports,
          ),
        ({ manifest, sha256, sizeBytes }) => ({
          ok: true as const,
          ...{ sizeBytes, sha256, size: manifest.journal.size },
        }),
      );
      const { manifest, sha256, sizeBytes } = written;
      const { size: journalSize } = manifest.journal;
      return { folder: target, files: manifest.files.length, sizeBytes, journalSize, sha256 };
    },
  };
}

/** For the command line, which checks a copy without opening it for work. */
export function checkBackupFolder(
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<CheckedBackup> {
  return checkBackup(folder, onProgress);
}

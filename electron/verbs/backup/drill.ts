import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { EVENTS } from '../../../shared/formats/index.ts';
import type { RestoreDrillView } from '../../../shared/ipc/index.ts';
import { restoreBackup, workspacePaths, type Transfers } from '../../operations/index.ts';
import { contextOf } from '../actor.ts';
import type { Going } from './going.ts';
import type { ApplicationSettings } from '../application.ts';
import type { Desk } from '../desk/desk.ts';
import type { OpenContent } from '../desk/settings.ts';
import type { Handlers } from '../dispatch.ts';
import { nameOf } from '../people.ts';
import type { VerifyJournal } from '../verify-port.ts';
import { restoreProgress } from './progress.ts';

export interface RestoreDrillPorts {
  readonly settings: Pick<ApplicationSettings, 'notify'>;
  readonly transfers: Transfers;
  readonly verifyJournal: VerifyJournal;
  readonly going: Going;
  monoMs(): number;
}

/** Restores a backup beside the workspace, looks whether all of it is there, and takes it away again. */
export function restoreDrillVerbs<C extends OpenContent>(
  desk: Desk<C>,
  ports: RestoreDrillPorts,
): Pick<Handlers, 'backup.drill'> {
  const { settings } = ports;
  return {
    'backup.drill': async (_, caller) => {
      const brought = await ports.transfers.bring('backup_list', contextOf(caller));
      if (brought === undefined) return null;
      const { path: file } = brought;
      const { journal, place, metadata } = desk;
      const going = ports.going.begin(caller.signal);
      const target = `${place.paths.folder}.drill-${randomBytes(4).toString('hex')}`;
      const startedMs = ports.monoMs();
      const progress = restoreProgress(settings.notify, () => ports.monoMs());
      let passed = false;
      let failed: string[] = [];
      try {
        const restored = await restoreBackup(
          {
            ...{ from: dirname(file), target, signal: going.signal },
            onProgress: (done, total) => {
              progress('copying', done, total);
            },
          },
          {
            judge: async (folder, { manifest }) => {
              if (manifest.workspace !== place.workspaceId)
                throw new Problem('foreign_file', 'the backup is of another workspace');
              const copy = { workspaceId: place.workspaceId, paths: workspacePaths(folder) };
              const view = await ports.verifyJournal(copy, metadata, desk.contentDbKey, (done, total) => {
                progress('verifying', done, total);
              });
              passed = view.ok;
              failed = view.lines.filter(({ verdict }) => verdict === 'failed').map(({ what }) => what);
            },
          },
        );
        const { manifest, sha256, sizeBytes } = restored;
        // The outcome of the backup vouches for its list: nobody wrote another one since.
        const isKnown = (await journal.read.ofKinds(['backup.write'])).some(
          ({ entry }) => entry.phase === 'outcome' && entry.body.sha256 === sha256,
        );
        await journal.event(
          'backup.drilled',
          {
            ...{ sha256: sha256, madeAtMs: manifest.madeAtMs, size: manifest.journal.size },
            ...{ files: manifest.files.length, sizeBytes, isKnown, ok: passed && isKnown },
            ...{ failed: failed.slice(0, 20), durationMs: Math.round(ports.monoMs() - startedMs) },
          },
          contextOf(caller),
        );
      } finally {
        going.end();
        await rm(target, { recursive: true, force: true });
      }
      return (await restoreDrills(desk))[0] ?? null;
    },
  };
}

/** Backups that were restored for trial, newest first. */
export async function restoreDrills<C extends OpenContent>(desk: Desk<C>): Promise<RestoreDrillView[]> {
  const entries = await desk.journal.read.ofKinds(['backup.drilled']);
  return entries
    .map(({ entry: { seq, wallMs, actor, body } }) => ({
      ...{ seq, wallMs, person: nameOf(desk.everyone, actor.id) },
      ...EVENTS['backup.drilled'].event.parse(body),
    }))
    .reverse()
    .slice(0, 20);
}

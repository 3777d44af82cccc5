import { join } from 'node:path';
import type { EntryContext } from '../../../shared/formats/index.ts';
import type { Journal } from '../../evidence/index.ts';
import {
  checkBackup,
  removeSchedule,
  requireOutside,
  writeBackup,
  writeSchedule,
  type BackupPorts,
  type CheckedBackup,
  type OutgoingPlace,
  type Transfers,
  type WrittenBackup,
} from '../../operations/index.ts';
import type { MetadataKeyring } from '../../keys/index.ts';
import { APPLICATION_CONTEXT, contextOf } from '../actor.ts';
import type { ApplicationSettings } from '../application.ts';
import { backupState, scheduleOf } from './state.ts';
import type { Desk } from '../desk/desk.ts';
import type { OpenContent, Place } from '../desk/settings.ts';
import type { Handlers } from '../dispatch.ts';
import type { Going } from './going.ts';
import { recordedAct } from '../recorded.ts';

export interface BackupVerbPorts {
  readonly settings: Pick<ApplicationSettings, 'notify' | 'appVersion'>;
  readonly transfers: Transfers;
  readonly going: Going;
  copyJournal(
    place: Place,
    keys: MetadataKeyring,
    ...how: Parameters<BackupPorts['copyJournal']>
  ): ReturnType<BackupPorts['copyJournal']>;
  wallMs(): number;
}

type Names =
  'backup.write' | 'backup.cancel' | 'backup.getState' | 'backup.setSchedule' | 'backup.endSchedule';

/** Copies of the workspace, which are compared and verified before they count: by hand, and when due. */
export function backupVerbs<C extends OpenContent>(
  desk: Desk<C>,
  ports: BackupVerbPorts,
): Pick<Handlers, Names> {
  return {
    'backup.write': async (_, caller) => {
      const { journal, place, metadata } = desk;
      const nowMs = ports.wallMs();
      const context = contextOf(caller);
      const suggestedName = `swarm-backup-${new Date(nowMs).toISOString().slice(0, 10)}`;
      const outgoing = await ports.transfers.place({ what: 'backup', suggestedName }, context);
      if (outgoing === undefined) return null;
      const going = ports.going.begin(caller.signal);
      try {
        const from = { journal, place, metadata, signal: going.signal };
        const written = await copyWorkspace(from, { outgoing, nowMs, context }, ports);
        const { manifest, sha256, sizeBytes } = written;
        const { size: journalSize } = manifest.journal;
        return { folder: outgoing.file, files: manifest.files.length, sizeBytes, journalSize, sha256 };
      } finally {
        going.end();
      }
    },

    'backup.cancel': () => {
      ports.going.cancel();
      return Promise.resolve({});
    },

    'backup.getState': () => backupState(desk),

    'backup.setSchedule': async ({ everyHours }, caller) => {
      const { journal, place } = desk;
      const asked = { what: 'backup', title: 'The folder that backups go into' } as const;
      const chosen = await ports.transfers.place(
        { ...asked, suggestedName: 'swarm-backups' },
        contextOf(caller),
      );
      if (chosen === undefined) return null;
      const { file: folder } = chosen;
      await requireOutside(place.paths.folder, folder);
      const sha256 = await writeSchedule(place.paths.scheduleFile, { v: 1, everyHours, folder });
      await journal.event('backup.scheduled', { everyHours, sha256 }, contextOf(caller));
      return backupState(desk);
    },

    'backup.endSchedule': async (_, caller) => {
      const { journal, place } = desk;
      await journal.event('backup.schedule_ended', {}, contextOf(caller));
      await removeSchedule(place.paths.scheduleFile);
      return backupState(desk);
    },
  };
}

/**
 * Makes the copy that is due by the schedule, where one is, nobody is signed in and no run goes on. Somebody
 * who comes ends it, and it is due again when they have left.
 *
 * @throws Problem as `writeBackup`; the journal has it then
 */
export async function makeDueBackup<C extends OpenContent>(
  desk: Desk<C>,
  ports: BackupVerbPorts,
): Promise<void> {
  await desk.whileAway(async (away) => {
    const known = await scheduleOf(away.place, away.journal);
    const nowMs = ports.wallMs();
    if (known === 'none' || known === 'changed' || nowMs < known.dueMs) return;
    const context = APPLICATION_CONTEXT;
    const name = `swarm-backup-${stampOf(nowMs)}`;
    const target = join(known.schedule.folder, name);
    const request = { what: 'backup', suggestedName: name } as const;
    const outgoing = await ports.transfers.placeAt(target, request, context, away.journal);
    await copyWorkspace(away, { outgoing, nowMs, context, isScheduled: true }, ports);
  });
}

/** For the command line, which checks a copy without opening it for work. */
export function checkBackupFolder(
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<CheckedBackup> {
  return checkBackup(folder, onProgress);
}

interface Copying {
  readonly outgoing: OutgoingPlace;
  readonly nowMs: number;
  readonly context: EntryContext;
  readonly isScheduled?: true;
}

async function copyWorkspace(
  from: {
    readonly journal: Journal;
    readonly place: Place;
    readonly metadata: MetadataKeyring;
    readonly signal: AbortSignal;
  },
  { outgoing, nowMs, context, isScheduled }: Copying,
  ports: BackupVerbPorts,
): Promise<WrittenBackup> {
  const { journal, place, metadata, signal } = from;
  const { settings } = ports;
  // The copy ends in a signed checkpoint and a head that knows it.
  const { size: throughSeq } = await journal.checkpoint('backup');
  return recordedAct(
    journal,
    'backup.write',
    { what: 'workspace', throughSeq, ...(isScheduled && { scheduled: isScheduled }) },
    context,
    () =>
      outgoing.sendBy(
        (target) =>
          writeBackup(
            {
              ...{ folder: place.paths.folder, target, workspace: place.workspaceId },
              ...{ appVersion: settings.appVersion, nowMs, signal },
              onProgress: (done, total) => {
                settings.notify('task.progress', { task: 'backup', done, total });
              },
            },
            { copyJournal: (...how) => ports.copyJournal(place, metadata, ...how) },
          ),
        context,
      ),
    ({ manifest, sha256, sizeBytes }) => ({
      ok: true as const,
      ...{ sizeBytes, sha256, size: manifest.journal.size },
    }),
  );
}

/** Day and minute in UTC, fit for a name of a folder: `2026-11-22-0915`. */
function stampOf(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 16).replace('T', '-').replace(':', '');
}

import { EVENTS, type Actor } from '../../../shared/formats/index.ts';
import type { BackupStateView, MadeBackupView } from '../../../shared/ipc/index.ts';
import type { Journal, StoredEntry } from '../../evidence/index.ts';
import { backupDueMs, readSchedule, type StoredSchedule } from '../../operations/index.ts';
import type { Desk } from '../desk/desk.ts';
import type { OpenContent, Place } from '../desk/settings.ts';
import { nameOf } from '../people.ts';
import { restoreDrills } from './drill.ts';

/** Backups and trials that are listed; the journal has the others. */
const LISTED = 50;

/** A schedule that a person set, and when the next copy is due by it. */
export interface DueSchedule extends StoredSchedule {
  readonly setBy: Actor['id'];
  readonly setAtMs: number;
  readonly dueMs: number;
}

/** What the journal knows of a schedule: the schedule itself, none, or that its file is another one. */
export type KnownSchedule = DueSchedule | 'none' | 'changed';

/** The schedule in effect, as the journal vouches for it. */
export async function scheduleOf({ paths }: Place, { read }: Pick<Journal, 'read'>): Promise<KnownSchedule> {
  const last = (await read.ofKinds(['backup.scheduled', 'backup.schedule_ended'])).at(-1)?.entry;
  const stored = await readSchedule(paths.scheduleFile);
  if (last?.kind !== 'backup.scheduled') return stored === undefined ? 'none' : 'changed';
  if (stored?.sha256 !== EVENTS['backup.scheduled'].event.parse(last.body).sha256) return 'changed';
  const tries = outcomesOf(await read.ofKinds(['backup.write']));
  const good = tries.find(({ ok }) => ok);
  // One that gave way to somebody who came has not failed.
  const failed = tries[0]?.ok === false && tries[0].code !== 'cancelled' ? tries[0] : undefined;
  const dueMs = backupDueMs(stored.schedule.everyHours, {
    ...{ setAtMs: last.wallMs, lastGoodMs: good?.wallMs, failedAtMs: failed?.wallMs },
  });
  return { ...stored, setBy: last.actor.id, setAtMs: last.wallMs, dueMs };
}

/** How the workspace is backed up, for those who answer for it. */
export async function backupState<C extends OpenContent>(desk: Desk<C>): Promise<BackupStateView> {
  const { journal, place, everyone } = desk;
  const { firstSeq, size } = await journal.read.state();
  const known = await scheduleOf(place, journal);
  const made = outcomesOf(await journal.read.ofKinds(['backup.write']))
    .slice(0, LISTED)
    .map(({ actor, ...one }) => ({
      ...one,
      person: one.isScheduled ? 'the schedule' : nameOf(everyone, actor),
    }));
  const view = { made, drills: await restoreDrills(desk), asOfSeq: firstSeq + size - 1 };
  if (known === 'none' || known === 'changed') return { ...view, wasChanged: known === 'changed' };
  const { schedule, setBy, setAtMs, dueMs } = known;
  const { everyHours, folder } = schedule;
  return {
    ...view,
    wasChanged: false,
    schedule: { everyHours, folder, setBy: nameOf(everyone, setBy), setAtMs, dueMs },
  };
}

interface MadeBackup extends Omit<MadeBackupView, 'person'> {
  readonly actor: Actor['id'];
}

/** What came of backups, newest first. */
function outcomesOf(entries: readonly StoredEntry[]): MadeBackup[] {
  const scheduled = new Set<number>();
  const made: MadeBackup[] = [];
  for (const { entry } of entries) {
    if (entry.phase === 'intent' && entry.body.scheduled === true) scheduled.add(entry.seq);
    if (entry.phase !== 'outcome') continue;
    const { seq, wallMs, actor } = entry;
    const isScheduled = entry.intent !== undefined && scheduled.has(entry.intent);
    const known = { seq, wallMs, actor: actor.id, isScheduled };
    const body = EVENTS['backup.write'].outcome.parse(entry.body);
    made.push(
      body.ok
        ? { ...known, ok: true, size: body.size, sizeBytes: body.sizeBytes, sha256: body.sha256 }
        : { ...known, ok: false, code: body.code, size: 0, sizeBytes: 0, sha256: '' },
    );
  }
  return made.reverse();
}

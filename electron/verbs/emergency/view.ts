import type { EmergencyScope } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../../shared/formats/index.ts';
import type { EmergencyUseView, EmergencyView } from '../../../shared/ipc/index.ts';
import type { EmergencyUseOnFile } from '../../governance/index.ts';
import { projectEmergencies } from '../../governance/index.ts';
import { readKeyFileView, type EmergencyRecord } from '../../keys/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Caller } from '../dispatch.ts';
import { nameOf } from '../people.ts';
import type { EmergencyRoom } from './room.ts';

/** Uses and drills that a screen lists. */
const LISTED = 100;

/** Everything that somebody may know of emergency access: metadata alone. */
export async function emergencyView(
  desk: Desk<Content>,
  room: EmergencyRoom,
  { person }: Pick<Caller, 'person'>,
): Promise<EmergencyView> {
  await room.settle();
  const entries = await room.entries();
  const { emergency: record } = await readKeyFileView(desk.place.paths.keyFile);
  const tables = await tableNames(desk);
  const uses = projectEmergencies(entries).toReversed();
  const mine = uses.find((use) => use.ended === undefined && use.person === person?.id);
  return {
    envelope: envelopeView(desk, record),
    ...(mine && {
      mine: {
        ...{ began: mine.began, scope: mine.scope, open: room.isOpen(mine.began) },
        ...{ endsAtMs: mine.endsAtMs, leftMs: await room.leftMs(mine) },
      },
    }),
    uses: uses.slice(0, LISTED).map((use) => useView(desk, use, tables)),
    drills: drillsOf(desk, entries),
  };
}

function envelopeView(desk: Desk<Content>, record: EmergencyRecord | undefined): EmergencyView['envelope'] {
  if (record === undefined) return { state: 'none' };
  return {
    state: record.use === undefined ? 'good' : 'void',
    ...{ set: record.set, papers: record.sheets.length, madeAtMs: record.madeAtMs },
    madeBy: nameOf(desk.everyone, record.madeBy),
    witnessedBy: nameOf(desk.everyone, record.witnessedBy),
  };
}

function useView(
  desk: Desk<Content>,
  { note, person, seen, review, looks, ended, ...use }: EmergencyUseOnFile,
  tables: ReadonlyMap<string, string>,
): EmergencyUseView {
  const name = (id: string): string => nameOf(desk.everyone, id as never);
  const table = tables.get(scopeId(use.scope));
  return {
    ...use,
    ...{ person: name(person), personId: person, hasNote: note !== undefined, looks: [...looks] },
    ...(table !== undefined && { table }),
    ...(ended && { ended }),
    ...(seen && { seen: { atMs: seen.atMs, by: name(seen.by) } }),
    ...(review && { review: { ...review, by: name(review.by) } }),
  };
}

function scopeId(scope: EmergencyScope): string {
  return scope.kind === 'dataset' ? scope.dataset : scope.run;
}

/** Names of tables by dataset and by run, as the journal tells them. */
async function tableNames(desk: Desk<Content>): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { entry } of await desk.journal.read.ofKinds(['dataset.import', 'run.started'])) {
    const { body, run } = entry;
    if (entry.kind === 'run.started' && run !== undefined) {
      const table = typeof body.dataset === 'string' ? names.get(body.dataset) : undefined;
      if (table !== undefined) names.set(run, table);
    } else if (typeof body.dataset === 'string' && typeof body.table === 'string')
      names.set(body.dataset, body.table);
  }
  return names;
}

function drillsOf(desk: Desk<Content>, entries: readonly Entry[]): EmergencyView['drills'] {
  return entries
    .filter(({ kind }) => kind === 'emergency.drilled')
    .slice(-LISTED)
    .reverse()
    .map(({ wallMs, actor, body }) => {
      const { papers, good, problem, taken } = EVENTS['emergency.drilled'].event.parse(body);
      const person = nameOf(desk.everyone, actor.id);
      return { wallMs, person, papers, good, taken, ...(problem !== undefined && { problem }) };
    });
}

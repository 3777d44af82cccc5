import type { Role } from '../../../../shared/domain/index.ts';
import type { PeriodView } from './view.ts';

/** A person of the workspace as the journal tells it up to the end of the period. */
export interface Standing {
  readonly id: string;
  readonly role: Role;
  readonly sinceSeq: number;
  readonly sinceMs: number;
}

/** A change of the people that came into effect: what was agreed to, and by whom. */
export interface PersonChange {
  /** Where it came into effect. */
  readonly seq: number;
  readonly wallMs: number;
  readonly what: 'founded' | 'new' | 'role' | 'return' | 'password' | 'deputy' | 'removed';
  readonly person: string;
  readonly role: Role;
  readonly by: string;
  readonly proposedBy: string | undefined;
  readonly contentKeys: boolean | undefined;
  readonly reason: string | undefined;
}

/** Every change of the people there ever was, in order. An act counts once its outcome says that it was done. */
export function peopleChanges(view: PeriodView): readonly PersonChange[] {
  const founded = view.ever('workspace.created', 'event').flatMap(({ entry, body }) =>
    body.people.map(({ id, role }): PersonChange => ({
      ...{ seq: entry.seq, wallMs: entry.wallMs, what: 'founded', person: id, role, by: entry.actor.id },
      ...{ proposedBy: undefined, contentKeys: undefined, reason: undefined },
    })),
  );
  const doneAt = new Map(
    [...view.doneEver('person.changed'), ...view.doneEver('person.removed')].map(({ entry }) => [
      entry.intent,
      entry,
    ]),
  );
  const changed = view.ever('person.changed', 'intent').flatMap(({ entry, body }): PersonChange[] => {
    const done = doneAt.get(entry.seq);
    if (done === undefined) return [];
    return [
      {
        ...{ seq: done.seq, wallMs: done.wallMs, what: body.change, person: body.person, role: body.role },
        ...{ by: entry.actor.id, proposedBy: body.proposedBy, contentKeys: body.contentKeys },
        reason: undefined,
      },
    ];
  });
  const removed = view.ever('person.removed', 'intent').flatMap(({ entry, body }): PersonChange[] => {
    const done = doneAt.get(entry.seq);
    if (done === undefined) return [];
    return [
      {
        ...{ seq: done.seq, wallMs: done.wallMs, what: 'removed', person: body.person, role: body.role },
        ...{ by: entry.actor.id, proposedBy: undefined, contentKeys: undefined, reason: body.reason },
      },
    ];
  });
  return [...founded, ...changed, ...removed].sort((a, b) => a.seq - b.seq);
}

/** Changes of the people in the period. */
export function changesWithin(view: PeriodView): readonly PersonChange[] {
  const { fromMs, toMs } = view.facts;
  return peopleChanges(view).filter(({ wallMs }) => wallMs >= fromMs && wallMs < toMs);
}

/** Who had which role when the period ended. */
export function peopleAtEnd(view: PeriodView): readonly Standing[] {
  const people = new Map<string, Standing>();
  for (const { what, person, role, seq, wallMs } of peopleChanges(view)) {
    if (wallMs >= view.facts.toMs) continue;
    // Standing in is beside the person's own role, and ends by itself.
    if (what === 'deputy') continue;
    if (what === 'removed') people.delete(person);
    else if (what !== 'password' || !people.has(person))
      people.set(person, { id: person, role, sinceSeq: seq, sinceMs: wallMs });
  }
  return [...people.values()];
}

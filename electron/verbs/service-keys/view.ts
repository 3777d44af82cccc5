import { CONTENT_ROLES, SERVICE_KEY_DAYS, type Role } from '../../../shared/domain/index.ts';
import type { PersonView, ServiceKeysView, ServiceKeyView } from '../../../shared/ipc/index.ts';
import type { Catalogue, ServiceKey } from '../../governance/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import { nameOf } from '../people.ts';
import { serviceKeysIn } from './sign-in.ts';

/** Days that a key under each compliance profile is good for at most. */
export function mostDaysOf(catalogue: Catalogue): Record<string, number> {
  return Object.fromEntries(
    [...catalogue.profiles].map(([name, { file }]) => [name, file.service_key_days ?? SERVICE_KEY_DAYS]),
  );
}

/** Whether a person may agree to a key that was asked for, and who has to otherwise. */
export function mayMake(
  { state, proposedBy }: Pick<ServiceKey, 'state' | 'proposedBy'>,
  me: Pick<PersonView, 'id' | 'role'>,
): { readonly may: boolean; readonly why: string } {
  const roles: readonly Role[] = CONTENT_ROLES;
  const who = `Someone with the role ${roles.join(' or ')} agrees, who holds the keys that it needs.`;
  if (state !== 'proposed') return { may: false, why: 'Nothing waits for an agreement.' };
  if (me.id === proposedBy) return { may: false, why: `Nobody agrees to what they asked for. ${who}` };
  return { may: roles.includes(me.role), why: who };
}

export async function listServiceKeys(
  desk: Desk<Content>,
  me: PersonView,
  { catalogue, nowMs }: { readonly catalogue: Catalogue; nowMs(): number },
): Promise<ServiceKeysView> {
  const keys = await serviceKeysIn(desk.journal.read, nowMs());
  const imports = await desk.journal.read.ofKinds(['dataset.import']);
  const tables = new Map(
    imports.flatMap(({ entry: { body } }) =>
      typeof body.dataset === 'string' && typeof body.table === 'string' ? [[body.dataset, body.table]] : [],
    ),
  );
  return {
    keys: keys.toReversed().map((key) => toView(desk, key, me, tables.get(key.scope.dataset))),
    mostDays: mostDaysOf(catalogue),
  };
}

function toView(
  desk: Desk<Content>,
  key: ServiceKey,
  me: PersonView,
  table: string | undefined,
): ServiceKeyView {
  const { id, state, scope, days, generation, proposedAtMs, reason, uses, refusals } = key;
  const { made, ended, lastUsedAtMs } = key;
  const name = (person: PersonView['id']): string => nameOf(desk.everyone, person);
  const { may, why } = mayMake(key, me);
  return {
    ...{ id, state, scope, days, generation, reason, uses, refusals, name: key.name },
    ...(table !== undefined && { table }),
    ...{ proposedBy: name(key.proposedBy), proposedById: key.proposedBy, proposedAtMs },
    ...(made && { madeBy: name(made.by), madeAtMs: made.atMs, expiresAtMs: made.expiresAtMs }),
    makerHasLeft: made !== undefined && !desk.status.people.some((person) => person.id === made.by),
    ...(lastUsedAtMs !== undefined && { lastUsedAtMs }),
    ...(ended && { endedBy: name(ended.by), endedAtMs: ended.atMs, endReason: ended.reason }),
    ...{ mayMake: may, why },
  };
}

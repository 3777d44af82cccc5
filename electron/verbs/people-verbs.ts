import { randomUUID } from 'node:crypto';
import { CONTENT_ROLES, Problem, type PersonId } from '../../shared/domain/index.ts';
import type { PeopleView, PersonView } from '../../shared/ipc/index.ts';
import { keepBecause, mayAgree } from '../governance/index.ts';
import {
  agreeToPerson,
  changePassword,
  declinePerson,
  endDeputy,
  proposeDeputy,
  proposePerson,
  readKeyFileView,
  removePerson,
  type ProposedChange,
} from '../keys/index.ts';
import { contextOf, notSignedIn } from './actor.ts';
import type { Notify } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { recordedAct } from './recorded.ts';
import { redactTyped } from './typed-text.ts';

const DONE = { ok: true } as const;
const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;

type Names = Exclude<Extract<keyof Handlers, `people.${string}`>, `people.${string}SecondFactor`>;

/** Who may sign in, and how that changes. */
export function peopleVerbs(
  desk: Desk<Content>,
  notify: Notify,
  clockMs: () => number,
): Pick<Handlers, Names> {
  const view = () => readKeyFileView(desk.place.paths.keyFile);
  const changed = async (caller: Caller): Promise<PeopleView> => {
    const now = await listPeople(desk, caller, clockMs());
    notify('people.changed', { proposals: now.proposals.length });
    return now;
  };
  const proposalOf = async (id: PersonId): Promise<ProposedChange> => {
    const found = (await view()).proposals.find(({ person }) => person.id === id);
    if (found !== undefined) return found;
    throw new Problem('not_found', 'no change of this person waits', 'Look at the people again.');
  };
  return {
    'people.list': (_, caller) => listPeople(desk, caller, clockMs()),

    'people.propose': async (asked, caller) => {
      const { change, newPassword, reason, password } = asked;
      const known = change === 'new' ? undefined : knownPerson(desk, asked.person);
      const id = known?.id ?? (randomUUID() as PersonId);
      const name = known?.name ?? asked.name ?? '';
      const role = change === 'password' && known !== undefined ? known.role : asked.role;
      await recordedAct(
        desk.journal,
        'person.proposed',
        { person: id, role, change, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () =>
          desk.changeKeys(password, (request) =>
            proposePerson(request, { change, id, name, role, password: newPassword }),
          ),
        () => DONE,
      );
      return changed(caller);
    },

    'people.agree': async ({ person: id, password }, caller) => {
      const { person, change, proposedBy, untilMs } = await proposalOf(id);
      const { may, why } = mayAgree({ person, proposedBy }, me(caller));
      if (!may) throw new Problem('not_allowed', 'you may not agree to this change', why);
      const contentKeys = CONTENT_ROLES.includes(person.role);
      await recordedAct(
        desk.journal,
        'person.changed',
        {
          ...{ person: id, role: person.role, change, proposedBy, contentKeys },
          ...(untilMs !== undefined && { untilMs }),
        },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => agreeToPerson(request, id)),
        () => DONE,
      );
      if (change !== 'deputy') await desk.forgetFailures(id);
      return changed(caller);
    },

    'people.decline': async ({ person: id, reason, password }, caller) => {
      const { person, change, proposedBy } = await proposalOf(id);
      await recordedAct(
        desk.journal,
        'person.declined',
        {
          ...{ person: id, role: person.role, change, proposedBy },
          reason: await redactTyped(desk, reason),
        },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => declinePerson(request, id)),
        () => DONE,
      );
      return changed(caller);
    },

    'people.remove': async ({ person: id, reason, password }, caller) => {
      const { people } = await view();
      const person = people.find((each) => each.id === id);
      if (person === undefined)
        throw new Problem('not_found', 'no such person in this workspace', 'Look at the people again.');
      const keep = keepBecause(person, people, me(caller));
      if (keep !== undefined) throw new Problem('not_allowed', 'this person cannot be removed', keep);
      await recordedAct(
        desk.journal,
        'person.removed',
        { person: id, role: person.role, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => removePerson(request, id)),
        () => DONE,
      );
      return changed(caller);
    },

    'people.proposeDeputy': async ({ person: id, role, days, reason, password }, caller) => {
      const untilMs = clockMs() + days * DAY_MS;
      await recordedAct(
        desk.journal,
        'person.proposed',
        { ...{ person: id, role, change: 'deputy', untilMs }, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => proposeDeputy(request, id, { role, untilMs })),
        () => DONE,
      );
      return changed(caller);
    },

    'people.endDeputy': async ({ person: id, reason, password }, caller) => {
      const duty = (await view()).deputies.find((each) => each.id === id);
      if (duty === undefined) throw new Problem('not_found', 'this person stands in for nobody');
      await recordedAct(
        desk.journal,
        'person.deputy_ended',
        { person: id, role: duty.role, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => endDeputy(request, id)),
        () => DONE,
      );
      return changed(caller);
    },

    'people.changePassword': async ({ password, newPassword }, caller) => {
      await recordedAct(
        desk.journal,
        'auth.password_changed',
        {},
        contextOf(caller),
        () => desk.changeKeys(password, (request) => changePassword(request, newPassword)),
        () => DONE,
      );
      return {};
    },
  };
}

/** @throws Problem `not_signed_in` */
function me({ person }: Caller): PersonView {
  if (person === undefined) throw notSignedIn();
  return person;
}

function knownPerson(desk: Desk<Content>, id: PersonId | undefined): PersonView {
  const found = desk.everyone.find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new Problem('not_found', 'no such person in this workspace', 'Look at the people again.');
}

async function listPeople(desk: Desk<Content>, caller: Caller, nowMs: number): Promise<PeopleView> {
  const own = me(caller);
  const { people, proposals, former, secondFactors, deputies } = await readKeyFileView(
    desk.place.paths.keyFile,
  );
  const { read } = desk.journal;
  const reasons = (await read.ofKinds(['person.proposed'])).map(({ entry }) => entry);
  const lockOuts = (await read.ofKinds(['auth.locked_out'])).map(({ entry: { body, wallMs } }) => ({
    claimed: body.claimed,
    // One that nobody could write down yet came into the journal later than it happened.
    atMs: typeof body.happenedAtMs === 'number' ? body.happenedAtMs : wallMs,
  }));
  return {
    people: people.map((person) => {
      const lockedOut = lockOuts.findLast(
        ({ claimed, atMs }) => claimed === person.id && nowMs - atMs < WEEK_MS,
      );
      const keep = keepBecause(person, people, own);
      const duty = deputies.find(({ id }) => id === person.id);
      const factor = secondFactors.find(({ id }) => id === person.id);
      return {
        ...person,
        holdsContent: CONTENT_ROLES.includes(person.role),
        ...(factor && { recoveryCodesLeft: factor.recoveryCodesLeft }),
        ...(duty && duty.untilMs > nowMs && { deputy: { role: duty.role, untilMs: duty.untilMs } }),
        ...(lockedOut && { lockedOutAtMs: lockedOut.atMs }),
        ...(keep !== undefined && { keepBecause: keep }),
      };
    }),
    proposals: proposals.map(({ person, change, proposedBy, proposedAtMs, untilMs }) => {
      const said = reasons.findLast(({ body, phase }) => phase === 'intent' && body.person === person.id);
      const { may, why } = mayAgree({ person, proposedBy }, own);
      return {
        ...person,
        ...{ change, proposedAtMs, why, mayAgree: may },
        proposedBy: nameOf(desk.everyone, proposedBy),
        ...(untilMs !== undefined && { untilMs }),
        ...(typeof said?.body.reason === 'string' && { reason: said.body.reason }),
      };
    }),
    former: [...former],
  };
}

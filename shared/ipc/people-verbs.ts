import { z } from 'zod';
import { MAX_DEPUTY_DAYS, PersonId, Role } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';
import { ChangeOfPerson, OfferedFactorView, PeopleView } from './people-views.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const person = PersonId;
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);

/** Who may sign in: an administrator proposes, somebody else agrees, and the content keys come only from holders. */
export const PEOPLE_VERBS = {
  'people.list': verb(everyone, 'see the people', z.strictObject({}), PeopleView),
  'people.propose': verb(
    ['admin'],
    'propose a change of the people',
    z.strictObject({
      change: ChangeOfPerson,
      /** Absent for a newcomer. */
      person: person.optional(),
      /** For a newcomer; others keep theirs. */
      name: z.string().trim().min(1).max(200).optional(),
      role: Role,
      /** Typed by the person it is for. */
      newPassword: password,
      reason,
      password,
    }),
    PeopleView,
  ),
  'people.agree': verb(
    ['operator', 'compliance', 'admin'],
    'agree to a change of the people',
    z.strictObject({ person, password }),
    PeopleView,
  ),
  'people.decline': verb(
    ['operator', 'compliance', 'admin'],
    'decline a change of the people',
    z.strictObject({ person, reason, password }),
    PeopleView,
  ),
  'people.remove': verb(
    ['compliance', 'admin'],
    'shut a person out',
    z.strictObject({ person, reason, password }),
    PeopleView,
  ),
  /** Somebody stands in for a role until a time; it ends by itself. */
  'people.proposeDeputy': verb(
    ['compliance', 'admin'],
    'propose a deputy',
    z.strictObject({ person, role: Role, days: z.int().min(1).max(MAX_DEPUTY_DAYS), reason, password }),
    PeopleView,
  ),
  'people.endDeputy': verb(
    ['compliance', 'admin'],
    'end a deputy’s time',
    z.strictObject({ person, reason, password }),
    PeopleView,
  ),
  'people.changePassword': verb(
    everyone,
    'change your password',
    z.strictObject({ password, newPassword: password }),
    z.object({}),
  ),
  /** A fresh secret for an authenticator; it counts once a code of it was typed. */
  'people.offerSecondFactor': verb(
    everyone,
    'get a second factor',
    z.strictObject({ password }),
    OfferedFactorView,
  ),
  'people.enrolSecondFactor': verb(
    everyone,
    'enrol your second factor',
    z.strictObject({ password, code: z.string().min(6).max(40) }),
    /** Shown this once; only their hashes are kept. */
    z.object({ recoveryCodes: z.array(z.string()) }),
  ),
  'people.removeSecondFactor': verb(
    everyone,
    'take your second factor away',
    z.strictObject({ password, code: z.string().min(6).max(40) }),
    z.object({}),
  ),
} as const satisfies Record<string, VerbDefinition>;

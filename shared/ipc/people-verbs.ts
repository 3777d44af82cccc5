import { z } from 'zod';
import { PersonId, Role } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';
import { ChangeOfPerson, PeopleView } from './people-views.ts';

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
  'people.changePassword': verb(
    everyone,
    'change your password',
    z.strictObject({ password, newPassword: password }),
    z.object({}),
  ),
} as const satisfies Record<string, VerbDefinition>;

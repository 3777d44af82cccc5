import { describe, expect, it } from 'vitest';
import { Problem, ROLES, type PersonId, type Role } from '../../shared/domain/index.ts';
import { CONTRACT, VERB_NAMES, type PersonView, type VerbDefinition } from '../../shared/ipc/index.ts';
import { SAMPLE_UUID, sampleOf } from '../testing/sample/index.ts';
import { createDispatch, type Handlers } from './dispatch.ts';

// SEC-02: every pair of who is there and verb, from the contract map alone: whoever it names comes as far as the
// handler, everybody else is refused in main, and that is recorded.

interface Standing {
  readonly role: Role | undefined;
  readonly mustEnrol: boolean;
  readonly mustLink: boolean;
}
const STANDINGS: readonly Standing[] = [
  { role: undefined, mustEnrol: false, mustLink: false },
  ...ROLES.flatMap((role) =>
    [false, true].flatMap((mustEnrol) => [false, true].map((mustLink) => ({ role, mustEnrol, mustLink }))),
  ),
];

/** What whoever still has to enrol a second factor gets to, beside what anyone may. */
const BEFORE_ENROLMENT = [
  'session.lock',
  'session.touch',
  'people.changePassword',
  'people.offerSecondFactor',
  'people.enrolSecondFactor',
];
/** What whoever still has to have a hospital account linked gets to, once they have a second factor. */
const BEFORE_LINK = [
  'session.lock',
  'session.touch',
  'people.changePassword',
  'accounts.list',
  'accounts.propose',
  'accounts.agree',
  'accounts.decline',
];
const ARGS = new Map(VERB_NAMES.map((verb) => [verb, sampleOf(CONTRACT[verb].args, 'input')]));
const view = (role: Role | undefined): PersonView | undefined =>
  role === undefined ? undefined : { id: SAMPLE_UUID as PersonId, name: 'Ada', role };

/** What the contract says of a pair, in the words of an answer. */
function expected(verb: (typeof VERB_NAMES)[number], { role, mustEnrol, mustLink }: Standing): string {
  const { roles } = CONTRACT[verb] as VerbDefinition;
  if (roles === 'anyone') return 'reached';
  if (role === undefined) return 'not_signed_in';
  const left = mustEnrol ? BEFORE_ENROLMENT : mustLink ? BEFORE_LINK : VERB_NAMES;
  return roles.includes(role) && left.includes(verb) ? 'reached' : 'not_allowed';
}

describe('every pair of role and verb', () => {
  it.each(STANDINGS)('as $role, to enrol first: $mustEnrol, to link: $mustLink', async (standing) => {
    const { role, mustEnrol, mustLink } = standing;
    for (const verb of VERB_NAMES) {
      const reached: string[] = [];
      const recorded: string[] = [];
      const dispatch = createDispatch({
        handlers: new Proxy({} as Handlers, {
          get: (_, name) => () => {
            reached.push(String(name));
            return Promise.reject(new Problem('cancelled', 'reached'));
          },
        }),
        signedIn: () => view(role),
        sessionEnd: () => new AbortController().signal,
        mustEnrol: () => mustEnrol,
        mustLink: () => mustLink,
        passCode: () => true,
        hasStatedPurpose: () => true,
        takeConfirmation: () => true,
        recordRefusal: (name, _, person) => {
          recorded.push(`${name} ${person?.role ?? 'nobody'}`);
          return Promise.resolve();
        },
        reportFault: () => undefined,
      });
      const answer = await dispatch(verb, ARGS.get(verb));
      const wanted = expected(verb, standing);
      expect([verb, answer.ok ? 'answered' : answer.code, reached, recorded]).toEqual(
        wanted === 'reached'
          ? [verb, 'cancelled', [verb], []]
          : [verb, wanted, [], [`${verb} ${role ?? 'nobody'}`]],
      );
    }
  });

  it.each(ROLES)(
    'asks %s for a purpose before content is shown only if they look at others` work',
    async (role) => {
      const asked: string[] = [];
      const expected: string[] = [];
      for (const verb of VERB_NAMES) {
        const { roles, content } = CONTRACT[verb] as VerbDefinition;
        if (roles === 'anyone' || !roles.includes(role)) continue;
        if (content === 'shown' && role === 'compliance') expected.push(verb);
        let reached = false;
        let confirmed = false;
        const dispatch = createDispatch({
          handlers: new Proxy({} as Handlers, {
            get: () => () => {
              reached = true;
              return Promise.reject(new Problem('cancelled', 'reached'));
            },
          }),
          signedIn: () => view(role),
          sessionEnd: () => new AbortController().signal,
          mustEnrol: () => false,
          mustLink: () => false,
          passCode: () => true,
          hasStatedPurpose: () => false,
          takeConfirmation: () => (confirmed = true),
          recordRefusal: () => Promise.resolve(),
          reportFault: () => undefined,
        });
        const answer = await dispatch(verb, ARGS.get(verb));
        if (answer.ok || answer.code !== 'purpose_needed') continue;
        asked.push(verb);
        // Nothing of the act was begun, and no password that was given for it is used up.
        expect([verb, reached, confirmed]).toEqual([verb, false, false]);
      }
      expect(asked).toEqual(expected);
      if (role === 'compliance') expect(asked).toContain('datasets.get');
    },
  );

  it.each(ROLES)(
    'asks %s for the code of their second factor before every act that wants a password',
    async (role) => {
      const takesCode = ['session.confirmCode', 'people.enrolSecondFactor', 'people.removeSecondFactor'];
      const asked: string[] = [];
      const expected: string[] = [];
      for (const verb of VERB_NAMES) {
        const { roles } = CONTRACT[verb] as VerbDefinition;
        if (roles === 'anyone' || !roles.includes(role)) continue;
        const wantsPassword = Object.hasOwn(ARGS.get(verb) as object, 'password');
        if (wantsPassword && !takesCode.includes(verb)) expected.push(verb);
        const dispatch = createDispatch({
          handlers: new Proxy({} as Handlers, {
            get: () => () => Promise.reject(new Problem('cancelled', 'reached')),
          }),
          signedIn: () => view(role),
          sessionEnd: () => new AbortController().signal,
          mustEnrol: () => false,
          mustLink: () => false,
          passCode: () => false,
          hasStatedPurpose: () => true,
          takeConfirmation: () => true,
          recordRefusal: () => Promise.resolve(),
          reportFault: () => undefined,
        });
        const answer = await dispatch(verb, ARGS.get(verb));
        if (!answer.ok && answer.code === 'code_needed') asked.push(verb);
      }
      expect(asked).toEqual(expected);
      expect(asked).toContain('session.confirm');
    },
  );
});

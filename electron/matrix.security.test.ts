import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTRACT, VERB_NAMES, type VerbDefinition, type VerbName } from '../shared/ipc/index.ts';
import type { Entry } from '../shared/formats/index.ts';
import { Composed, passwordOf, PEOPLE, type Name } from './testing/composed.ts';
import { sampleOf } from './testing/sample/index.ts';

// SEC-02 through the whole application: real keys, journal and rules. What the contract does not give a role
// is refused in main and stands in the journal under the name of who tried; so does everything that is asked
// when nobody is signed in, and by somebody who has left.

let one: Composed;
const ARGS = new Map(VERB_NAMES.map((verb) => [verb, sampleOf(CONTRACT[verb].args, 'input')]));
const rolesOf = (verb: VerbName) => (CONTRACT[verb] as VerbDefinition).roles;
const asksPassword = (verb: VerbName): boolean =>
  typeof ARGS.get(verb) === 'object' && 'password' in (ARGS.get(verb) as object);
const guarded = VERB_NAMES.filter((verb) => rolesOf(verb) !== 'anyone');

beforeAll(async () => {
  one = await Composed.create();
});
afterAll(() => one.close());

const ask = async (verb: VerbName): Promise<string> => {
  const answer = await one.application.dispatch(verb, ARGS.get(verb));
  return answer.ok ? 'answered' : answer.code;
};

/** Every refusal so far, as whoever is signed in finds it in the journal. */
const refusals = (): Promise<Entry[]> => one.entries({ kinds: ['access.refused'] });

/** What was refused meanwhile, as the compliance officer finds it. */
async function refusedIn(act: () => Promise<void>): Promise<Entry[]> {
  await one.signIn('Carla');
  const before = (await refusals()).length;
  await act();
  await one.signIn('Carla');
  return (await refusals()).slice(before);
}

it.each(PEOPLE)('refuses $role everything that the contract does not give them', async ({ name, role }) => {
  const refused = guarded.filter((verb) => !rolesOf(verb).includes(role));
  const entries = await refusedIn(async () => {
    await one.signIn(name);
    for (const verb of refused) expect([verb, await ask(verb)]).toEqual([verb, 'not_allowed']);
  });
  expect(entries.map(({ body, actor }) => [body.verb, actor.role])).toEqual(
    refused.map((verb) => [verb, role]),
  );
});

it.each(PEOPLE)(
  'does what the contract gives $role first, with its real handlers',
  async ({ name, role }) => {
    await one.signIn(name);
    const person = one.application.status().person?.id;
    // Each verb once: that every role reaches it is shown at the door (verbs/matrix.security.test.ts). Those that
    // take the password with them differ in nothing but the time that a wrong one costs.
    const mine = guarded.filter(
      (verb) => rolesOf(verb)[0] === role && verb !== 'session.lock' && !asksPassword(verb),
    );
    for (const verb of mine) {
      // The sample's dataset, run and person are none of this workspace: what is reached says so in its own words.
      expect([verb, await ask(verb)]).not.toEqual([
        verb,
        expect.stringMatching(/^(not_signed_in|internal)$/),
      ]);
      expect(one.application.status().person?.id).toBe(person);
    }
    // What no emergency access of theirs opens is refused behind the door, and recorded too.
    const byRole = (await refusals()).filter(
      ({ actor, body }) => actor.id === person && JSON.stringify(body.reason).startsWith('"role '),
    );
    expect(byRole.filter(({ body }) => mine.some((verb) => verb === body.verb))).toEqual([]);
  },
);

it('refuses everything when nobody is signed in, after a lock too, and records it', async () => {
  const entries = await refusedIn(async () => {
    await one.call('session.lock', {});
    for (const verb of guarded) expect([verb, await ask(verb)]).toEqual([verb, 'not_signed_in']);
  });
  expect(entries.map(({ body, actor }) => [body.verb, actor.role])).toEqual(
    guarded.map((verb) => [verb, 'none']),
  );
});

it('lets nobody in who has left, so that nothing is theirs any more', async () => {
  const left: Name = 'Vera';
  await one.signIn('Carla');
  const person = one.application.status().people.find(({ name }) => name === left)?.id;
  await one.call('people.remove', {
    ...{ person: person!, reason: 'has left', password: passwordOf('Carla') },
  });
  await one.call('session.lock', {});
  const signIn = { person: left, password: passwordOf(left) };
  expect(await one.application.dispatch('session.signIn', signIn)).toMatchObject({ code: 'not_found' });
  expect(await one.application.dispatch('session.signIn', { ...signIn, person: person! })).toMatchObject({
    code: 'not_found',
  });
  expect(await ask('runs.list')).toBe('not_signed_in');
});

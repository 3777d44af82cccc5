import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PeopleView, VerbInput, VerbName } from '../shared/ipc/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';

/** People who come, change, forget and leave, through the composed application: real keys and journal. */
describe('the people of a workspace', () => {
  let one: Composed;
  const ask = (verb: VerbName, args: unknown) => one.application.dispatch(verb, args);
  const list = (): Promise<PeopleView> => one.call('people.list', {});
  const idOf = async (name: string) => (await list()).people.find((each) => each.name === name)!.id;
  const NINA = { change: 'new', name: 'Nina', role: 'operator', newPassword: 'nina picks her own' } as const;
  const propose = (change: Partial<VerbInput<'people.propose'>> = {}) =>
    one.call('people.propose', { ...NINA, reason: 'joins the ward', password: passwordOf('Ada'), ...change });
  const agree = (by: Name, person: string) => ask('people.agree', { person, password: passwordOf(by) });

  beforeEach(async () => {
    one = await Composed.create();
    await one.signIn('Ada');
  });
  afterEach(() => one.close());

  it('grow by a proposal of the administrator and the agreement of a content holder', async () => {
    const { proposals } = await propose({ reason: 'Wilhelmina Krauss asked for her' });
    expect(proposals).toMatchObject([
      { name: 'Nina', change: 'new', proposedBy: 'Ada', mayAgree: false, reason: '[NAME] asked for her' },
    ]);
    const { id } = proposals[0]!;
    expect(await agree('Ada', id)).toMatchObject({ ok: false, code: 'not_allowed' });
    expect(await ask('session.signIn', { person: 'Nina', password: NINA.newPassword })).toMatchObject({
      code: 'not_found',
    });
    await one.signIn('Carla');
    expect((await list()).proposals).toMatchObject([{ mayAgree: true }]);
    expect(await agree('Carla', id)).toMatchObject({ ok: true, value: { proposals: [] } });

    await one.call('session.signIn', { person: 'Nina', password: NINA.newPassword });
    expect(await one.call('datasets.list', {})).toEqual([]);
    expect((await list()).people).toMatchObject([{}, {}, {}, {}, { name: 'Nina', holdsContent: true }]);
    const entries = await one.entries({ kinds: ['person.proposed', 'person.changed'] });
    expect(entries.map(({ kind, phase, body }) => [kind, phase, body.ok ?? body.role])).toEqual([
      ['person.proposed', 'intent', 'operator'],
      ['person.proposed', 'outcome', true],
      ['person.changed', 'intent', 'operator'],
      ['person.changed', 'outcome', true],
    ]);
    expect(entries[2]?.body).toMatchObject({ person: id, contentKeys: true });
    const ceremonies = await one.call('ceremonies.list', {});
    expect(ceremonies.find(({ ceremony }) => ceremony === 'join')).toMatchObject({
      ...{ subject: { id, name: 'Nina' }, next: 3 },
      steps: [{ by: 'Ada' }, { by: 'Carla' }, { by: 'Nina' }],
    });
  });

  it('keep their names in entries after they left, and shut their door', async () => {
    const id = await idOf('Vera');
    await one.signIn('Vera');
    await one.signIn('Ada');
    const reason = 'left the hospital';
    await one.call('people.remove', { person: id, reason, password: passwordOf('Ada') });
    expect((await list()).former).toMatchObject([{ id, name: 'Vera' }]);
    expect(await ask('session.signIn', { person: id, password: passwordOf('Vera') })).toMatchObject({
      code: 'not_found',
    });
    const { entries } = await one.call('journal.searchEntries', {
      filter: { kinds: ['auth.signed_in'] },
      limit: 50,
    });
    expect(entries.map(({ person }) => person)).toContain('Vera');

    await one.restart();
    await one.signIn('Ada');
    const back = { change: 'return', person: id, role: 'viewer', newPassword: 'vera is here again' } as const;
    await propose({ ...back, name: undefined });
    await one.signIn('Carla');
    expect(await agree('Carla', id)).toMatchObject({ ok: true });
    await one.call('session.signIn', { person: 'Vera', password: 'vera is here again' });
  });

  it('get a new password by two others, and change their own alone', async () => {
    const person = await idOf('Otto');
    await propose({ change: 'password', person, role: 'operator', newPassword: 'otto forgot his old' });
    await one.signIn('Otto');
    expect(await agree('Otto', person)).toMatchObject({ code: 'not_allowed' });
    await one.signIn('Carla');
    expect(await agree('Carla', person)).toMatchObject({ ok: true });
    await one.call('session.signIn', { person: 'Otto', password: 'otto forgot his old' });
    const change = { password: 'otto forgot his old', newPassword: 'short' };
    expect(await ask('people.changePassword', change)).toMatchObject({ code: 'invalid_input' });
    await one.call('people.changePassword', { ...change, newPassword: 'one that otto keeps' });
    await one.call('session.lock', {});
    await one.call('session.signIn', { person: 'Otto', password: 'one that otto keeps' });
  });

  it('are told of wrong passwords at their name, and a lock-out is on record', async () => {
    await one.call('session.lock', {});
    const wrong = () => ask('session.signIn', { person: 'Otto', password: 'wrong' });
    for (const code of ['wrong_password', 'wrong_password', 'wrong_password', 'limit_reached'])
      expect(await wrong()).toMatchObject({ ok: false, code });
    // Ada opens the workspace meanwhile, and what was tried at Otto's name stands in the journal.
    await one.signIn('Ada');
    const failed = await one.entries({ kinds: ['auth.sign_in_failed'] });
    expect(failed.map(({ body }) => body.reason)).toEqual([
      ...Array.from({ length: 3 }, () => 'wrong password'),
      expect.stringMatching(/^after 3 wrong passwords the next one has to wait/),
    ]);
    expect(await ask('people.list', {})).toMatchObject({ ok: true });
  });

  it('change only by those who may', async () => {
    const person = await idOf('Vera');
    await one.signIn('Otto');
    for (const [verb, args] of [
      ['people.propose', { ...NINA, reason: 'because', password: passwordOf('Otto') }],
      ['people.remove', { person, reason: 'because', password: passwordOf('Otto') }],
    ] as const)
      expect(await ask(verb, args)).toMatchObject({ ok: false, code: 'not_allowed' });
    await one.signIn('Carla');
    expect(await ask('people.remove', { person, reason: 'because', password: 'wrong' })).toMatchObject({
      code: 'wrong_password',
    });
    expect(
      await ask('people.remove', {
        person: await idOf('Ada'),
        reason: 'because',
        password: passwordOf('Carla'),
      }),
    ).toMatchObject({ code: 'not_allowed', hint: expect.stringMatching(/last person with the role admin/) });
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PeopleView } from '../shared/ipc/index.ts';
import { systemClock } from './core/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';

/** Somebody who stands in for a role for a time, through the composed application: real keys and journal. */
describe('a deputy', () => {
  let one: Composed;
  const list = (): Promise<PeopleView> => one.call('people.list', {});
  const idOf = async (name: Name) => (await list()).people.find((each) => each.name === name)!.id;
  const signInAsDeputy = (name: Name) =>
    one.application.dispatch('session.signIn', { person: name, password: passwordOf(name), deputy: true });
  const reason = 'on leave for two weeks';

  beforeEach(async () => {
    one = await Composed.create();
    await one.signIn('Ada');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await one.close();
  });

  /** Vera stands in for the compliance officer, proposed by Ada and agreed to by Carla. */
  async function veraStandsIn(days = 14): Promise<string> {
    const person = await idOf('Vera');
    const asked = { person, role: 'compliance', days, reason, password: passwordOf('Ada') } as const;
    await one.call('people.proposeDeputy', asked);
    await one.signIn('Carla');
    expect((await list()).proposals).toMatchObject([
      { change: 'deputy', role: 'compliance', mayAgree: true },
    ]);
    await one.call('people.agree', { person, password: passwordOf('Carla') });
    return person;
  }

  it('acts in the role for a time, under their own name, and on record from proposal to sign-in', async () => {
    expect(await signInAsDeputy('Vera')).toMatchObject({ ok: false, code: 'not_allowed' });
    const person = await veraStandsIn();
    expect((await list()).people.find(({ id }) => id === person)?.deputy).toMatchObject({
      role: 'compliance',
    });
    await one.signIn('Vera');
    const agree = () => one.ask('people.agree', { person, password: passwordOf('Vera') });
    expect(await agree()).toMatchObject({ ok: false, code: 'not_allowed' });
    const answer = await signInAsDeputy('Vera');
    expect(answer).toMatchObject({
      ok: true,
      value: { person: { id: person, name: 'Vera', role: 'compliance' }, deputyUntilMs: expect.any(Number) },
    });
    expect(await agree()).toMatchObject({ ok: false, code: 'not_found' });

    const entries = await one.entries({ kinds: ['person.proposed', 'person.changed', 'auth.signed_in'] });
    const [proposed, , agreed] = entries.filter(({ kind }) => kind !== 'auth.signed_in');
    expect(proposed?.body).toMatchObject({ person, change: 'deputy', role: 'compliance', reason });
    expect(agreed?.body).toMatchObject({
      ...{ person, change: 'deputy', contentKeys: true, untilMs: proposed?.body.untilMs },
      proposedBy: proposed?.actor.id,
    });
    expect(agreed?.actor.id).not.toBe(proposed?.actor.id);
    expect(entries.at(-1)).toMatchObject({
      actor: { id: person, role: 'compliance' },
      body: { deputyUntilMs: proposed?.body.untilMs },
    });
  });

  it('agrees for the role by keys of their own, and never to what they proposed or are', async () => {
    const person = await veraStandsIn();
    await one.signIn('Ada');
    const newcomer = {
      change: 'new',
      name: 'Nina',
      role: 'operator',
      newPassword: 'nina picks her own',
    } as const;
    await one.call('people.propose', { ...newcomer, reason, password: passwordOf('Ada') });
    const nina = (await list()).proposals[0]!.id;
    await signInAsDeputy('Vera');
    await one.call('people.agree', { person: nina, password: passwordOf('Vera') });
    await one.call('session.signIn', { person: 'Nina', password: newcomer.newPassword });
    expect(await one.call('datasets.list', {})).toEqual([]);
    await signInAsDeputy('Vera');
    const self = { person, role: 'operator', days: 5, reason, password: passwordOf('Vera') } as const;
    expect(await one.ask('people.proposeDeputy', self)).toMatchObject({ ok: false, code: 'not_allowed' });
  });

  it('is never an administrator, nor for one who holds content', async () => {
    for (const [name, role] of [
      ['Otto', 'admin'],
      ['Carla', 'admin'],
    ] as const) {
      const asked = { person: await idOf(name), role, days: 5, reason, password: passwordOf('Ada') };
      expect(await one.ask('people.proposeDeputy', asked)).toMatchObject({ ok: false, code: 'not_allowed' });
    }
    const ada = await idOf('Ada');
    await one.signIn('Carla');
    const asked = { person: ada, role: 'operator', days: 5, reason, password: passwordOf('Carla') } as const;
    expect(await one.ask('people.proposeDeputy', asked)).toMatchObject({ ok: false, code: 'not_allowed' });
  });

  it('stands in no longer when the time is over, also with a clock that was set back', async () => {
    await veraStandsIn(1);
    const later = systemClock.wallMs() + 2 * 86_400_000;
    const clock = vi.spyOn(systemClock, 'wallMs').mockImplementation(() => later);
    expect(await signInAsDeputy('Vera')).toMatchObject({ ok: false, code: 'not_allowed', message: /ended/ });
    await one.signIn('Ada');
    expect(one.application.status().deputies).toEqual([]);
    clock.mockRestore();
    expect(await signInAsDeputy('Vera')).toMatchObject({
      ...{ ok: false, code: 'not_allowed' },
      message: /on record already/,
    });
    expect(one.application.status().person).toBeUndefined();
  });

  it('is sent home early by an administrator or compliance, with a reason', async () => {
    const person = await veraStandsIn();
    await one.signIn('Otto');
    const end = (name: Name) =>
      one.ask('people.endDeputy', { person, reason: 'back early', password: passwordOf(name) });
    expect(await end('Otto')).toMatchObject({ ok: false, code: 'not_allowed' });
    await one.signIn('Ada');
    expect(await end('Ada')).toMatchObject({ ok: true });
    expect(await signInAsDeputy('Vera')).toMatchObject({ ok: false, code: 'not_allowed' });
    await one.signIn('Ada');
    const [ended] = await one.entries({ kinds: ['person.deputy_ended'], phases: ['intent'] });
    expect(ended?.body).toMatchObject({ person, role: 'compliance', reason: 'back early' });
  });
});

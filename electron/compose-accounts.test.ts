import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PersonId } from '../shared/domain/index.ts';
import type { VerbName } from '../shared/ipc/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';
import { atTheProvider, HospitalProvider, type AtTheProvider } from './testing/provider/index.ts';

// Sign-in with accounts of a hospital through the composed application: real provider, keys and journal.
// Each test signs in several people, whose passwords take their time on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let hospital: HospitalProvider;
let one: Composed;
let person: AtTheProvider;

beforeEach(async () => {
  [hospital, one] = await Promise.all([HospitalProvider.start(), Composed.create()]);
});
afterEach(async () => {
  await one.close();
  await hospital.close();
});

const ask = (verb: VerbName, args: unknown) => one.application.dispatch(verb, args);
const idOf = (name: Name): PersonId => one.application.status().people.find((each) => each.name === name)!.id;

async function withProvider(mode: 'beside' | 'required'): Promise<void> {
  const provider = hospital.settings({ mode });
  const machinePolicyFile = join(one.folder, 'machine-policy.json');
  await writeFile(machinePolicyFile, JSON.stringify({ v: 1, identityProvider: provider }));
  person = atTheProvider(provider);
  await one.restart({ machinePolicyFile, ...person.settings });
}

/** Whoever is signed in has their account linked; somebody else agrees. Ends with nobody signed in. */
async function link(who: Name, account: string, second: Name): Promise<void> {
  person.account = account;
  await one.signIn(who);
  const { ticket } = await one.call('accounts.askProvider', {});
  await one.call('accounts.propose', { ticket, password: passwordOf(who) });
  await one.signIn(second);
  await one.call('accounts.agree', { person: idOf(who), password: passwordOf(second) });
  await one.call('session.lock', {});
}

async function signInWith(who: Name, account: string) {
  person.account = account;
  const { ticket } = await one.call('accounts.askProvider', {});
  return ask('session.signIn', { person: idOf(who), password: passwordOf(who), ticket });
}

async function signInPosture() {
  await one.signIn('Vera');
  const { checks } = await one.call('posture.get', {});
  return checks.find(({ id }) => id === 'sign_in');
}

describe('without a provider in the machine policy', () => {
  it('nothing is offered and nothing is asked', async () => {
    expect(await signInPosture()).toMatchObject({ grade: 'enforced', state: 'fine' });
    expect(one.application.status().provider).toBeUndefined();
    expect(await ask('accounts.askProvider', {})).toMatchObject({ code: 'unsupported' });
    expect(hospital.asked).toEqual([]);
  });
});

describe('an account', () => {
  beforeEach(() => withProvider('beside'));

  it('is linked by two people, once, and signs in with the password from then on', async () => {
    hospital.groups.set('otto.h', ['clinical-analysts']);
    person.account = 'otto.h';
    await one.signIn('Otto');
    const { ticket, shown } = await one.call('accounts.askProvider', {});
    expect(shown).toBe('otto.h@hospital.test');
    expect(await ask('accounts.propose', { ticket, password: 'a wrong one' })).toMatchObject({
      code: 'wrong_password',
    });
    await one.call('accounts.propose', { ticket, password: passwordOf('Otto') });
    // The ticket counted once, and nobody agrees to their own account.
    expect(await ask('accounts.propose', { ticket, password: passwordOf('Otto') })).toMatchObject({
      ok: false,
    });
    const own = { person: idOf('Otto'), password: passwordOf('Otto') };
    expect(await ask('accounts.agree', own)).toMatchObject({ code: 'not_allowed' });
    await one.signIn('Vera');
    expect(await ask('accounts.agree', { person: idOf('Otto'), password: passwordOf('Vera') })).toMatchObject(
      {
        code: 'not_allowed',
      },
    );
    await one.signIn('Ada');
    const { proposals } = await one.call('accounts.list', {});
    expect(proposals).toMatchObject([{ name: 'Otto', shown: 'otto.h@hospital.test', mayAgree: true }]);
    await one.call('accounts.agree', { person: idOf('Otto'), password: passwordOf('Ada') });
    await one.call('session.lock', {});

    const asked = await one.call('accounts.askProvider', {});
    expect(asked).toMatchObject({ person: idOf('Otto'), roles: ['viewer', 'operator'] });
    expect(one.application.status().person).toBeUndefined();
    const args = { person: idOf('Otto'), ticket: asked.ticket };
    // The provider's word opens nothing by itself.
    expect(await ask('session.signIn', { ...args, password: 'a wrong one' })).toMatchObject({
      code: 'wrong_password',
    });
    expect(await ask('session.signIn', { ...args, password: passwordOf('Otto') })).toMatchObject({
      ok: true,
    });
    expect(one.application.status().person).toMatchObject({ name: 'Otto', role: 'operator' });
    expect(await ask('datasets.list', {})).toMatchObject({ ok: true });
    expect(await ask('session.signIn', { ...args, password: passwordOf('Otto') })).toMatchObject({
      code: 'wrong_usage',
    });
    expect(person.closed).toBe(person.opened);

    const entries = await one.entries({ kinds: ['auth.signed_in', 'account.proposed', 'account.linked'] });
    expect(entries.filter(({ kind }) => kind === 'auth.signed_in').at(-1)?.body.method).toBe(
      'hospital account and password',
    );
    expect(entries.filter(({ kind, phase }) => kind === 'account.linked' && phase === 'intent')).toHaveLength(
      1,
    );
    // Neither the key file nor the journal shows whose account it is once it is linked.
    const files = await readFile(join(one.application.status().workspace!.folder, 'keys.json'), 'utf8');
    for (const text of [files, JSON.stringify(await one.entries({}))])
      for (const secret of ['otto.h', hospital.issuer, ticket]) expect(text).not.toContain(secret);
  });

  it('of somebody else is refused and recorded, whoever has the password', async () => {
    hospital.groups.set('otto.h', ['clinical-analysts']);
    await link('Otto', 'otto.h', 'Carla');
    expect(await signInWith('Otto', 'mallory')).toMatchObject({
      code: 'not_allowed',
      message: 'this hospital account is not linked to this person',
    });
    expect(await signInWith('Carla', 'otto.h')).toMatchObject({ code: 'not_allowed' });
    await one.signIn('Ada');
    const failed = await one.entries({ kinds: ['auth.sign_in_failed'] });
    expect(failed.map(({ body }) => body.reason)).toEqual([
      'this hospital account is not linked to this person',
      'this hospital account is not linked to this person',
    ]);
    await one.signIn('Carla');
    person.account = 'otto.h';
    const { ticket } = await one.call('accounts.askProvider', {});
    expect(await ask('accounts.propose', { ticket, password: passwordOf('Carla') })).toMatchObject({
      code: 'already_exists',
    });
  });

  it('can only take away: without its group an operator is a viewer and holds no content keys', async () => {
    hospital.groups.set('otto.h', ['it', 'privacy-office']);
    await link('Otto', 'otto.h', 'Carla');
    expect(await signInWith('Otto', 'otto.h')).toMatchObject({ ok: true });
    const status = one.application.status();
    expect(status).toMatchObject({ person: { role: 'viewer' }, narrowedFrom: 'operator' });
    expect(await ask('datasets.chooseFile', {})).toMatchObject({ code: 'not_allowed' });
    expect(await ask('people.propose', {})).toMatchObject({ ok: false });
    const last = (await one.entries({ kinds: ['auth.signed_in'] })).at(-1);
    expect(last).toMatchObject({ actor: { role: 'viewer' }, body: { narrowedFrom: 'operator' } });
    // Back in the group, back in the role.
    hospital.groups.set('otto.h', ['clinical-analysts']);
    expect(await signInWith('Otto', 'otto.h')).toMatchObject({ ok: true });
    expect(one.application.status()).toMatchObject({ person: { role: 'operator' } });
    expect(one.application.status().narrowedFrom).toBeUndefined();
  });

  it('takes from deputies too: they stand in for a role that one of their groups stands for', async () => {
    await link('Vera', 'vera.s', 'Carla');
    const asked = { person: idOf('Vera'), role: 'compliance', days: 5, reason: 'on leave' } as const;
    await one.signIn('Ada');
    await one.call('people.proposeDeputy', { ...asked, password: passwordOf('Ada') });
    await one.signIn('Carla');
    await one.call('people.agree', { person: asked.person, password: passwordOf('Carla') });
    await one.call('session.lock', {});
    const standIn = async (groups: string[]) => {
      hospital.groups.set('vera.s', groups);
      const { ticket } = await one.call('accounts.askProvider', {});
      const proof = { person: asked.person, password: passwordOf('Vera'), deputy: true, ticket };
      expect(await ask('session.signIn', proof)).toMatchObject({ ok: true });
      return one.application.status();
    };
    person.account = 'vera.s';
    expect(await standIn(['clinical-analysts', 'it'])).toMatchObject({
      person: { role: 'viewer' },
      narrowedFrom: 'compliance',
    });
    const allowed = await standIn(['privacy-office']);
    expect(allowed.person).toMatchObject({ role: 'compliance' });
    expect(allowed.narrowedFrom).toBeUndefined();
  });

  it('stays linked with another password, and goes by one who may take it away', async () => {
    await link('Otto', 'otto.h', 'Carla');
    await one.signIn('Ada');
    const proposal = { change: 'password', person: idOf('Otto'), role: 'operator' as const };
    const again = { newPassword: passwordOf('Otto'), reason: 'forgotten', password: passwordOf('Ada') };
    await one.call('people.propose', { ...proposal, change: 'password', ...again });
    await one.signIn('Carla');
    await one.call('people.agree', { person: idOf('Otto'), password: passwordOf('Carla') });
    expect((await one.call('accounts.list', {})).linked).toHaveLength(1);
    const unlink = { person: idOf('Otto'), reason: 'left the department', password: passwordOf('Carla') };
    expect((await one.call('accounts.unlink', unlink)).linked).toEqual([]);
    expect(await ask('accounts.unlink', unlink)).toMatchObject({ code: 'not_found' });
    expect(await signInWith('Otto', 'otto.h')).toMatchObject({ code: 'not_allowed' });
  });

  it('proposed by a person is taken back by them, and declined by others', async () => {
    await one.signIn('Vera');
    const { ticket } = await one.call('accounts.askProvider', {});
    await one.call('accounts.propose', { ticket, password: passwordOf('Vera') });
    const taken = await one.call('accounts.decline', { person: idOf('Vera'), password: passwordOf('Vera') });
    expect(taken.proposals).toEqual([]);
    expect(await ask('accounts.agree', { person: idOf('Vera'), password: 'x' })).toMatchObject({ ok: false });
  });
});

describe('each attempt is recorded, and why it failed', () => {
  beforeEach(() => withProvider('beside'));

  it('and posture names the one origin, and the process that may reach it', async () => {
    const origin = new URL(hospital.issuer).host;
    expect(await signInPosture()).toMatchObject({
      ...{ grade: 'enforced', state: 'fine' },
      finding: expect.stringContaining(`may reach ${origin}, and its guard lets nothing else out`) as string,
    });
  });

  it('before anybody signed in, too', async () => {
    person.instead = 'close';
    expect(await ask('accounts.askProvider', {})).toMatchObject({ code: 'cancelled' });
    person.instead = undefined;
    hospital.changeClaims((claims) => ({ ...claims, aud: 'another' }));
    expect(await ask('accounts.askProvider', {})).toMatchObject({ code: 'denied' });
    hospital.changes.clear();
    expect(await ask('accounts.askProvider', {})).toMatchObject({ ok: true });
    await one.signIn('Ada');
    const answered = await one.entries({ kinds: ['auth.provider_answered'] });
    expect(answered.map(({ body }) => body.result)).toEqual(['cancelled', 'audience', 'confirmed']);
    expect(answered.at(-1)?.body).toMatchObject({
      groups: 0,
      account: expect.stringMatching(/^[\da-f]{12}$/) as string,
    });
  });

  it('and a second one ends the first', async () => {
    person.instead = 'wait';
    const first = ask('accounts.askProvider', {});
    await expect.poll(() => person.opened, { timeout: 20_000 }).toBe(1);
    person.instead = undefined;
    expect(await ask('accounts.askProvider', {})).toMatchObject({ ok: true });
    expect(await first).toMatchObject({ code: 'cancelled' });
    person.instead = 'wait';
    const third = ask('accounts.askProvider', {});
    await expect.poll(() => person.opened, { timeout: 20_000 }).toBe(3);
    await one.call('accounts.cancelProvider', {});
    expect(await third).toMatchObject({ code: 'cancelled' });
    expect(person.closed).toBe(person.opened);
  });
});

describe('while the provider is away', () => {
  it('the password alone opens where the hospital allows that', async () => {
    await withProvider('beside');
    await link('Otto', 'otto.h', 'Carla');
    await hospital.close();
    expect(await ask('accounts.askProvider', {})).toMatchObject({
      code: 'process_ended',
      hint: expect.stringContaining('your workspace password alone opens here') as string,
    });
    await one.signIn('Otto');
    expect(one.application.status().person).toMatchObject({ role: 'operator' });
    hospital = await HospitalProvider.start();
  });

  it('and not where it does not; whoever has no account yet can do nothing but have one linked', async () => {
    await withProvider('required');
    await one.signIn('Otto');
    expect(one.application.status()).toMatchObject({ mustLink: true });
    expect(await ask('datasets.list', {})).toMatchObject({ code: 'not_allowed' });
    hospital.groups.set('otto.h', ['clinical-analysts']);
    await link('Otto', 'otto.h', 'Carla');
    expect(await ask('session.signIn', { person: 'Otto', password: passwordOf('Otto') })).toMatchObject({
      code: 'not_allowed',
      message: 'on this workstation you sign in with your hospital account',
    });
    expect(await signInWith('Otto', 'otto.h')).toMatchObject({ ok: true });
    expect(await ask('datasets.list', {})).toMatchObject({ ok: true });
    // Nobody else sees what Otto had, and nobody comes in by an account that is not linked to them.
    await one.call('session.lock', {});
    expect(await signInWith('Carla', 'carla.p')).toMatchObject({ code: 'not_allowed' });
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceView, VerbName } from '../shared/ipc/index.ts';
import type { Keychain } from './keys/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';
import type { Application } from './verbs/index.ts';

/** The accounts of one workstation and the place of its secret, through the composed application. */
describe('the secret of the workstation', () => {
  let one: Composed;
  let second: string;
  const view = (): Promise<DeviceView> => one.call('device.get', {});
  const reason = 'for the night shift';

  beforeEach(async () => {
    one = await Composed.create();
    second = await mkdtemp(join(tmpdir(), 'swarm-second-'));
  });
  afterEach(async () => {
    await one.close();
    await rm(second, { recursive: true, force: true });
  });

  /** The same workspace, under another user of the workstation or with a key store of the system. */
  const start = (userFolder: string, keychain?: Keychain): Promise<Application> =>
    one.another({ userFolder, keychain, workspaceFolder: join(one.folder, 'workspace') });
  const signIn = (application: Application, person: 'Ada' | 'Otto' | 'Carla') =>
    application.dispatch('session.signIn', { person, password: passwordOf(person) });

  it('is shared with another user of it by a code that is read out, on record from the first word', async () => {
    await one.application.close();
    const other = await start(second);
    expect(await signIn(other, 'Otto')).toMatchObject({ ok: false, code: 'foreign_file' });
    const asked = await other.dispatch('device.ask', {});
    expect(asked).toMatchObject({ ok: true });
    const { code } = (asked as { value: { code: string } }).value;
    await other.close();

    await one.start();
    await one.signIn('Ada');
    const [waiting] = (await view()).asking;
    const admit = (typed: string) =>
      one.application.dispatch('device.admit', {
        ...{ account: waiting!.id, code: typed, reason, password: passwordOf('Ada') },
      });
    expect(await admit('AAAA-BBBB-CCCC-DDDD')).toMatchObject({ ok: false, code: 'invalid_input' });
    expect((await view()).users).toHaveLength(1);
    expect(await admit(code.toLowerCase())).toMatchObject({ ok: true });
    const { users, asking } = await view();
    expect(asking).toEqual([]);
    expect(users).toMatchObject([{ own: true }, { own: false, addedBy: 'Ada', id: waiting!.id }]);
    const kinds = ['device.asked', 'device.admitted'] as const;
    const entries = await one.entries({ kinds: [...kinds] });
    expect(entries.map(({ kind, phase, body }) => [kind, phase, body.account ?? body.ok])).toEqual([
      ['device.asked', 'event', waiting!.id],
      ['device.admitted', 'intent', waiting!.id],
      ['device.admitted', 'outcome', true],
    ]);

    await one.application.close();
    const again = await start(second);
    expect(await signIn(again, 'Otto')).toMatchObject({ ok: true });
    expect(await again.dispatch('device.ask', {})).toMatchObject({ code: 'already_exists' });
    await again.close();

    await one.start();
    await one.signIn('Carla');
    await one.call('device.shutOut', { account: waiting!.id, reason, password: passwordOf('Carla') });
    await one.application.close();
    const out = await start(second);
    expect(await signIn(out, 'Otto')).toMatchObject({ code: 'foreign_file' });
    await out.close();
    await one.start();
  });

  it('is for those who answer for the workstation to change, and everybody’s to see', async () => {
    for (const name of ['Otto', 'Vera'] as const) {
      await one.signIn(name);
      expect((await view()).users).toHaveLength(1);
      for (const [verb, args] of [
        ['device.move', { to: 'file', reason, password: passwordOf(name) }],
        ['device.shutOut', { account: '0123456789abcdef', reason, password: passwordOf(name) }],
        ['device.acceptWeak', { reason, days: 5 }],
      ] as const)
        expect(await one.application.dispatch(verb as VerbName, args)).toMatchObject({ code: 'not_allowed' });
    }
    await one.signIn('Ada');
    expect(await one.ask('device.dismiss', { account: '0123456789abcdef', reason })).toMatchObject({
      code: 'not_found',
    });
    expect(
      await one.ask('device.move', { to: 'keychain', reason, password: passwordOf('Ada') }),
    ).toMatchObject({ code: 'unsupported' });
    expect(await one.ask('device.acceptWeak', { reason, days: 5 })).toMatchObject({ code: 'wrong_usage' });
  });

  it('moves into the key store of the system and back, and the posture says where it lies', async () => {
    await one.application.close();
    const sealed: Keychain = {
      look: () => Promise.resolve({ state: 'ready', name: 'a key store' }),
      seal: (secret) => Promise.resolve(Buffer.from(secret).map((byte) => byte ^ 0x5a)),
      open: (blob) => Promise.resolve(Buffer.from(blob).map((byte) => byte ^ 0x5a)),
    };
    const app = await start(one.folder, sealed);
    await signIn(app, 'Ada');
    const move = (to: string) => app.dispatch('device.move', { to, reason, password: passwordOf('Ada') });
    const posture = async () => {
      const answer = await app.dispatch('posture.get', {});
      const { checks } = (answer as { value: { checks: { id: string; state: string; finding: string }[] } })
        .value;
      return checks.find(({ id }) => id === 'device_secret');
    };
    expect(await posture()).toMatchObject({ state: 'attention', finding: /weaker than a key store/ });
    expect(await move('keychain')).toMatchObject({ ok: true, value: { places: ['keychain'] } });
    expect(await posture()).toMatchObject({ state: 'fine', finding: /Sealed by a key store/ });
    expect(await signIn(app, 'Otto')).toMatchObject({ ok: true });
    await app.close();

    // The command line reaches no key store: it says so, and where to go.
    await one.start();
    expect(
      await one.application.dispatch('session.signIn', { person: 'Ada', password: passwordOf('Ada') }),
    ).toMatchObject({ ok: false, code: 'unsupported', hint: /Posture/ });
    await one.application.close();

    const back = await start(one.folder, sealed);
    await signIn(back, 'Carla');
    await back.dispatch('device.move', { to: 'file', reason, password: passwordOf('Carla') });
    await back.close();
    await one.start();
    await one.signIn('Ada');
    const moves = await one.entries({ kinds: ['device.moved'], phases: ['intent'] });
    expect(moves.map(({ body }) => body.to)).toEqual(['keychain', 'file']);
  });

  it('in a strict workspace without a key store opens patient data only if somebody answers', async () => {
    await one.application.close();
    const weak: Keychain = {
      look: () => Promise.resolve({ state: 'weak', name: 'basic_text' }),
      seal: () => Promise.reject(new Error('never used')),
      open: () => Promise.reject(new Error('never used')),
    };
    const app = await start(one.folder, weak);
    const confirmed = async (verb: VerbName, args: unknown, person: 'Ada' | 'Carla') => {
      await app.dispatch('session.confirm', { verb, password: passwordOf(person) });
      return app.dispatch(verb, args);
    };
    await signIn(app, 'Ada');
    expect(await confirmed('posture.acceptNetwork', { reason, days: 5 }, 'Ada')).toBeDefined();
    expect(await confirmed('posture.setStrict', { strict: true, reason }, 'Ada')).toMatchObject({ ok: true });
    const refused = await signIn(app, 'Otto');
    expect(refused).toMatchObject({ ok: false, code: 'denied', message: /no key store/ });
    await signIn(app, 'Ada');
    expect(await confirmed('device.acceptWeak', { reason, days: 5 }, 'Ada')).toMatchObject({
      ok: true,
      value: { weakAccepted: { by: 'Ada' } },
    });
    expect(await signIn(app, 'Otto')).toMatchObject({ ok: true });
    await app.close();
    await one.start();
  });

  it('leaves a copied workspace shut on another machine, also to who asks there', async () => {
    await one.application.close();
    const there = await start(second);
    await there.dispatch('device.ask', {});
    expect(await signIn(there, 'Ada')).toMatchObject({ code: 'foreign_file' });
    await there.close();
    await one.start();
  });
});

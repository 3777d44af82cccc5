import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerbName } from '../shared/ipc/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';

/** An older `keys.json` is authentic and opens. Only the journal knows what came since. */
describe('an older key file that is put back', () => {
  let one: Composed;
  const ask = (verb: VerbName, args: unknown) => one.application.dispatch(verb, args);
  const signIn = (person: string, password: string) => ask('session.signIn', { person, password });
  const asThemselves = (name: Name) => signIn(name, passwordOf(name));
  const keyFile = () => join(one.folder, 'workspace', 'keys.json');
  const copy = (name = 'older') => join(one.folder, `${name}.json`);
  const idOf = (name: string) => one.application.status().people.find((each) => each.name === name)!.id;
  const remove = (name: Name) =>
    one.call('people.remove', { person: idOf(name), reason: 'left', password: passwordOf('Ada') });
  const putBack = async (file = copy()) => {
    await one.application.close();
    await copyFile(file, keyFile());
    await one.start();
  };
  const ofKind = async (kind: 'keys.noted' | 'keys.put_back' | 'auth.sign_in_failed') =>
    (await one.entries({ kinds: [kind] })).map(({ body }) => body);

  beforeEach(async () => {
    one = await Composed.create();
    await one.signIn('Ada');
    await copyFile(keyFile(), copy());
  });
  afterEach(() => one.close());

  it('lets nobody in who left, nor anybody else before it was looked into', async () => {
    await remove('Vera');
    await putBack();
    for (const name of ['Vera', 'Otto'] as const)
      expect(await asThemselves(name)).toMatchObject({
        code: 'not_allowed',
        message: expect.stringMatching(/older key file/) as string,
      });
    expect(await ask('people.list', {})).toMatchObject({ code: 'not_signed_in' });

    await one.signIn('Carla');
    expect(one.application.status().olderKeyFile).toEqual({ since: -1, undone: 1 });
    expect(await ofKind('keys.put_back')).toEqual([{ found: 0, known: 1, since: -1, undone: 1 }]);
    expect((await ofKind('auth.sign_in_failed')).map(({ claimed }) => claimed)).toEqual([
      idOf('Vera'),
      idOf('Otto'),
    ]);
    // From here on everybody else works again; who left stays out, until they return by two people.
    expect(await asThemselves('Otto')).toMatchObject({ ok: true });
    expect(one.application.status().olderKeyFile).toBeUndefined();
    expect(await asThemselves('Vera')).toMatchObject({
      code: 'not_allowed',
      message: expect.stringMatching(/has left/) as string,
    });
    await one.restart();
    expect(await asThemselves('Vera')).toMatchObject({ code: 'not_allowed' });
    await one.signIn('Ada');
    await remove('Vera');
    expect(await asThemselves('Vera')).toMatchObject({ code: 'not_found' });
  });

  it('brings no password back that was changed, until two people give another one', async () => {
    const newPassword = 'another one that otto took';
    await one.signIn('Otto');
    await one.call('people.changePassword', { password: passwordOf('Otto'), newPassword });
    await one.signIn('Carla');
    await putBack();
    await one.signIn('Ada');
    expect(await asThemselves('Otto')).toMatchObject({
      code: 'not_allowed',
      message: expect.stringMatching(/before a change that is on record/) as string,
    });
    await one.signIn('Ada');
    await one.call('people.propose', {
      ...{ change: 'password', person: idOf('Otto'), role: 'operator', newPassword: 'a third one of otto' },
      ...{ reason: 'the key file was put back', password: passwordOf('Ada') },
    });
    await one.signIn('Carla');
    await one.call('people.agree', { person: idOf('Otto'), password: passwordOf('Carla') });
    expect(await signIn('Otto', 'a third one of otto')).toMatchObject({ ok: true });
  });

  it('opens to no administrator by the password that they changed', async () => {
    const newPassword = 'another one that ada took';
    await one.call('people.changePassword', { password: passwordOf('Ada'), newPassword });
    await putBack();
    expect(await asThemselves('Ada')).toMatchObject({ code: 'not_allowed' });
    expect(await signIn('Ada', newPassword)).toMatchObject({ code: 'wrong_password' });
    expect(await asThemselves('Carla')).toMatchObject({ ok: true });
    expect(await asThemselves('Ada')).toMatchObject({ code: 'not_allowed' });
  });

  it('is met while the application runs: no sign-in, no word of a witness, and no change goes by it', async () => {
    await remove('Vera');
    await copyFile(keyFile(), copy('newest'));
    await copyFile(copy(), keyFile());
    const password = passwordOf('Ada');
    const change = { password, newPassword: 'another one that ada took' };
    expect(await ask('people.changePassword', change)).toMatchObject({ code: 'damaged' });
    expect(await ask('session.confirm', { verb: 'datasets.exportTable', password })).toMatchObject({
      code: 'damaged',
    });
    expect(await readFile(keyFile(), 'utf8')).toBe(await readFile(copy(), 'utf8'));
    expect(await asThemselves('Vera')).toMatchObject({ code: 'not_allowed' });

    // The newest one put back in its place again: nothing was lost, and nobody has to look into anything.
    await copyFile(copy('newest'), keyFile());
    expect(await asThemselves('Otto')).toMatchObject({ ok: true });
    await one.signIn('Ada');
    expect(await ofKind('keys.put_back')).toHaveLength(1);
    expect((await ofKind('keys.noted')).map(({ revision }) => revision)).toEqual([1, 1]);
    await one.call('people.changePassword', change);
  });

  it('is found behind any number of changes, and by what came after each', async () => {
    const propose = (name: string) =>
      one.call('people.propose', {
        ...{ change: 'new', name, role: 'viewer', newPassword: 'nobody guesses this one' },
        ...{ reason: 'joins', password: passwordOf('Ada') },
      });
    await propose('Nina');
    await remove('Vera');
    await copyFile(keyFile(), copy('middle'));
    await propose('Nils');
    await propose('Nora');
    await putBack(copy('middle'));
    expect(await asThemselves('Otto')).toMatchObject({ code: 'not_allowed' });
    await one.signIn('Ada');
    // Vera left before: she is not in this one, and nothing of what counts here is undone.
    expect(await ofKind('keys.put_back')).toMatchObject([{ found: 2, known: 4, undone: 0 }]);
    expect(await asThemselves('Otto')).toMatchObject({ ok: true });
    expect(await asThemselves('Vera')).toMatchObject({ code: 'not_found' });
  });

  it('that somebody changed as well is told from one that is only older', async () => {
    await remove('Vera');
    const older = JSON.parse(await readFile(copy(), 'utf8')) as Record<string, unknown>;
    await writeFile(copy(), JSON.stringify({ ...older, revision: 9 }));
    await putBack();
    expect(await asThemselves('Ada')).toMatchObject({ code: 'damaged' });
    await rm(copy());
  });
});

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { VerbName } from '../shared/ipc/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';

/** The second factor through the composed application: real keys, journal and attempts. */

let one: Composed;
const ask = (verb: VerbName, args: unknown) => one.application.dispatch(verb, args);
const signIn = (code?: string, password = passwordOf('Otto')) =>
  ask('session.signIn', { person: 'Otto', password, ...(code !== undefined && { code }) });
const codeOf = (secret: string, ms: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
/** A code that is no code of this secret around this time. */
function wrongCodeOf(secret: string, ms: number): string {
  const near = [-90_000, -60_000, -30_000, 0, 30_000, 60_000, 90_000].map((by) => codeOf(secret, ms + by));
  return ['111111', '222222', '333333', '444444', '555555', '666666', '777777', '888888'].find(
    (code) => !near.includes(code),
  )!;
}

async function enrol(): Promise<{ secret: string; recoveryCodes: string[]; used: string }> {
  const password = passwordOf('Otto');
  const { secret } = await one.call('people.offerSecondFactor', { password });
  const used = codeOf(secret, Date.now());
  const { recoveryCodes } = await one.call('people.enrolSecondFactor', { password, code: used });
  return { secret, recoveryCodes, used };
}

beforeEach(async () => {
  one = await Composed.create();
});
afterEach(() => one.close());

it('is asked for after the password; what is wrong or used counts, and recovery codes open once', async () => {
  await one.signIn('Otto');
  const { secret, recoveryCodes, used } = await enrol();
  await one.call('session.lock', {});

  expect(await signIn()).toMatchObject({ ok: false, code: 'code_needed' });
  expect(await signIn(used, 'a wrong password')).toMatchObject({ code: 'wrong_password' });
  expect(await signIn(wrongCodeOf(secret, Date.now()))).toMatchObject({
    code: 'wrong_password',
    message: 'wrong code',
  });
  // The code that enrolled it was seen; nobody who looked over a shoulder uses it again.
  expect(await signIn(used)).toMatchObject({ code: 'wrong_password' });
  // Three of these in a row make the next one wait, the right one too.
  expect(await signIn(recoveryCodes[0])).toMatchObject({ code: 'limit_reached' });

  await one.signIn('Ada');
  const failed = await one.entries({ kinds: ['auth.sign_in_failed'] });
  expect(failed.map(({ body }) => body.reason).slice(0, 2)).toEqual(['wrong password', 'wrong code']);
  expect(JSON.stringify(await one.entries({}))).not.toContain(secret);
  await rm(join(one.application.status().workspace!.folder, 'attempts.json'), { force: true });

  expect(await signIn(recoveryCodes[0])).toMatchObject({ ok: true });
  await one.restart();
  expect(await signIn(recoveryCodes[0])).toMatchObject({ code: 'wrong_password' });
  expect(await signIn(recoveryCodes[1]?.toLowerCase())).toMatchObject({ ok: true });
  const { people } = await one.call('people.list', {});
  expect(people.find(({ name }) => name === 'Otto')).toMatchObject({ recoveryCodesLeft: 8 });
  const methods = (await one.entries({ kinds: ['auth.signed_in'] })).map(({ body }) => body.method);
  expect(methods.filter((method) => method === 'password and recovery code')).toHaveLength(2);

  const remove = { password: passwordOf('Otto'), code: recoveryCodes[2] };
  expect(await ask('people.removeSecondFactor', { ...remove, code: 'AAAA-AAAA' })).toMatchObject({
    ok: false,
  });
  expect(await ask('people.removeSecondFactor', remove)).toMatchObject({ ok: true });
  await one.call('session.lock', {});
  expect(await signIn()).toMatchObject({ ok: true });
});

it('is offered to one session alone', async () => {
  await one.signIn('Otto');
  const password = passwordOf('Otto');
  const { secret } = await one.call('people.offerSecondFactor', { password });
  const code = codeOf(secret, Date.now());
  expect(await ask('people.enrolSecondFactor', { password: 'a wrong one', code })).toMatchObject({
    code: 'wrong_password',
  });
  await one.call('session.lock', {});
  await one.signIn('Otto');
  expect(await ask('people.enrolSecondFactor', { password, code })).toMatchObject({ code: 'not_found' });
});

it('comes before everything else for roles that have to have one', async () => {
  const machinePolicyFile = join(one.folder, 'machine-policy.json');
  await writeFile(machinePolicyFile, '{"v":1,"secondFactorRoles":["operator"],"sessionTimeoutMinutes":5}');
  await one.restart({ machinePolicyFile });
  await one.signIn('Otto');
  expect(one.application.status()).toMatchObject({
    mustEnrol: true,
    logoff: { minutes: 5, source: 'machine policy' },
  });
  expect(await ask('datasets.list', {})).toMatchObject({
    code: 'not_allowed',
    hint: expect.stringContaining('second-factor enrol') as string,
  });
  await enrol();
  expect(one.application.status().mustEnrol).toBeUndefined();
  expect(await ask('datasets.list', {})).toMatchObject({ ok: true });
  await one.signIn('Vera');
  expect(await ask('datasets.list', {})).toMatchObject({ ok: true });
});

it('is asked for where an act wants the password, and refused as at sign-in', async () => {
  const machinePolicyFile = join(one.folder, 'machine-policy.json');
  await writeFile(machinePolicyFile, '{"v":1,"secondFactorMinutes":0}');
  await one.restart({ machinePolicyFile });
  await one.signIn('Otto');
  const { secret, recoveryCodes, used } = await enrol();
  const password = passwordOf('Otto');
  const prove = (code: string | undefined, typed = password) =>
    ask('session.confirmCode', { password: typed, code });
  const act = () => ask('session.confirm', { verb: 'datasets.exportTable', password });

  // The code that enrolled it began the window, which is none here.
  expect(await act()).toMatchObject({ code: 'code_needed' });
  expect(
    await ask('people.changePassword', { password, newPassword: 'another long password' }),
  ).toMatchObject({
    code: 'code_needed',
  });
  expect(await prove(wrongCodeOf(secret, Date.now()))).toMatchObject({ code: 'wrong_password' });
  expect(await prove(used)).toMatchObject({ code: 'wrong_password' });
  expect(await act()).toMatchObject({ code: 'code_needed' });
  expect(await prove(recoveryCodes[0])).toMatchObject({ ok: true });
  // It counts for the one act that it was given for.
  expect([(await act()).ok, (await act()).ok]).toEqual([true, false]);
  expect(await prove(recoveryCodes[0])).toMatchObject({ code: 'wrong_password' });
  expect(await prove(recoveryCodes[1], 'a wrong password')).toMatchObject({ code: 'wrong_password' });
  expect(await prove(recoveryCodes[1])).toMatchObject({ ok: true });
  expect(await ask('people.removeSecondFactor', { password, code: 'AAAA-AAAA' })).toMatchObject({
    code: 'wrong_password',
  });
});

it('is shown by a witness too, whose wrong code counts as their own', async () => {
  await one.signIn('Otto');
  await enrol();
  const password = passwordOf('Otto');
  await one.signIn('Carla');
  const witness = one.application.status().people.find(({ name }) => name === 'Otto')!.id;
  const sheets = (witnessCode?: string) =>
    ask('recovery.makeSheets', {
      ...{ count: 3, threshold: 2, reason: 'for the safe', password: passwordOf('Carla'), witness },
      ...{ witnessPassword: password, ...(witnessCode !== undefined && { witnessCode }) },
    });
  expect(await sheets()).toMatchObject({ code: 'witness_code_needed' });
  expect(await sheets('AAAA-AAAA')).toMatchObject({ code: 'wrong_password' });
  const failed = (await one.entries({ kinds: ['auth.sign_in_failed'] })).map(({ body }) => body.reason);
  expect(failed).toEqual(['wrong code']);
});

it('is guessed by nobody without a wait: a right password between takes no wrong code back', async () => {
  await one.signIn('Otto');
  const { secret } = await enrol();
  const password = passwordOf('Otto');
  await one.signIn('Carla');
  const witness = one.application.status().people.find(({ name }) => name === 'Otto')!.id;
  const sheets = (witnessCode?: string) =>
    ask('recovery.makeSheets', {
      ...{ count: 3, threshold: 2, reason: 'for the safe', password: passwordOf('Carla'), witness },
      ...{ witnessPassword: password, ...(witnessCode !== undefined && { witnessCode }) },
    });
  for (let guess = 0; guess < 3; guess += 1) {
    expect(await sheets()).toMatchObject({ code: 'witness_code_needed' });
    expect(await sheets(wrongCodeOf(secret, Date.now()))).toMatchObject({ code: 'wrong_password' });
  }
  const attempts = join(one.application.status().workspace!.folder, 'attempts.json');
  expect(JSON.parse(await readFile(attempts, 'utf8'))).toMatchObject({
    people: { [witness]: { failures: 3 } },
  });
});

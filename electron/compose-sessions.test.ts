import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunId } from '../shared/domain/index.ts';
import type { VerbName } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, passwordOf } from './testing/composed.ts';

/** Sessions through the composed application: who is here, what ends with them, what goes on. */

let one: Composed;
/** The model thinks as long as this is closed. */
let gate: PromiseWithResolvers<undefined>;

beforeEach(async () => {
  gate = Promise.withResolvers();
  gate.resolve(undefined);
  const model = new ObedientModel();
  one = await Composed.create((...launched) => {
    const channel = model.launch(...launched);
    return {
      ...channel,
      post: (message) => {
        const { t, name } = message as { readonly t?: string; readonly name?: string };
        // Whoever does not want to wait any longer gets the answer that is there.
        if (t === 'cancel') gate.resolve(undefined);
        if (t !== 'call' || name !== 'answer') channel.post(message);
        else
          void gate.promise.then(() => {
            channel.post(message);
          });
      },
    };
  });
});
afterEach(async () => {
  gate.resolve(undefined);
  await one.close();
});

const ask = (verb: VerbName, args: unknown) => one.application.dispatch(verb, args);

async function startRun(): Promise<RunId> {
  const table = join(one.folder, 'visits.csv');
  const rows = Array.from({ length: 30 }, (_, at) => `${4_100_000 + at},${50 + (at % 9)},`);
  await writeFile(table, ['mrn,age,empty', ...rows].join('\n'));
  const { id: dataset } = await one.import(table);
  gate = Promise.withResolvers();
  const { run } = await one.call('runs.start', {
    ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
    complianceProfile: 'hipaa',
  });
  return run;
}

const stateOf = async (run: RunId) => (await one.call('runs.get', { run })).state;

it('a run pauses when its operator is signed out, and goes on when they are back', async () => {
  await one.signIn('Otto');
  const run = await startRun();
  const locking = one.application.lock('the screen was locked', 'as_granted');
  // Whoever looks at the window sees nobody at once, while the run comes to its safe point.
  expect(one.application.status()).toMatchObject({ state: 'signed_out' });
  expect(one.application.status().person).toBeUndefined();
  expect(await ask('runs.list', {})).toMatchObject({ code: 'not_signed_in' });
  await locking;
  await one.signIn('Vera');
  expect(await stateOf(run)).toBe('paused');
  gate.resolve(undefined);
  await one.signIn('Otto');
  const view = await one.settled(run, ({ state }) => state !== 'running' && state !== 'paused');
  expect(view.endReason).toBeUndefined();
  expect(['waiting_for_approval', 'awaiting_attestation']).toContain(view.state);
  const states = await one.entries({ kinds: ['run.state_changed'] });
  expect(states.slice(0, 2).map(({ body, actor }) => [body.to, body.reason, actor.role])).toEqual([
    ['paused', 'its operator was signed out', 'none'],
    ['running', 'the run is taken up again', 'none'],
  ]);
});

it('goes on by the word of its operator alone, until it is done or somebody else signs in', async () => {
  await one.signIn('Otto');
  const run = await startRun();
  const word = { run, reason: 'Wilhelmina Krauss waits for it', password: passwordOf('Otto') };
  expect(await ask('runs.keepGoing', { ...word, password: 'wrong' })).toMatchObject({
    code: 'wrong_password',
  });
  await one.call('runs.keepGoing', word);
  expect(await one.call('runs.get', { run })).toMatchObject({ keepsGoing: true });
  await one.application.lock('the screen was locked', 'as_granted');
  expect(await ask('runs.get', { run })).toMatchObject({ code: 'not_signed_in' });

  // Nobody is here, and the run comes to its question all the same.
  gate.resolve(undefined);
  await one.signIn('Otto');
  const view = await one.settled(run, ({ state }) => state !== 'running' && state !== 'paused');
  expect(view.keepsGoing).toBeUndefined();
  expect(view.callList.length).toBeGreaterThan(0);
  const [granted] = await one.entries({ kinds: ['run.kept_going'] });
  expect(granted?.body.reason).toBe('[NAME] waits for it');
});

it('pauses by the word too, where somebody else signs in or the lock says so', async () => {
  await one.signIn('Otto');
  const run = await startRun();
  const word = { run, reason: 'needed in the morning', password: passwordOf('Otto') };
  await one.call('runs.keepGoing', word);
  await one.application.lock('the screen was locked', 'as_granted');
  await one.signIn('Vera');
  expect(await stateOf(run)).toBe('paused');
  await one.signIn('Carla');
  const refused = await ask('runs.keepGoing', { ...word, password: passwordOf('Carla') });
  expect(refused).toMatchObject({ code: 'not_allowed' });
});

it('two people in turn never get what the other one asked for or chose', async () => {
  await one.signIn('Otto');
  const table = join(one.folder, 'visits.csv');
  await writeFile(table, 'mrn,name\n4100001,Wilhelmina Krauss\n4100002,Gottlieb Ahrens\n');
  const { id: dataset } = await one.import(table);
  one.chosen = table;
  const chosen = await one.call('datasets.chooseFile', {});
  const rows = { dataset, version: 1, offset: 0, limit: 5 };
  expect(JSON.stringify(await ask('datasets.getRows', rows))).toContain('Krauss');

  // Asked while Otto is here, and not answered yet when he is gone.
  const late = ask('datasets.getRows', rows);
  const lateLook = ask('datasets.get', { dataset });
  await one.application.lock('the screen was locked');
  await one.signIn('Carla');
  for (const answer of await Promise.all([late, lateLook]))
    expect([answer.ok, JSON.stringify(answer).includes('Krauss')]).toEqual([false, false]);
  expect(await ask('datasets.getRows', rows)).toMatchObject({ ok: false, code: 'not_allowed' });
  expect(await ask('datasets.previewFile', { token: chosen?.token ?? '' })).toMatchObject({ ok: false });

  for (const name of ['Ada', 'Vera'] as const) {
    await one.signIn(name);
    for (const [verb, args] of [
      ['datasets.getRows', rows],
      ['datasets.get', { dataset }],
      ['phi.tryText', { text: 'x', dataset }],
    ] as const)
      expect([name, verb, await ask(verb, args)]).toMatchObject([name, verb, { ok: false }]);
  }
  await one.call('session.lock', {});
  expect(JSON.stringify(one.application.status())).not.toContain('Krauss');
});

it('wants the password once more for one act, in this session, once', async () => {
  await one.signIn('Ada');
  const strict = { strict: true, reason: 'no network here' };
  const confirm = (verb: string, password = passwordOf('Ada')) => ask('session.confirm', { verb, password });
  expect(await ask('posture.setStrict', strict)).toMatchObject({ code: 'confirm_needed' });
  expect(await confirm('posture.setStrict', 'wrong')).toMatchObject({ code: 'wrong_password' });
  expect(await ask('posture.setStrict', strict)).toMatchObject({ code: 'confirm_needed' });
  await confirm('backup.write');
  expect(await ask('posture.setStrict', strict)).toMatchObject({ code: 'confirm_needed' });
  await confirm('posture.setStrict');
  await one.call('session.lock', {});
  await one.signIn('Ada');
  expect(await ask('posture.setStrict', strict)).toMatchObject({ code: 'confirm_needed' });
  await confirm('posture.setStrict');
  expect(await ask('posture.setStrict', strict)).toMatchObject({ ok: true });
  expect(await ask('posture.setStrict', strict)).toMatchObject({ code: 'confirm_needed' });
});

it('says after how long it ends, who set that, and records it', async () => {
  await one.signIn('Ada');
  expect(one.application.status().logoff).toEqual({ minutes: 10, source: 'default' });
  const entries = await one.entries({ kinds: ['auth.logoff_set'] });
  expect(entries.map(({ body }) => body)).toEqual([{ minutes: 10, source: 'default' }]);
  expect(await ask('session.touch', {})).toEqual({ ok: true, value: {} });
});

it('leaves nobody in front of a window that could not be told who came', async () => {
  await one.signIn('Otto');
  one.onNotice = (name, body) => {
    if (name === 'session.changed' && (body as { state: string }).state === 'signed_in')
      throw new Error('the window is gone');
  };
  expect(await ask('session.signIn', { person: 'Carla', password: passwordOf('Carla') })).toMatchObject({
    code: 'internal',
  });
  expect(one.application.status()).toMatchObject({ state: 'signed_out', person: undefined });
  expect(await ask('datasets.list', {})).toMatchObject({ code: 'not_signed_in' });
  one.onNotice = () => undefined;
  await one.signIn('Otto');
  expect(await ask('datasets.list', {})).toMatchObject({ ok: true });
});

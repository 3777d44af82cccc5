import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetId, RunId, ServiceKeyId, ServiceScope } from '../shared/domain/index.ts';
import type { VerbName } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';

// Service keys through the whole application: asked for by one person, made by another, good for one run on one
// dataset on this workstation for a time, and for nothing else.

let one: Composed;
let dataset: DatasetId;
let keysMade = 0;

beforeAll(async () => {
  const model = new ObedientModel();
  one = await Composed.create((...launched) => model.launch(...launched));
  await one.restart({ host: 'command-line' });
  await one.signIn('Otto');
  const table = join(one.folder, 'visits.csv');
  const rows = Array.from({ length: 30 }, (_, at) => `${4_100_000 + at},Wilhelmina Krauss,${50 + (at % 9)},`);
  await writeFile(table, ['mrn,name,age,empty', ...rows, rows[0]].join('\n'));
  ({ id: dataset } = await one.import(table));
});
afterAll(() => one.close());

const scopeOf = (): ServiceScope => ({
  ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
  ...{ complianceProfile: 'hipaa', questions: 'wait' },
});
const ask = (verb: VerbName, args: unknown) => one.application.dispatch(verb, args);
const signInBy = async (path: string) =>
  ask('service.signIn', { file: (await readFile(path)).toString('base64') });

async function propose(by: Name, more: object = {}): Promise<ServiceKeyId> {
  await one.signIn(by);
  const { keys } = await one.call('serviceKeys.propose', {
    ...{ name: 'nightly', scope: scopeOf(), reason: 'the weekly round', password: passwordOf(by), ...more },
  });
  return keys[0]!.id;
}

/** Otto asks, Carla makes. */
async function made(): Promise<{ id: ServiceKeyId; path: string }> {
  const id = await propose('Otto');
  await one.signIn('Carla');
  const { file } = (await one.call('serviceKeys.make', { key: id, password: passwordOf('Carla') }))!;
  const path = join(one.folder, `key-${(keysMade += 1)}.json`);
  await rename(file, path);
  return { id, path };
}

const keyOf = async (id: ServiceKeyId) =>
  (await one.call('serviceKeys.list', {})).keys.find((key) => key.id === id);

async function runByKey(path: string): Promise<RunId> {
  expect(await signInBy(path)).toMatchObject({ ok: true });
  const { run } = await one.call('service.startRun', {});
  for (let view = await one.call('service.getRun', { run }); view.state === 'running';) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    view = await one.call('service.getRun', { run });
  }
  return run;
}

it('is asked for by one person and made by another, for a time that the profile allows', async () => {
  const id = await propose('Otto');
  const own = { key: id, password: passwordOf('Otto') };
  expect(await ask('serviceKeys.make', own)).toMatchObject({ code: 'not_allowed' });
  await one.signIn('Ada');
  expect(await ask('serviceKeys.make', { key: id, password: passwordOf('Ada') })).toMatchObject({
    code: 'not_allowed',
  });
  await one.signIn('Carla');
  expect(await ask('serviceKeys.make', { key: id, password: 'wrong' })).toMatchObject({
    code: 'wrong_password',
  });
  const { file } = (await one.call('serviceKeys.make', { key: id, password: passwordOf('Carla') }))!;
  expect((await stat(file)).mode & 0o077).toBe(0);
  await rm(file);
  const key = await keyOf(id);
  expect(key).toMatchObject({ state: 'good', proposedBy: 'Otto', madeBy: 'Carla', generation: 1, uses: 0 });
  expect(key!.expiresAtMs! - key!.madeAtMs!).toBeLessThanOrEqual(90 * 24 * 3_600_000);
  // Nobody makes it twice, and what is good cannot be declined.
  expect(await ask('serviceKeys.make', { key: id, password: passwordOf('Carla') })).toMatchObject({
    code: 'not_allowed',
  });
  const said = {
    name: 'nightly',
    scope: scopeOf(),
    reason: 'the weekly round',
    password: passwordOf('Carla'),
  };
  expect(await ask('serviceKeys.propose', { ...said, days: 91 })).toMatchObject({ code: 'limit_reached' });
  expect(
    await ask('serviceKeys.propose', { ...said, scope: { ...scopeOf(), template: 'none' } }),
  ).toMatchObject({ code: 'not_found' });
  expect(
    await ask('serviceKeys.propose', { ...said, scope: { ...scopeOf(), deidProfile: 'expert' } }),
  ).toMatchObject({ code: 'invalid_input' });
});

it('runs its pipeline on its dataset, and content holders then read what it left', async () => {
  const { id, path } = await made();
  // A word of the hospital's dictionary is known to the run too.
  await one.call('session.lock', {});
  const run = await runByKey(path);
  expect(one.application.status()).toMatchObject({ state: 'signed_in', service: { id } });
  expect(one.application.status().person).toBeUndefined();
  const view = await one.call('service.getRun', { run });
  expect(Object.keys(view).sort()).toEqual(['calls', 'denials', 'id', 'state', 'waiting']);
  expect(view.state).toBe('waiting_for_approval');

  await one.signIn('Vera');
  const entries = await one.entries({});
  const [started] = entries.filter(({ kind }) => kind === 'run.started');
  expect(started).toMatchObject({ actor: { id, role: 'service' }, run });
  expect(JSON.stringify(entries)).not.toContain('Krauss');

  // What the run asked waits for a person, and goes on as any other when an operator takes it up.
  await one.signIn('Carla');
  const [taken] = await one.entries({ kinds: ['service_key.taken_in'] });
  expect(taken?.body).toMatchObject({ key: id, damaged: false });
  expect(taken?.body.payloads).toBeGreaterThan(0);
  expect(await one.answerAll()).toBeGreaterThan(0);
  await one.signIn('Otto');
  const first = (await one.call('runs.get', { run })).callList[0]!;
  const prompt = await one.call('runs.getPrompt', { run, call: first.id });
  expect(prompt.prompt.length).toBeGreaterThan(0);
  await one.call('runs.resume', { run });
  expect((await one.approved(run)).state).toBe('awaiting_attestation');
  await one.call('runs.signStatement', {
    ...{ run, password: passwordOf('Otto'), meaning: 'responsibility' },
  });
  await one.signIn('Carla');
  const verified = await one.call('journal.verify', {});
  expect(verified.lines.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(await keyOf(id)).toMatchObject({ uses: 1, refusals: 0 });
});

it('can do nothing but its run, and every other attempt is recorded under its id', async () => {
  const { id, path } = await made();
  const run = await (async () => {
    await one.signIn('Otto');
    const started = await one.call('runs.start', {
      ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
      complianceProfile: 'hipaa',
    });
    await one.settled(started.run);
    return started.run;
  })();
  expect(await signInBy(path)).toMatchObject({ ok: true });
  expect(await ask('service.getRun', { run })).toMatchObject({ code: 'not_allowed' });
  expect(await ask('service.cancelRun', { run })).toMatchObject({ code: 'not_allowed' });
  expect(await ask('session.confirm', { verb: 'backup.write', password: 'x' })).toMatchObject({
    code: 'not_allowed',
  });
  for (const [verb, args] of [
    ['datasets.getRows', { dataset, version: 1, offset: 0, limit: 10 }],
    ['runs.getPrompt', { run, call: run }],
    ['approvals.list', {}],
    ['journal.searchEntries', { filter: {}, limit: 10 }],
    ['serviceKeys.list', {}],
    ['datasets.list', {}],
  ] as const)
    expect([verb, await ask(verb, args)]).toMatchObject([verb, { code: 'not_allowed' }]);
  await one.signIn('Carla');
  const refused = (await one.entries({ kinds: ['access.refused'] })).filter(({ actor }) => actor.id === id);
  expect(refused.map(({ actor }) => actor.role)).toEqual(Array.from({ length: 7 }, () => 'service'));
});

it('opens nothing once it was rotated or revoked, also with the half in the workspace put back', async () => {
  const { id, path } = await made();
  const half = join(one.folder, 'workspace/service-keys', id, 'key.json');
  const before = join(one.folder, 'before');
  await cp(join(one.folder, 'workspace/service-keys', id), before, { recursive: true });
  await one.signIn('Otto');
  const { file } = (await one.call('serviceKeys.rotate', { key: id, password: passwordOf('Otto') }))!;
  const newer = join(one.folder, 'newer.json');
  await rename(file, newer);
  expect(await signInBy(path)).toMatchObject({ code: 'wrong_password' });
  // Whoever puts an older half back is told off by the journal.
  const now = await readFile(half);
  await cp(join(before, 'key.json'), half);
  expect(await signInBy(path)).toMatchObject({ code: 'not_allowed', message: 'the service key was rotated' });
  await writeFile(half, now);
  expect(await signInBy(newer)).toMatchObject({ ok: true });

  await one.signIn('Ada');
  await one.call('serviceKeys.revoke', {
    ...{ key: id, reason: 'no longer needed', password: passwordOf('Ada') },
  });
  expect(existsSync(half)).toBe(false);
  expect(await signInBy(newer)).toMatchObject({ code: 'not_found' });
  await writeFile(half, now);
  expect(await signInBy(newer)).toMatchObject({
    code: 'not_allowed',
    message: 'the service key was revoked',
  });
  await one.signIn('Carla');
  expect(existsSync(join(half, '..'))).toBe(false);
  expect(await keyOf(id)).toMatchObject({ state: 'revoked', endedBy: 'Ada', endReason: 'no longer needed' });
  expect((await keyOf(id))!.refusals).toBe(4);
  const again = { key: id, password: passwordOf('Carla') };
  expect(await ask('serviceKeys.rotate', again)).toMatchObject({ code: 'wrong_usage' });
});

it('is refused when changed, cut, moved to another workspace or workstation, or no key at all', async () => {
  const { id, path } = await made();
  await one.call('session.lock', {});
  const text = await readFile(path, 'utf8');
  const handed = JSON.parse(text) as { secret: string; generation: number };
  const other = join(one.folder, 'other.json');
  const tried = async (content: string): Promise<unknown> => {
    await writeFile(other, content);
    const answer = await signInBy(other);
    return answer.ok || answer.code;
  };
  const secret = Buffer.from(handed.secret, 'base64');
  secret[3]! ^= 1;
  expect([
    await tried(JSON.stringify({ ...handed, secret: secret.toString('base64') })),
    await tried(JSON.stringify({ ...handed, generation: 2 })),
    await tried(JSON.stringify({ ...handed, workspace: id })),
    await tried(JSON.stringify({ ...handed, more: 1 })),
    await tried(text.slice(0, 90)),
    await tried('no key'),
  ]).toEqual([
    ...['wrong_password', 'wrong_password', 'foreign_file', 'foreign_file', 'foreign_file', 'foreign_file'],
  ]);

  // The scope and the expiry are bound into the half in the workspace.
  const half = join(one.folder, 'workspace/service-keys', id, 'key.json');
  const kept = JSON.parse(await readFile(half, 'utf8')) as { scope: object; expiresAtMs: number };
  for (const changed of [
    { ...kept, scope: { ...kept.scope, questions: 'deny' } },
    { ...kept, expiresAtMs: kept.expiresAtMs + 1 },
  ]) {
    await writeFile(half, JSON.stringify(changed));
    expect(await signInBy(path)).toMatchObject({ code: 'wrong_password' });
  }
  await writeFile(half, JSON.stringify(kept));
  expect(await signInBy(path)).toMatchObject({ ok: true });

  // The same files under another device secret: another workstation.
  await one.application.close();
  await rename(join(one.folder, 'device-secret'), join(one.folder, 'away'));
  await writeFile(join(one.folder, 'device-secret'), Buffer.alloc(32, 7), { mode: 0o600 });
  await one.start({ host: 'command-line' });
  expect(await signInBy(path)).toMatchObject({ code: 'foreign_file' });
  await one.application.close();
  await rename(join(one.folder, 'away'), join(one.folder, 'device-secret'));
  await one.start({ host: 'command-line' });
});

it('signs in on the command line alone', async () => {
  const { path } = await made();
  await one.restart({ host: 'stand-in' });
  expect(await signInBy(path)).toMatchObject({ code: 'wrong_usage' });
  expect(one.application.status().state).toBe('signed_out');
  await one.restart({ host: 'command-line' });
});

it('holds no key to the content of the workspace, and needs none', async () => {
  const { path } = await made();
  await one.application.close();
  await rm(join(one.folder, 'workspace/content.db'));
  await one.start({ host: 'command-line' });
  const run = await runByKey(path);
  expect(['waiting_for_approval', 'awaiting_attestation']).toContain(
    (await one.call('service.getRun', { run })).state,
  );
});

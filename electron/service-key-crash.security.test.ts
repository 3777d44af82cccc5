import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetId, ServiceKeyId } from '../shared/domain/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, passwordOf } from './testing/composed.ts';

const KILL_AFTER_MS = 120_000;
type Act = 'make' | 'rotate' | 'revoke';

/** Every step at which a change of a service key can end by force. */
const STEPS: readonly (readonly [act: Act, words: string, step: string])[] = [
  ['make', 'while its annex is laid down', 'removed content.db 1'],
  ['make', 'before its half stands in the workspace', 'before key.json 1'],
  ['make', 'when it stands there, and nothing was handed out', 'after key.json 1'],
  ['make', 'when the file was handed out, and no outcome is on record', 'after handed.json 1'],
  ['rotate', 'when the half of before is written over', 'removing key.json 1'],
  ['rotate', 'when the half of before is gone', 'removed key.json 1'],
  ['rotate', 'before the new half stands there', 'before key.json 1'],
  ['rotate', 'when it stands there, and nothing was handed out', 'after key.json 1'],
  ['rotate', 'when the file was handed out, and no outcome is on record', 'after handed.json 1'],
  ['revoke', 'when its half is written over', 'removing key.json 1'],
  ['revoke', 'when its half is gone, and no outcome is on record', 'removed key.json 1'],
];

/**
 * SIGKILL at every step of making, rotating and revoking a service key: what its runs left is never lost, no file
 * opens that the journal does not say is good, and the act can be done again.
 */
describe('a change of a service key that is killed', () => {
  let one: Composed;
  let safe: string;
  let dataset: DatasetId;
  let ids: Record<Act, ServiceKeyId>;

  const out = () => join(one.folder, 'handed.json');
  const before = (act: Act) => join(one.folder, `${act}-before.json`);
  const signInBy = async (path: string) =>
    one.application.dispatch('service.signIn', { file: (await readFile(path)).toString('base64') });
  const propose = async (name: string): Promise<ServiceKeyId> => {
    await one.signIn('Otto');
    const { keys } = await one.call('serviceKeys.propose', {
      ...{ name, reason: 'the weekly round', password: passwordOf('Otto') },
      scope: {
        ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
        ...{ complianceProfile: 'hipaa', questions: 'wait' },
      },
    });
    return keys[0]!.id;
  };
  const make = async (name: Act): Promise<ServiceKeyId> => {
    const id = await propose(name);
    await one.signIn('Carla');
    const { file } = (await one.call('serviceKeys.make', { key: id, password: passwordOf('Carla') }))!;
    await rename(file, before(name));
    return id;
  };

  beforeAll(async () => {
    const model = new ObedientModel();
    one = await Composed.create((...launched) => model.launch(...launched));
    await one.restart({ host: 'command-line' });
    await one.signIn('Otto');
    const table = join(one.folder, 'visits.csv');
    await writeFile(table, `mrn,name\n${'4100000,Wilhelmina Krauss\n'.repeat(20)}`);
    ({ id: dataset } = await one.import(table));
    ids = { rotate: await make('rotate'), revoke: await make('revoke'), make: await propose('make') };
    await one.call('session.lock', {});
    expect(await signInBy(before('rotate'))).toMatchObject({ ok: true });
    const { run } = await one.call('service.startRun', {});
    const stillRunning = async (): Promise<boolean> =>
      (await one.call('service.getRun', { run })).state === 'running';
    for (const until = Date.now() + 90_000; (await stillRunning()) && Date.now() < until;)
      await setTimeout(50);
    expect(await stillRunning()).toBe(false);
    // What it said lies in the annex, and no content holder has signed in since.
    expect((await one.call('service.getRun', { run })).calls).toBeGreaterThan(0);
    await one.application.close();
    safe = await mkdtemp(join(tmpdir(), 'swarm-safe-'));
    await rm(safe, { recursive: true });
    await cp(one.folder, safe, { recursive: true });
  }, 180_000);
  afterAll(async () => {
    await one.close();
    await rm(safe, { recursive: true, force: true });
  });

  /** Does the act in a process that ends by force at that step. */
  const killedAt = (act: Act, step: string): void => {
    const { signal } = spawnSync(
      process.execPath,
      [
        ...['--import', new URL('./testing/kill-at.ts', import.meta.url).href],
        join(import.meta.dirname, 'testing/service-key.child.ts'),
        ...[one.folder, join(import.meta.dirname, '../resources'), act, ids[act], out()],
      ],
      {
        env: { ...process.env, SWARM_KILL_AT: step },
        ...{ timeout: KILL_AFTER_MS, killSignal: 'SIGTERM', stdio: 'inherit' },
      },
    );
    expect(signal).toBe('SIGKILL');
  };
  const stateOf = async (act: Act) =>
    (await one.call('serviceKeys.list', {})).keys.find(({ id }) => id === ids[act]);
  const opens = async (path: string): Promise<boolean> => existsSync(path) && (await signInBy(path)).ok;

  it.each(STEPS)(
    '%s, %s',
    async (act, _words, step) => {
      await rm(one.folder, { recursive: true, force: true });
      await cp(safe, one.folder, { recursive: true });
      killedAt(act, step);
      await one.start({ host: 'command-line' });
      try {
        // Whoever finds the files of a machine that went down opens nothing with them.
        expect([await opens(out()), await opens(before(act))]).toEqual([false, false]);
        await one.signIn('Carla');
        const { ok, lines } = await one.call('journal.verify', {});
        expect([ok, lines.filter(({ verdict }) => verdict === 'failed')]).toEqual([true, []]);

        if (act === 'revoke') {
          expect(await stateOf(act)).toMatchObject({ state: 'revoked', endReason: 'no longer needed' });
          expect(existsSync(join(one.folder, 'workspace/service-keys', ids[act]))).toBe(false);
          return;
        }
        expect(await stateOf(act)).toMatchObject(
          act === 'make' ? { state: 'proposed', generation: 0 } : { state: 'good', generation: 1 },
        );
        const asked = { key: ids[act], password: passwordOf('Carla') };
        const orphan = existsSync(out()) ? await readFile(out()) : undefined;
        const again = (await one.call(act === 'make' ? 'serviceKeys.make' : 'serviceKeys.rotate', asked))!;
        expect(await stateOf(act)).toMatchObject({ state: 'good', generation: act === 'make' ? 1 : 2 });
        await one.call('session.lock', {});
        if (orphan !== undefined) {
          await writeFile(out(), orphan);
          expect(await opens(out())).toBe(false);
        }
        expect(await opens(before(act))).toBe(false);
        expect(await opens(again.file)).toBe(true);
      } finally {
        await one.application.close();
      }
    },
    300_000,
  );
});

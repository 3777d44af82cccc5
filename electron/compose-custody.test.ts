import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetId } from '../shared/domain/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';
import { killedAt } from './testing/killed.ts';

/** The customer's own key through the composed application: who may, what is recorded, what a loss means. */
describe('content keys under a key file of the customer', () => {
  let one: Composed;
  let dataset: DatasetId;
  // The stand-in's dialog for saving answers this name.
  const keyFile = (): string => join(one.folder, 'out.csv.swarm-key');
  const move = (to: 'passwords' | 'key_file', name: 'Carla' | 'Otto' = 'Carla') =>
    one.call('keys.moveCustody', { to, reason: 'the hospital keeps it', password: passwordOf(name) });
  const firstCell = async (): Promise<unknown> =>
    (await one.call('datasets.getRows', { dataset, version: 1, offset: 0, limit: 1 })).rows[0]?.[0];
  const signIn = async (name: 'Otto' | 'Ada' | 'Carla') => {
    const answer = await one.application.dispatch('session.signIn', {
      ...{ person: name, password: passwordOf(name) },
    });
    return answer.ok ? 'in' : `${answer.code}: ${answer.message}`;
  };

  beforeAll(async () => {
    one = await Composed.create();
    await one.signIn('Otto');
    one.chosen = join(one.folder, 'people.csv');
    await writeFile(one.chosen, 'name,visits\nMaria Planted,3\n');
    const file = await one.call('datasets.chooseFile', {});
    dataset = (await one.call('datasets.importFile', { token: file!.token })).id;
  });
  afterAll(() => one.close());

  it('are moved by compliance alone, and the session goes on', async () => {
    await expect(move('key_file', 'Otto')).rejects.toThrow(/not_allowed/);
    await one.signIn('Carla');
    expect((await one.call('keys.get', {})).custody).toEqual({ kind: 'passwords' });
    const moved = await move('key_file');
    expect(moved?.custody).toMatchObject({ kind: 'key_file', name: 'out.csv.swarm-key', by: 'Carla' });
    expect(one.application.status().custody).toEqual({ kind: 'key_file', name: 'out.csv.swarm-key' });
    expect((await one.call('keys.rotate', { reason: 'at once', password: passwordOf('Carla') })).epoch).toBe(
      2,
    );
    await one.signIn('Otto');
    expect(await firstCell()).toBe('Maria Planted');
  });

  it('stay shut without the medium, which the sign-in says; evidence and its people go on', async () => {
    await one.restart();
    await rename(keyFile(), `${keyFile()}.taken-out`);
    expect(await signIn('Otto')).toBe(
      'not_found: the medium with the key file `out.csv.swarm-key` is not there',
    );
    expect(await signIn('Ada')).toBe('in');
    expect((await one.call('journal.verify', {})).ok).toBe(true);
    await rename(`${keyFile()}.taken-out`, keyFile());
    expect(await signIn('Otto')).toBe('in');
    expect(await firstCell()).toBe('Maria Planted');
  });

  it('come back to passwords, and both ways are on record', async () => {
    await one.signIn('Carla');
    await move('passwords');
    await rm(keyFile());
    expect(await signIn('Otto')).toBe('in');
    expect(await firstCell()).toBe('Maria Planted');
    await one.signIn('Carla');
    const entries = await one.entries({ kinds: ['key.custody_moved'] });
    expect(entries.map(({ phase, body }) => [phase, body.to ?? body.ok])).toEqual([
      ...[
        ['intent', 'key_file'],
        ['outcome', true],
      ],
      ...[
        ['intent', 'passwords'],
        ['outcome', true],
      ],
    ]);
  });

  it.each(['before keys.json 1', 'after keys.json 1'])(
    'survive a move that is killed %s',
    async (step) => {
      await one.application.close();
      const folder = join(one.folder, step.replaceAll(' ', '-'));
      await mkdir(folder);
      const path = join(folder, 'keys.json');
      await copyFile(join(one.folder, 'workspace/keys.json'), path);
      await one.start();
      const status = one.application.status();
      const carla = status.people.find(({ name }) => name === 'Carla')!.id;
      const target = { kind: 'key_file', path: join(folder, 'content.swarm-key') };
      const ended = await killedAt(step, './moving-custody.child.ts', [
        ...[path, status.workspace!.id, carla, passwordOf('Carla'), one.folder, JSON.stringify(target)],
      ]);
      expect(ended).toEqual([null, 'SIGKILL']);
      expect(await readdir(folder)).toContain('content.swarm-key');
      // Either the keys of before or those under the medium, and both open what was sealed.
      await one.application.close();
      await copyFile(path, join(one.folder, 'workspace/keys.json'));
      await one.start();
      expect(one.application.status().custody?.kind).toBe(step.startsWith('after') ? 'key_file' : undefined);
      expect(await signIn('Otto')).toBe('in');
      expect(await firstCell()).toBe('Maria Planted');
    },
    150_000,
  );
});

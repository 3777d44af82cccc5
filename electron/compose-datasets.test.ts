import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Composed } from './testing/composed.ts';

// Tables that come in and go out: stopped on the way, and damaged where they lie.

let composed: Composed;
beforeAll(async () => {
  composed = await Composed.create();
  await composed.signIn('Otto');
});
afterAll(() => composed.close());

const datasets = (): string => join(composed.folder, 'workspace/datasets');

async function table(name: string, rows: number): Promise<string> {
  const file = join(composed.folder, name);
  const lines = Array.from({ length: rows }, (_, at) => `${30 + (at % 40)};4.${1_000_000 + at * 7}`);
  await writeFile(file, `age;potassium\n${lines.join('\n')}\n`);
  return file;
}

async function outcomes(kind: 'dataset.import' | 'dataset.export'): Promise<unknown[]> {
  const entries = await composed.entries({ kinds: [kind] });
  return entries.flatMap(({ phase, body }) => (phase === 'outcome' ? [body] : []));
}

it('an import that is cancelled leaves nothing, and says so in the journal', async () => {
  composed.chosen = await table('large.csv', 120_000);
  const chosen = await composed.call('datasets.chooseFile', {});
  let stopped: Promise<unknown> | undefined;
  composed.onNotice = (name) => {
    if (name === 'task.progress') stopped ??= composed.call('datasets.cancel', {});
  };
  const answer = await composed.ask('datasets.importFile', { token: chosen?.token });
  composed.onNotice = () => undefined;
  expect(answer).toMatchObject({ ok: false, code: 'cancelled' });
  expect(await stopped).toEqual({});
  expect(await readdir(datasets())).toEqual([]);
  expect(await composed.call('datasets.list', {})).toEqual([]);
  expect(await outcomes('dataset.import')).toMatchObject([{ ok: false, code: 'cancelled' }]);
  // Where nothing goes on, there is nothing to cancel.
  expect(await composed.call('datasets.cancel', {})).toEqual({});
});

it('an export that is cancelled leaves no file and no part of one', async () => {
  const { id: dataset } = await composed.import(await table('small.csv', 50));
  const before = await readdir(composed.folder);
  composed.saveTo = join(composed.folder, 'small.zip');
  const asked = {
    ...{ dataset, version: 1, format: 'csv', purpose: 'study', raw: false },
    ...{ recipient: 'registry', protection: { kind: 'passphrase' } },
  };
  await composed.call('session.confirm', { verb: 'datasets.exportTable', password: 'password of otto' });
  const answer = await composed.application.dispatch('datasets.exportTable', asked, AbortSignal.abort());
  expect(answer).toMatchObject({ ok: false, code: 'cancelled' });
  expect(await readdir(composed.folder)).toEqual(before);
});

it('a dataset that does not open is told apart, by what the journal knows of it', async () => {
  const [sound] = await composed.call('datasets.list', {});
  expect(await composed.call('datasets.listDamaged', {})).toEqual([]);
  const { id, table: name } = await composed.import(await table('torn.csv', 50));
  await composed.call('session.lock', {});
  await truncate(join(datasets(), id, 'v0001.manifest'), 40);
  await composed.signIn('Otto');
  expect((await composed.call('datasets.list', {})).map((each) => each.id)).toEqual([sound?.id]);
  const damaged = await composed.call('datasets.listDamaged', {});
  expect(damaged).toEqual([{ id, table: name, importedAtMs: expect.any(Number) as number }]);
  await composed.signIn('Ada');
  expect(await composed.ask('datasets.listDamaged', {})).toMatchObject({ code: 'not_allowed' });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Composed } from './testing/composed.ts';

// 45 CFR 164.310(d)(2)(iii): what came in and went out, found again by anybody who examines it.

let composed: Composed;
beforeAll(async () => {
  composed = await Composed.create();
  await composed.signIn('Otto');
  const file = join(composed.folder, 'Maren Holt.csv');
  await writeFile(file, 'age;potassium\n61;4.1\n70;3.9\n');
  await composed.import(file);
  composed.chosen = join(composed.folder, 'Maren Holt.xlsm');
  await writeFile(composed.chosen, 'x');
  await composed.ask('datasets.chooseFile', {});
});
afterAll(() => composed.close());

it('is listed newest first, by way, state and kind of medium', async () => {
  await composed.signIn('Vera');
  const all = await composed.call('transfers.list', {});
  expect(all.transfers.map(({ way, what, state }) => [way, what, state])).toEqual([
    ['in', 'table', 'refused'],
    ['in', 'table', 'done'],
  ]);
  expect((await composed.call('transfers.list', { state: 'refused' })).total).toBe(1);
  expect((await composed.call('transfers.list', { way: 'out' })).total).toBe(0);
  expect((await composed.call('transfers.list', { removableOnly: true })).total).toBe(0);
  expect(JSON.stringify(all)).not.toContain('Maren');
});

it('leaves as a file through the service it tells of, for a purpose, and without names of files', async () => {
  await composed.signIn('Vera');
  const file = join(composed.folder, 'media-log.csv');
  composed.saveTo = file;
  const written = await composed.call('transfers.export', { purpose: 'audit of Maren Holt' });
  expect(written).toMatchObject({ file, lines: 2 });
  const lines = (await readFile(file, 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^\d+,[^,]+Z,Otto,in,table,refused,files named \.xlsm can carry macros,/);
  expect(lines.join()).not.toContain('Maren');
  const { transfers } = await composed.call('transfers.list', { way: 'out' });
  expect(transfers).toMatchObject([{ what: 'journal', state: 'done', purpose: 'audit of [NAME]' }]);
});

it('is exported by nobody who works with the data, and nowhere without a purpose', async () => {
  await composed.signIn('Otto');
  expect(await composed.ask('transfers.export', { purpose: 'audit' })).toMatchObject({ code: 'not_allowed' });
  await composed.signIn('Ada');
  expect(await composed.ask('transfers.export', { purpose: '' })).toMatchObject({ code: 'invalid_input' });
  composed.saveTo = undefined;
  expect(await composed.call('transfers.export', { purpose: 'audit' })).toBe(null);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FUSES, readFuses } from './fuses.ts';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const RIGHT = FUSES.map(([, on]) => (on ? '1' : '0')).join('');

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-fuses-'));
  file = join(folder, 'program');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program with its wire at a place, of a length. */
async function put(at: number, wire: string, version = 1): Promise<void> {
  const mark = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([version, wire.length]), Buffer.from(wire)]);
  await writeFile(file, Buffer.concat([Buffer.alloc(at, 7), mark, Buffer.alloc(1000)]));
}

const CHUNK = 4 * 1024 * 1024;
test.each([0, 12_345, CHUNK - 80, CHUNK - 20, CHUNK - 1, CHUNK, 2 * CHUNK - 70])(
  'fuses are found wherever they lie: %i',
  async (at) => {
    await put(at, RIGHT);
    expect(await readFuses(file)).toEqual({ wrong: [] });
  },
);

test('those that are not as the package sets them are named', async () => {
  await put(10, `1${RIGHT.slice(1, 5)}0${RIGHT.slice(6)}`);
  expect(await readFuses(file)).toEqual({ wrong: ['runAsNode', 'onlyLoadAppFromAsar'] });
  await put(10, `r${RIGHT.slice(1)}`);
  expect(await readFuses(file)).toEqual({ wrong: ['runAsNode'] });
});

test('a shorter wire lacks the last ones, a longer one has more than we know', async () => {
  await put(10, RIGHT.slice(0, 6));
  expect((await readFuses(file))?.wrong).toEqual(FUSES.slice(6).map(([name]) => name));
  await put(10, `${RIGHT}1`);
  expect(await readFuses(file)).toEqual({ wrong: [] });
});

test('a program without fuses, of another version, or not there, shows none', async () => {
  expect(await readFuses(file)).toBeUndefined();
  await writeFile(file, Buffer.alloc(5000, 1));
  expect(await readFuses(file)).toBeUndefined();
  await put(10, RIGHT, 2);
  expect(await readFuses(file)).toBeUndefined();
});

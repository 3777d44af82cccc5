import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { systemClock } from '../../core/index.ts';
import { fileDeviceSecretStore, openKeys, type NewPerson } from '../../keys/index.ts';
import { createWorkspace, type CreateWorkspaceOptions } from './create.ts';
import { inspectWorkspace } from './inspect.ts';
import { workspacePaths } from './paths.ts';

const people: NewPerson[] = [
  { name: 'Ada', role: 'admin', password: 'ada holds this key' },
  { name: 'Otto', role: 'operator', password: 'otto holds this key' },
  { name: 'Cora', role: 'compliance', password: 'cora holds this key' },
];
let base: string;
let options: CreateWorkspaceOptions;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'workspace-'));
  options = {
    deviceSecrets: fileDeviceSecretStore(join(base, 'device')),
    clock: systemClock,
    passwordCost: { memoryKib: 64, passes: 1, lanes: 1 },
    prepare: () => Promise.resolve(),
  };
});
afterEach(() => rm(base, { recursive: true }));

it('makes a workspace that its people can open', async () => {
  const folder = join(base, 'deep', 'er', 'ward');
  let prepared: readonly string[] = [];
  const created = await createWorkspace(folder, people, {
    ...options,
    prepare: async (paths, _, keys) => {
      prepared = await readdir(paths.folder);
      await writeFile(join(paths.journal, 'first'), keys.metadata.journalDbKey);
    },
  });
  expect(prepared.toSorted()).toEqual([
    'datasets',
    'journal',
    'keys.json',
    'models',
    'reports',
    'runs',
    'spool',
  ]);
  expect(await inspectWorkspace(folder)).toMatchObject({ state: 'ok', id: created.id });
  expect(await readdir(join(base, 'deep', 'er'))).toEqual(['ward']);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);

  const paths = workspacePaths(folder);
  const opened = await openKeys({
    path: paths.keyFile,
    workspaceId: created.id,
    personId: created.people[1]!.id,
    password: 'otto holds this key',
    nowMs: 0,
    deviceSecrets: options.deviceSecrets,
  });
  expect(await readFile(join(paths.journal, 'first'))).toEqual(Buffer.from(opened.metadata.journalDbKey));
});

it('takes an empty folder', async () => {
  const folder = join(base, 'empty');
  await mkdir(folder);
  await createWorkspace(folder, people, options);
  expect(await inspectWorkspace(folder)).toMatchObject({ state: 'ok' });
});

it('never touches a folder or file that is taken', async () => {
  const foreign = join(base, 'foreign');
  await mkdir(foreign);
  await writeFile(join(foreign, 'letter.txt'), 'hello');
  const file = join(base, 'file');
  await writeFile(file, 'hello');
  const taken = join(base, 'taken');
  await createWorkspace(taken, people, options);
  const before = await readFile(join(taken, 'keys.json'));
  for (const folder of [foreign, file, join(file, 'below'), taken])
    await expect(createWorkspace(folder, people, options)).rejects.toMatchObject({ code: 'already_exists' });
  expect(await readFile(join(taken, 'keys.json'))).toEqual(before);
  expect(await readdir(foreign)).toEqual(['letter.txt']);
  expect((await readdir(base)).toSorted()).toEqual(['device', 'file', 'foreign', 'taken']);
});

it('gives way to whoever came first', async () => {
  const folder = join(base, 'race');
  const late = createWorkspace(folder, people, {
    ...options,
    prepare: async () => {
      await mkdir(folder);
      await writeFile(join(folder, 'other'), 'first');
    },
  });
  await expect(late).rejects.toMatchObject({ code: 'already_exists' });
  expect(await readdir(folder)).toEqual(['other']);
  expect((await readdir(base)).toSorted()).toEqual(['device', 'race']);
});

it('leaves nothing behind when it fails, and wipes the keys', async () => {
  let key: Uint8Array = new Uint8Array(1);
  const failing = createWorkspace(join(base, 'fails'), people, {
    ...options,
    prepare: (_paths, _id, keys) => {
      key = keys.metadata.journalDbKey;
      return Promise.reject(new Problem('storage_full', 'no room'));
    },
  });
  await expect(failing).rejects.toMatchObject({ code: 'storage_full' });
  expect(await readdir(base)).toEqual(['device']);
  expect(key.every((byte) => byte === 0)).toBe(true);
});

it('wants all three first roles and acceptable people', async () => {
  const folder = join(base, 'refused');
  for (let missing = 0; missing < people.length; missing += 1)
    await expect(
      createWorkspace(
        folder,
        people.filter((_, index) => index !== missing),
        options,
      ),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(people[missing]!.role),
    });
  const short = people.map((person) => ({ ...person, password: 'short' }));
  await expect(createWorkspace(folder, short, options)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await readdir(base)).toEqual([]);
});

it('says in words what the file system refused', async () => {
  for (const [code, problem] of [
    ['ENOSPC', 'storage_full'],
    ['EACCES', 'not_allowed'],
    ['EROFS', 'not_allowed'],
  ] as const) {
    const prepare = () => Promise.reject(Object.assign(new Error('no'), { code }));
    await expect(createWorkspace(join(base, 'full'), people, { ...options, prepare })).rejects.toMatchObject({
      code: problem,
      message: expect.stringContaining(join(base, 'full')),
    });
  }
  await expect(createWorkspace(join(base, 'x'.repeat(300)), people, options)).rejects.toMatchObject({
    code: 'invalid_input',
  });
  const bug = () => Promise.reject(new TypeError('a bug'));
  await expect(createWorkspace(join(base, 'bug'), people, { ...options, prepare: bug })).rejects.toThrow(
    TypeError,
  );
  expect(await readdir(base)).toEqual(['device']);
});

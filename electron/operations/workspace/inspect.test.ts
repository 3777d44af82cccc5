import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WorkspaceId } from '../../../shared/domain/index.ts';
import { inspectWorkspace, requireWorkspace, workspaceFileText } from './inspect.ts';

const id = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const good = workspaceFileText(id, 1_700_000_000_000);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (text: string) => writeFile(join(folder, 'workspace.json'), text);
const change = (edit: object) => JSON.stringify({ ...(JSON.parse(good) as object), ...edit });

it('tells a workspace', async () => {
  await write(good);
  await writeFile(join(folder, 'keys.json'), '{}');
  expect(await inspectWorkspace(folder)).toEqual({
    state: 'ok',
    id,
    createdAtMs: 1_700_000_000_000,
    production: false,
  });
  expect(await requireWorkspace(folder, 'stand-in')).toEqual({
    id,
    createdAtMs: 1_700_000_000_000,
    production: false,
  });
});

it('keeps a production workspace from the stand-in, and takes a file that does not say', async () => {
  await writeFile(join(folder, 'keys.json'), '{}');
  await write(workspaceFileText(id, 1, true));
  await expect(requireWorkspace(folder, 'stand-in')).rejects.toMatchObject({ code: 'unsupported' });
  for (const host of ['electron', 'command-line'] as const)
    expect(await requireWorkspace(folder, host)).toEqual({ id, createdAtMs: 1, production: true });
  await write(change({ production: undefined }));
  expect(await requireWorkspace(folder, 'stand-in')).toMatchObject({ production: false });
});

it('tells nothing, an empty folder, a file and foreign files', async () => {
  await writeFile(join(folder, 'letter'), 'hello');
  await mkdir(join(folder, 'empty'));
  const state = async (path: string) => (await inspectWorkspace(path)).state;
  expect(await state(join(folder, 'absent'))).toBe('none');
  expect(await state(join(folder, 'empty'))).toBe('empty');
  expect(await state(join(folder, 'letter'))).toBe('foreign');
  expect(await state(join(folder, 'letter', 'below'))).toBe('foreign');
  expect(await state(folder)).toBe('foreign');
  await expect(requireWorkspace(join(folder, 'absent'))).rejects.toMatchObject({ code: 'not_found' });
  await expect(requireWorkspace(folder)).rejects.toMatchObject({ code: 'foreign_file' });
});

it.each([
  ['a newer workspace', change({ formats: { workspace: 2, keys: 1 } }), 'newer', 'newer_format'],
  ['newer keys', change({ formats: { workspace: 1, keys: 9 }, more: 1 }), 'newer', 'newer_format'],
  ['an unknown format', change({ formats: { workspace: 1, keys: 1, vault: 1 } }), 'newer', 'newer_format'],
  ['another application', change({ application: 'other' }), 'foreign', 'foreign_file'],
  ['some JSON', '[]', 'foreign', 'foreign_file'],
  ['a huge file', JSON.stringify('x'.repeat(70_000)), 'foreign', 'foreign_file'],
  ['a file cut short', good.slice(0, 40), 'damaged', 'damaged'],
  ['a bad id', change({ id: 'x' }), 'damaged', 'damaged'],
  ['a missing format', change({ formats: { workspace: 1 } }), 'damaged', 'damaged'],
  ['an odd production mark', change({ production: 'no' }), 'damaged', 'damaged'],
  ['a missing key file', good, 'damaged', 'damaged'],
])('tells %s and leaves it alone', async (_, text, state, code) => {
  await write(text);
  expect((await inspectWorkspace(folder)).state).toBe(state);
  await expect(requireWorkspace(folder)).rejects.toMatchObject({ code });
  expect(await readFile(join(folder, 'workspace.json'), 'utf8')).toBe(text);
});

import { cp, mkdir, mkdtemp, open, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { WorkspaceId } from '../../../shared/domain/index.ts';
import { eraseWorkspace, finishErasing } from './erase.ts';
import { workspaceFileText } from './inspect.ts';
import { workspacePaths } from './paths.ts';

const id = WorkspaceId.parse('018f4d6e-0000-4000-8000-000000000001');
const KEYS = '{"v":1,"wrapped":"keys of a workspace that nobody may open again"}';
let base: string;
const workspace = () => join(base, 'workspace');

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'erase-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  await rm(base, { recursive: true, force: true });
  await mkdir(join(workspace(), 'datasets/one'), { recursive: true });
  await writeFile(workspacePaths(workspace()).workspaceFile, workspaceFileText(id, 1));
  await writeFile(workspacePaths(workspace()).keyFile, KEYS);
  await writeFile(join(workspace(), 'datasets/one/chunk'), 'ciphertext');
  await writeFile(join(base, 'beside.txt'), 'somebody else’s');
});

it('leaves nothing of the workspace and everything beside it', async () => {
  await eraseWorkspace(workspace());
  expect(await readdir(base)).toEqual(['beside.txt']);
});

it('writes over the wrapped keys before their file goes', async () => {
  // Held open, the file can be read after its name is gone.
  const file = await open(workspacePaths(workspace()).keyFile, 'r');
  try {
    await eraseWorkspace(workspace());
    const bytes = Buffer.alloc(KEYS.length);
    expect((await file.read(bytes, 0, KEYS.length, 0)).bytesRead).toBe(KEYS.length);
    expect(bytes.toString('latin1')).not.toContain('wrapped');
  } finally {
    await file.close();
  }
});

it('leaves nothing behind a link that the folder is, which stays and leads nowhere', async () => {
  await mkdir(join(base, 'big-disk'));
  await rename(workspace(), join(base, 'big-disk/ward'));
  await symlink(join('big-disk', 'ward'), workspace());
  await eraseWorkspace(workspace());
  expect(await readdir(join(base, 'big-disk'))).toEqual([]);
});

it('is finished behind a link too', async () => {
  await mkdir(join(base, 'big-disk'));
  await rename(workspace(), join(base, 'big-disk/ward.erasing-0a0b0c0d'));
  await symlink(join(base, 'big-disk/ward'), workspace());
  await finishErasing(workspace());
  expect(await readdir(join(base, 'big-disk'))).toEqual([]);
});

it.each(['with the key file', 'without it'])('is finished at the next start, %s', async (how) => {
  const left = `${workspace()}.erasing-0a0b0c0d`;
  await rename(workspace(), left);
  if (how === 'without it') await rm(workspacePaths(left).keyFile);
  await finishErasing(workspace());
  await finishErasing(workspace());
  expect(await readdir(base)).toEqual(['beside.txt']);
});

it('touches no other workspace when it is finished', async () => {
  await cp(workspace(), join(base, 'workspace-2'), { recursive: true });
  await cp(workspace(), join(base, 'other.erasing-0a0b0c0d'), { recursive: true });
  await finishErasing(workspace());
  expect((await readdir(base)).sort()).toEqual([
    'beside.txt',
    'other.erasing-0a0b0c0d',
    'workspace',
    'workspace-2',
  ]);
});

it.each(['an empty folder', 'a folder with other files', 'nothing'])('refuses %s', async (what) => {
  const place = join(base, 'elsewhere');
  if (what !== 'nothing') await mkdir(place);
  if (what === 'a folder with other files') await writeFile(join(place, 'notes.txt'), 'x');
  await expect(eraseWorkspace(place)).rejects.toMatchObject({ code: 'not_found' });
  expect((await readdir(base)).includes('elsewhere')).toBe(what !== 'nothing');
});

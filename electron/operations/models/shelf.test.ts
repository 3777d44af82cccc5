import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256File, sha256Hex } from '../../core/index.ts';
import { pinModel, readBundledModels, readPinnedModels } from './shelf.ts';

const resources = join(import.meta.dirname, '../../../resources');

describe('models', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-models-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('ship with a sheet whose hash is that of the file', async () => {
    const [starter, ...others] = await readBundledModels(resources);
    expect(others).toEqual([]);
    expect(starter?.view.sha256).toBe(await sha256File(starter!.path));
    expect(starter?.view.notice).toContain('not for clinical use');
  });

  it('are pinned once, by the hash of their bytes, whatever they are called', async () => {
    const file = join(folder, 'My model (2).gguf');
    await writeFile(file, 'GGUF and more');
    const shelf = await mkdtemp(join(folder, 'shelf-'));
    const pinned = await pinModel(shelf, file);
    expect(pinned.view).toMatchObject({
      name: 'My_model__2_',
      sha256: sha256Hex('GGUF and more'),
      bundled: false,
    });
    expect(await pinModel(shelf, file)).toEqual(pinned);
    expect(await readPinnedModels(shelf)).toEqual([pinned]);
    expect(await readdir(shelf)).toHaveLength(1);
  });

  it('are refused when they are no GGUF or not there', async () => {
    const file = join(folder, 'x.gguf');
    await writeFile(file, 'PK\u0003\u0004');
    await expect(pinModel(folder, file)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(pinModel(folder, join(folder, 'none.gguf'))).rejects.toMatchObject({ code: 'not_found' });
    expect(await readdir(folder)).toEqual(['x.gguf']);
  });
});

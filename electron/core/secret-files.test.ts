import { link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeSecretFile, replaceSecretFile } from './secret-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const WRAP = 'an old wrap of a key that must not be found again';

/** A file and a second name for its bytes, as a file system keeps them after the first is gone. */
async function held(): Promise<{ path: string; kept: string }> {
  const [path, kept] = [join(folder, 'dataset.key'), join(folder, 'kept')];
  await writeFile(path, WRAP);
  await link(path, kept);
  return { path, kept };
}

describe('a file with a wrapped key', () => {
  it.skipIf(process.platform === 'win32')(
    'that is replaced leaves nothing of its old bytes (Windows keeps the open file from being renamed over)',
    async () => {
      const { path, kept } = await held();
      await replaceSecretFile(path, Buffer.from('the new wrap'));
      expect(await readFile(path, 'utf8')).toBe('the new wrap');
      const left = await readFile(kept);
      expect(left).toHaveLength(WRAP.length);
      expect(left.toString('latin1')).not.toContain('old wrap');
    },
  );

  it('that is removed leaves nothing of them either', async () => {
    const { path, kept } = await held();
    await removeSecretFile(path);
    expect(await readdir(folder)).toEqual(['kept']);
    expect((await readFile(kept)).toString('latin1')).not.toContain('old wrap');
  });

  it('that never stood is made, and its removal is no error', async () => {
    const path = join(folder, 'dataset.key');
    await removeSecretFile(path);
    await replaceSecretFile(path, Buffer.from('the first wrap'));
    expect(await readFile(path, 'utf8')).toBe('the first wrap');
  });
});

import { mkdtemp, readdir, readFile, rm, stat, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from './files.ts';
import { sha256File, sha256Hex } from './hash.ts';

describe('writeFileAtomic', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-files-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('replaces the content, keeps it for the owner alone and leaves nothing beside it', async () => {
    const path = join(folder, 'keys.json');
    await writeFile(path, 'old');
    await writeFileAtomic(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['keys.json']);
    expect(await sha256File(path)).toBe(sha256Hex('new'));
  });

  it('keeps the old content and leaves nothing behind when it cannot replace it', async () => {
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', 'inside'), 'old');
    await expect(writeFileAtomic(join(folder, 'taken'), 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
    await expect(writeFileAtomic(join(folder, 'absent', 'x'), 'new')).rejects.toThrow(/ENOENT/);
  });
});

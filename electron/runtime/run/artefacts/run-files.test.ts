import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunId, Sha256Hex } from '../../../../shared/domain/index.ts';
import { sha256Hex } from '../../../core/index.ts';
import { associatedData, sealBytes } from '../../../keys/index.ts';
import { openRunFiles, type RunFiles } from './run-files.ts';

const run = '0d6f7c1e-7d1c-4a0e-9c40-2a8f4c1b7e11' as RunId;
const other = '5b8e7c1e-7d1c-4a0e-9c40-2a8f4c1b7e22' as RunId;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('files of a run', () => {
  let folder: string;
  let written: Map<string, Sha256Hex>;
  let files: RunFiles;
  let keys: readonly { readonly epoch: number; readonly key: Uint8Array }[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-run-files-'));
    written = new Map();
    keys = [{ epoch: 1, key: new Uint8Array(32).fill(7) }];
    files = openRunFiles({
      folder,
      workspaceId: 'workspace',
      keys: () => keys,
      writtenSha256: (id, file) => Promise.resolve(written.get(`${id}/${file}`)),
    });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (file: string, content: string, secret: boolean, id = run): Promise<void> => {
    const bytes = Buffer.from(content);
    const { sha256 } = await files.write(id, { kind: 'conversations', file, bytes, secret });
    written.set(`${id}/${file}`, sha256);
  };

  it('gives back what was written, and seals what may hold patient content', async () => {
    await write('reports/profile.json', '{}', false);
    await write('conversations/cleaner.jsonl', 'Maria Planted', true);
    expect(text(await files.read(run, 'reports/profile.json'))).toBe('{}');
    expect(text(await files.read(run, 'conversations/cleaner.jsonl'))).toBe('Maria Planted');
    const stored = await files.stored(run);
    expect(stored.map(({ file }) => file)).toEqual([
      'conversations/cleaner.jsonl.enc',
      'reports/profile.json',
    ]);
    expect(stored.map(({ bytes }) => text(bytes)).join()).not.toContain('Maria');
  });

  it('refuses files that are missing, changed, or moved from another run', async () => {
    await expect(files.read(run, 'reports/none.json')).rejects.toMatchObject({ code: 'not_found' });
    await write('reports/profile.json', '{}', false);
    await writeFile(join(folder, run, 'reports/profile.json'), '[]');
    await expect(files.read(run, 'reports/profile.json')).rejects.toMatchObject({ code: 'changed' });

    await write('conversations/cleaner.jsonl', 'first', true);
    await write('conversations/cleaner.jsonl', 'second', true, other);
    const name = 'conversations/cleaner.jsonl.enc';
    await writeFile(join(folder, run, name), await readFile(join(folder, other, name)));
    written.set(`${run}/conversations/cleaner.jsonl`, written.get(`${other}/conversations/cleaner.jsonl`)!);
    await expect(files.read(run, 'conversations/cleaner.jsonl')).rejects.toMatchObject({ code: 'damaged' });
  });

  describe('under newer keys', () => {
    const NEWER = { epoch: 2, key: new Uint8Array(32).fill(8) };
    const file = 'conversations/cleaner.jsonl';
    const sealedFile = (): string => join(folder, run, `${file}.enc`);

    it('every sealed file has a key of its own, which is wrapped anew; sealed bytes stay', async () => {
      await write(file, 'Maria Planted', true);
      await write('conversations/other.jsonl', 'Otto Planted', true);
      const sealed = await readFile(sealedFile());
      expect(await files.keyed.waiting()).toBe(0);
      keys = [NEWER, ...keys];
      expect(await files.keyed.waiting()).toBe(2);
      expect(text(await files.read(run, file))).toBe('Maria Planted');
      expect(await files.keyed.rewrap(1)).toEqual({ done: 1, damaged: 0, finished: false });
      expect(await files.keyed.rewrap(10)).toEqual({ done: 1, damaged: 0, finished: true });
      expect(await files.keyed.waiting()).toBe(0);
      expect(await readFile(sealedFile())).toEqual(sealed);
      keys = [NEWER];
      expect(text(await files.read(run, file))).toBe('Maria Planted');
      // Also written again, and read in between: the key stays the file's own.
      await write(file, 'Maria Planted, once more', true);
      expect(text(await files.read(run, file))).toBe('Maria Planted, once more');
      expect((await files.stored(run)).map((each) => each.file)).toEqual([
        `${file}.enc`,
        'conversations/other.jsonl.enc',
      ]);
    });

    it('a file from before keys of their own opens, is written again, and is taken along', async () => {
      await write(file, 'to have a folder', true);
      const bound = associatedData('swarm-clinical/artefact/v1', 'workspace', run, file);
      const old = sealBytes(keys[0]!.key, bound, Buffer.from('Maria of before'));
      await writeFile(sealedFile(), old);
      await rm(`${sealedFile()}.key`);
      written.set(`${run}/${file}`, sha256Hex(old));
      expect(text(await files.read(run, file))).toBe('Maria of before');
      keys = [NEWER, ...keys];
      expect(await files.keyed.waiting()).toBe(1);
      expect(await files.keyed.rewrap(10)).toEqual({ done: 1, damaged: 0, finished: true });
      keys = [NEWER];
      expect(text(await files.read(run, file))).toBe('Maria of before');
    });

    it('a run whose keys are destroyed opens no more, with its sealed bytes in place and other runs as they were', async () => {
      await write(file, 'Maria Planted', true);
      await write('conversations/old.jsonl', 'from before', true);
      await write('findings/plain.json', '{}', false);
      await write(file, 'of another run', true, other);
      const [sealed, wrap] = [await readFile(sealedFile()), await readFile(`${sealedFile()}.key`)];
      await rm(join(folder, run, 'conversations/old.jsonl.enc.key'));
      const kept = await open(`${sealedFile()}.key`, 'r');
      try {
        expect(await files.destroyKeys(run)).toBe(2);
        const bytes = Buffer.alloc(wrap.length);
        await kept.read(bytes, 0, bytes.length, 0);
        expect(bytes).not.toEqual(wrap);
      } finally {
        await kept.close();
      }
      expect(await files.destroyKeys(run)).toBe(0);
      await expect(files.read(run, file)).rejects.toThrow('destroyed for good');
      await expect(files.read(run, 'conversations/old.jsonl')).rejects.toMatchObject({ code: 'not_found' });
      expect(text(await files.read(run, 'findings/plain.json'))).toBe('{}');
      expect(await readFile(sealedFile())).toEqual(sealed);
      expect(text(await files.read(other, file))).toBe('of another run');
      keys = [NEWER, ...keys];
      expect(await files.keyed.waiting()).toBe(1);
    });

    it('a wrap that was changed, cut short or moved opens nothing, and stops nobody else', async () => {
      await write(file, 'Maria Planted', true);
      await write('conversations/other.jsonl', 'Otto Planted', true);
      const wrap = `${sealedFile()}.key`;
      const whole = await readFile(wrap);
      const changed = Uint8Array.from(whole);
      changed[20]! ^= 1;
      const renamed = Uint8Array.from(whole);
      renamed[3] = 9;
      const moved = await readFile(join(folder, run, 'conversations/other.jsonl.enc.key'));
      for (const bad of [changed, whole.subarray(0, 2), whole.subarray(0, 30), renamed, moved]) {
        await writeFile(wrap, bad);
        await expect(files.read(run, file)).rejects.toMatchObject({ code: 'damaged' });
      }
      keys = [NEWER, ...keys];
      expect(await files.keyed.rewrap(10)).toEqual({ done: 1, damaged: 1, finished: true });
      expect(await files.keyed.rewrap(10)).toEqual({ done: 0, damaged: 0, finished: true });
      expect(await readFile(wrap)).toEqual(moved);
    });
  });

  it('refuses names that lead elsewhere', async () => {
    for (const file of [
      '../keys.json',
      'a/../../b.json',
      '/etc/passwd',
      'a/b/c.json',
      'a\\b.json',
      'reports/.x',
    ]) {
      await expect(files.read(run, file)).rejects.toMatchObject({ code: 'invalid_input' });
      await expect(
        files.write(run, { kind: 'conversations', file, bytes: new Uint8Array(), secret: false }),
      ).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });
});

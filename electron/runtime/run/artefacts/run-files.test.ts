import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunId, Sha256Hex } from '../../../../shared/domain/index.ts';
import { openRunFiles, type RunFiles } from './run-files.ts';

const run = '0d6f7c1e-7d1c-4a0e-9c40-2a8f4c1b7e11' as RunId;
const other = '5b8e7c1e-7d1c-4a0e-9c40-2a8f4c1b7e22' as RunId;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('files of a run', () => {
  let folder: string;
  let written: Map<string, Sha256Hex>;
  let files: RunFiles;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-run-files-'));
    written = new Map();
    files = openRunFiles({
      folder,
      workspaceId: 'workspace',
      artefactKey: () => new Uint8Array(32).fill(7),
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

import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatasetId } from '../../../shared/domain/index.ts';
import { TestLibrary } from './test-library.ts';
import { STRICT_ORDER } from '../phi/testing.ts';

let test: TestLibrary;
beforeEach(async () => {
  test = await TestLibrary.make();
});
afterEach(() => test.destroy());

describe('a process that is killed', () => {
  it.each(['reading', 'profiling', 'sealed'])(
    'at the stage `%s` leaves no dataset, and its rest is swept',
    async (stage) => {
      const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${i % 7},text number ${i} to read`);
      const file = await test.file(`a,b,c\n${rows.join('\n')}\n`);
      const key = Buffer.from(test.key).toString('hex');
      const entry = new URL('./crash-import.ts', import.meta.url);
      const child = fork(entry, [stage, test.root, test.workspace, key, file, randomUUID()]);
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      expect((await test.left()).map((name) => name.slice(0, 8))).toEqual(['.import-']);
      await test.reopen();
      expect(await test.left()).toEqual([]);
      expect(await test.library.list()).toEqual({ datasets: [], damaged: [] });
    },
  );

  it('between cells and manifest leaves the version before it', async () => {
    const { id } = await test.import('a,b\n1,2\n');
    await writeFile(join(test.root, id, 'v0002-0123456789abcdef.segment'), 'half written');
    await writeFile(join(test.root, id, 'v0002.manifest.abc123.tmp'), 'half written');
    await test.reopen();
    const { versions } = await test.library.get(id);
    expect(versions.map(({ version }) => version)).toEqual([1]);
    const args = { finding: 'F1', table: 'table', column: 'a' };
    const applied = await test.library.apply(
      { dataset: id, version: 1, tool: 'surrogate_key', args, redaction: STRICT_ORDER },
      new AbortController().signal,
    );
    expect(applied.version).toBe(2);
    await test.reopen();
    expect((await test.columns(id, 2)).b).toEqual(['2']);
  });

  it('while removing leaves nothing that comes back', async () => {
    await mkdir(join(test.root, `.removed-${DatasetId.parse(randomUUID())}`));
    await test.reopen();
    expect(await test.left()).toEqual([]);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeVersion } from './code-version.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'code-'));
  await mkdir(join(folder, 'gate'));
  await writeFile(join(folder, 'main.js'), 'run()');
  await writeFile(join(folder, 'gate/gate.ts'), 'pass()');
});
afterEach(() => rm(folder, { recursive: true }));

it('changes with every byte, name and place of code, and with nothing else', async () => {
  const before = await codeVersion([folder]);
  await writeFile(join(folder, 'gate/gate.test.ts'), 'test()');
  await writeFile(join(folder, 'main.js.map'), '{}');
  expect(await codeVersion([folder])).toBe(before);
  const seen = new Set([before]);
  for (const [file, text] of [
    ['main.js', 'run( )'],
    ['gate/more.js', ''],
    ['gate/gate.ts', 'pass(1)'],
  ] as const) {
    await writeFile(join(folder, file), text);
    seen.add(await codeVersion([folder]));
  }
  expect(seen.size).toBe(4);
  await expect(codeVersion([join(folder, 'nowhere')])).rejects.toThrow();
});

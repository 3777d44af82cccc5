import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { sha256Hex } from './core/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';

const LIMIT_MS = 60_000;
/** Whose rights the child takes, where this runs as an administrator. */
const NOBODY = 65_534;

/** Everything in a folder, with its rights: what must be the same afterwards. */
async function contents(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    found[path] = `${mode.toString(8)} ${entry.isFile() ? sha256Hex(await readFile(path)) : ''}`;
  }
  return found;
}

async function changeAll(folder: string, directory: number, file: number): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? directory : file);
  await chmod(folder, directory);
}

// POSIX rights; on Windows a folder is made read-only by an access list.
it.skipIf(process.platform === 'win32')(
  'a workspace in a folder that may only be read is refused in a plain sentence, verifies, and stays as it is',
  { timeout: 2 * LIMIT_MS },
  async () => {
    const composed = await Composed.create();
    await composed.signIn('Otto');
    await composed.call('runs.list', {});
    await composed.application.close();
    const { folder } = composed;
    const temporary = await mkdtemp(join(tmpdir(), 'swarm-reading-'));
    try {
      await chmod(temporary, 0o777);
      await changeAll(folder, 0o555, 0o444);
      // This one file is its owner's alone, whoever that is.
      const secret = join(folder, 'device-secret');
      await chmod(secret, 0o400);
      if (process.getuid?.() === 0) await chown(secret, NOBODY, NOBODY);
      const before = await contents(folder);
      const child = join(import.meta.dirname, 'testing/read-only.child.ts');
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [child, folder, 'Otto', passwordOf('Otto')],
        { timeout: LIMIT_MS, env: { ...process.env, TMPDIR: temporary } },
      );
      expect(JSON.parse(stdout)).toMatchObject({
        signedIn: {
          ok: false,
          code: 'not_allowed',
          message: 'the workspace cannot be opened: the folder or the medium it lies on may only be read',
        },
        verified: { ok: true },
      });
      expect(await contents(folder)).toEqual(before);
    } finally {
      await changeAll(folder, 0o755, 0o644);
      await rm(folder, { recursive: true, force: true });
      await rm(temporary, { recursive: true, force: true });
    }
  },
);

import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronProgram } from './host.ts';

/** Mounts the folder's `etc` in the place of the machine's, for the program that is named behind and no other. */
const WITH_POLICY = 'mount --bind /etc "$0/machine-etc"; mount --bind "$0/etc" /etc; exec "$@"';

/** A machine policy stands where administrators alone write; root on Linux can lay one before one program. */
export function canPlaceMachinePolicy(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && electronProgram() === undefined;
}

/**
 * Lays a machine policy into a folder of a test, beside all else that the machine has in `/etc`.
 *
 * @returns the command under which a program finds it where it looks for it
 */
export async function placeMachinePolicy(base: string, policy: object): Promise<readonly string[]> {
  const own = join(base, 'etc/swarm-clinical');
  await mkdir(join(base, 'machine-etc'), { recursive: true });
  await mkdir(own, { recursive: true, mode: 0o755 });
  for (const name of await readdir('/etc'))
    if (name !== 'swarm-clinical') await symlink(join(base, 'machine-etc', name), join(base, 'etc', name));
  await writeFile(join(own, 'machine-policy.json'), JSON.stringify({ v: 1, ...policy }), { mode: 0o644 });
  return ['/usr/bin/unshare', '--mount', 'sh', '-ec', WITH_POLICY, base];
}

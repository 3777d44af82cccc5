import { dirname } from 'node:path';
import type { Machine } from './machine.ts';

/** How device mapper begins the id of an encrypted volume (cryptsetup, dm-crypt). */
const ENCRYPTED = 'CRYPT-';

/**
 * Whether a folder lies on a volume that the system encrypts, by its table of mounts and the device mapper.
 *
 * @returns undefined where the system does not say
 */
export function isOnEncryptedDisk(machine: Machine, folder: string): boolean | undefined {
  if (machine.platform !== 'linux') return undefined;
  const mounts = (machine.read('/proc/self/mountinfo') ?? '').split('\n').flatMap((line) => {
    const [, , device, , point] = line.split(' ');
    return device === undefined || point === undefined ? [] : [{ device, point: unescape(point) }];
  });
  const mount = mounts
    .filter(({ point }) => holds(point, folder))
    .reduce<(typeof mounts)[number] | undefined>(
      (longest, each) =>
        longest === undefined || each.point.length >= longest.point.length ? each : longest,
      undefined,
    );
  // A volume without a device of its own, such as memory or an overlay, says nothing about a disk.
  if (mount === undefined || mount.device.startsWith('0:')) return undefined;
  return isEncrypted(machine, `/sys/dev/block/${mount.device}`, 0);
}

/** A volume may lie on others, such as logical volumes on an encrypted one. */
function isEncrypted(machine: Machine, device: string, depth: number): boolean {
  if (machine.read(`${device}/dm/uuid`)?.startsWith(ENCRYPTED) === true) return true;
  if (depth > 8) return false;
  const below = machine.list(`${device}/slaves`);
  return (
    below.length > 0 && below.every((name) => isEncrypted(machine, `/sys/class/block/${name}`, depth + 1))
  );
}

function holds(point: string, folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (at === point) return true;
    if (at === dirname(at)) return false;
  }
}

/** The kernel writes odd characters of a path in octal. */
function unescape(path: string): string {
  return path.replaceAll(/\\(\d{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

import type { Machine } from './machine.ts';
import { deviceOfMount, isEncryptedVolume, mountOf } from './volumes.ts';

/**
 * Whether a folder lies on a volume that the system encrypts, by its table of mounts and the device mapper.
 *
 * @returns undefined where the system does not say
 */
export function isOnEncryptedDisk(machine: Machine, folder: string): boolean | undefined {
  if (machine.platform !== 'linux') return undefined;
  const mount = mountOf(machine, folder);
  const device = mount && deviceOfMount(machine, mount);
  return device === undefined ? undefined : isEncryptedVolume(machine, device);
}

import { statSync } from 'node:fs';
import type { Medium } from '../../../shared/domain/index.ts';
import {
  deviceOfMount,
  disksUnder,
  isEncryptedVolume,
  mountOf,
  nameOfDevice,
  type Machine as WholeMachine,
} from '../posture/index.ts';

/** What of the machine is looked at here. */
export type Machine = Pick<WholeMachine, 'platform' | 'read' | 'list' | 'link'>;

const NETWORK =
  /^(?:nfs4?|cifs|smb3?|smbfs|afpfs|webdav|davfs|9p|virtiofs|ceph|glusterfs|fuse\.(?:sshfs|rclone|davfs2?))$/;
const MEMORY = /^(?:tmpfs|ramfs|devtmpfs)$/;

/** What a file's own status tells of its volume; undefined where it cannot be read. */
export type DeviceOf = (path: string) => number | undefined;

/** The volume that the system says a file or folder is on. */
export const deviceOf: DeviceOf = (path) => {
  try {
    return statSync(path).dev;
  } catch {
    return undefined;
  }
};

/**
 * The medium that a folder lies on: passively, from tables the system keeps. Nothing is started, mounted or asked.
 * Linux tells most; Windows tells the serial number of the volume (as `vol` prints it) and whether the place is a
 * share, macOS the volume's name. The rest is left out.
 */
export function mediumOf(machine: Machine, folder: string, device: DeviceOf = deviceOf): Medium {
  if (machine.platform === 'linux') return onLinux(machine, folder);
  if (machine.platform === 'win32') return onWindows(folder, device(folder));
  if (machine.platform === 'darwin') return onMac(folder, device(folder));
  return { kind: 'unknown' };
}

function onLinux(machine: Machine, folder: string): Medium {
  const mount = mountOf(machine, folder);
  if (mount === undefined) return { kind: 'unknown' };
  const { filesystem } = mount;
  if (NETWORK.test(filesystem)) return { kind: 'network', filesystem };
  if (MEMORY.test(filesystem)) return { kind: 'memory', filesystem };
  const device = deviceOfMount(machine, mount);
  if (device === undefined) return { kind: 'unknown', filesystem };
  const disks = disksUnder(machine, device);
  const removable = disks.some(({ isRemovable }) => isRemovable);
  return {
    kind: removable ? 'removable' : disks.length === 0 ? 'unknown' : 'internal',
    filesystem,
    ...named('volume', nameOfDevice(machine, '/dev/disk/by-uuid', device)),
    ...named('label', nameOfDevice(machine, '/dev/disk/by-label', device)),
    ...named('device', disks[0]?.model),
    encrypted: isEncryptedVolume(machine, device),
  };
}

function onWindows(folder: string, device: number | undefined): Medium {
  if (/^[\\/]{2}(?![?.][\\/])/.test(folder)) return { kind: 'network' };
  // The status of a file carries the serial number of its volume (32 bits) as its device.
  if (device === undefined || device === 0) return { kind: 'unknown' };
  const serial = (device >>> 0).toString(16).toUpperCase().padStart(8, '0');
  return { kind: 'unknown', volume: `${serial.slice(0, 4)}-${serial.slice(4)}` };
}

function onMac(folder: string, device: number | undefined): Medium {
  const label = /^\/Volumes\/([^/]+)/.exec(folder)?.[1];
  const volume = device === undefined ? undefined : `dev-${device.toString(16)}`;
  return { kind: 'unknown', ...named('label', label), ...named('volume', volume) };
}

function named<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value.slice(0, 100) } as Record<K, string>);
}

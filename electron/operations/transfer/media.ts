import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Medium } from '../../../shared/domain/index.ts';
import type { Machine as WholeMachine } from '../posture/index.ts';

/** What of the machine is looked at here. */
export type Machine = Pick<WholeMachine, 'platform' | 'read' | 'list' | 'link'>;

const NETWORK =
  /^(?:nfs4?|cifs|smb3?|smbfs|afpfs|webdav|davfs|9p|virtiofs|ceph|glusterfs|fuse\.(?:sshfs|rclone|davfs2?))$/;
const MEMORY = /^(?:tmpfs|ramfs|devtmpfs)$/;
/** How device mapper begins the id of an encrypted volume (cryptsetup, dm-crypt). */
const ENCRYPTED = 'CRYPT-';

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

interface Mount {
  readonly device: string;
  readonly point: string;
  readonly filesystem: string;
}

function onLinux(machine: Machine, folder: string): Medium {
  const mount = mountOf(machine.read('/proc/self/mountinfo') ?? '', folder);
  if (mount === undefined) return { kind: 'unknown' };
  const { filesystem } = mount;
  if (NETWORK.test(filesystem)) return { kind: 'network', filesystem };
  if (MEMORY.test(filesystem)) return { kind: 'memory', filesystem };
  const node = machine.link(`/sys/dev/block/${mount.device}`);
  // A volume without a device of its own, such as an overlay, tells nothing about a disk.
  if (node === undefined) return { kind: 'unknown', filesystem };
  const name = basename(node);
  const disks = disksUnder(machine, node, 0);
  const removable = disks.some(({ isRemovable }) => isRemovable);
  return {
    kind: removable ? 'removable' : disks.length === 0 ? 'unknown' : 'internal',
    filesystem,
    ...named('volume', nameIn(machine, '/dev/disk/by-uuid', name)),
    ...named('label', nameIn(machine, '/dev/disk/by-label', name)),
    ...named('device', disks[0]?.model),
    encrypted: isEncrypted(machine, node, 0),
  };
}

interface Disk {
  readonly isRemovable: boolean;
  readonly model: string | undefined;
}

/** `/sys` path of a block device, from the place that a link in `/sys/dev/block` names. */
function sysPath(node: string): string {
  return `/sys/${node.replace(/^(?:\.\.\/)+/, '')}`;
}

/** The whole disks that a volume lies on: itself, the disk it is a part of, or what it is mapped to. */
function disksUnder(machine: Machine, node: string, depth: number): Disk[] {
  if (depth > 8) return [];
  const path = sysPath(node);
  const below = machine.list(`${path}/slaves`);
  if (below.length > 0)
    return below.flatMap((name) => {
      const slave = machine.link(`/sys/class/block/${name}`);
      return slave === undefined ? [] : disksUnder(machine, slave, depth + 1);
    });
  const disk = machine.read(`${path}/partition`) === undefined ? path : dirname(path);
  const flag = machine.read(`${disk}/removable`)?.trim();
  if (flag === undefined) return [];
  const words = ['vendor', 'model'].map((each) => machine.read(`${disk}/device/${each}`)?.trim() ?? '');
  const model = words.filter((word) => word !== '').join(' ');
  // A disk in a USB case says that its medium cannot be taken out; the disk itself can.
  const isRemovable = flag === '1' || /\/(?:usb|mmc_host|firewire)\d*\//.test(disk);
  return [{ isRemovable, model: model === '' ? undefined : model }];
}

function isEncrypted(machine: Machine, node: string, depth: number): boolean {
  const path = sysPath(node);
  if (machine.read(`${path}/dm/uuid`)?.startsWith(ENCRYPTED) === true) return true;
  if (depth > 8) return false;
  const below = machine.list(`${path}/slaves`);
  return (
    below.length > 0 &&
    below.every((name) => {
      const slave = machine.link(`/sys/class/block/${name}`);
      return slave !== undefined && isEncrypted(machine, slave, depth + 1);
    })
  );
}

/** Which name in a folder of links leads to a device; udev writes odd characters as `\x20`. */
function nameIn(machine: Machine, folder: string, device: string): string | undefined {
  const found = machine
    .list(folder)
    .find((name) => basename(machine.link(`${folder}/${name}`) ?? '') === device);
  return found?.replaceAll(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The innermost mount that holds a folder (proc(5), mountinfo); the last one mounted over a place counts. */
function mountOf(table: string, folder: string): Mount | undefined {
  let innermost: Mount | undefined;
  for (const line of table.split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [, , device, , at] = left.split(' ');
    const [filesystem = ''] = right.split(' ');
    if (device === undefined || at === undefined) continue;
    const point = at.replaceAll(/\\(\d{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
    const holds = folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`);
    if (holds && point.length >= (innermost?.point.length ?? 0)) innermost = { device, point, filesystem };
  }
  return innermost;
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

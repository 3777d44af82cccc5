import { basename, dirname } from 'node:path';
import type { Machine } from './machine.ts';

/** How device mapper begins the id of an encrypted volume (cryptsetup, dm-crypt). */
const ENCRYPTED = 'CRYPT-';
/** How many volumes may lie on each other. */
const DEEPEST = 8;

type Tables = Pick<Machine, 'read' | 'list' | 'link'>;

/** A line of the system's table of mounts. */
export interface Mount {
  /** Major and minor number, `8:2`; `0:` for what has no device. */
  readonly device: string;
  readonly point: string;
  readonly filesystem: string;
}

/** The innermost mount that holds a folder (proc(5), mountinfo); the last one mounted over a place counts. */
export function mountOf(machine: Tables, folder: string): Mount | undefined {
  let innermost: Mount | undefined;
  for (const line of (machine.read('/proc/self/mountinfo') ?? '').split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [, , device, , at] = left.split(' ');
    const [filesystem = ''] = right.split(' ');
    if (device === undefined || at === undefined) continue;
    // The kernel writes odd characters of a path in octal.
    const point = at.replaceAll(/\\(\d{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
    const holds = folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`);
    if (holds && point.length >= (innermost?.point.length ?? 0)) innermost = { device, point, filesystem };
  }
  return innermost;
}

/**
 * Where `/sys` tells of the device of a mount.
 *
 * @returns undefined where it tells nothing: memory and overlays have no device of their own
 */
export function deviceOfMount(machine: Tables, { device }: Mount): string | undefined {
  if (device.startsWith('0:')) return undefined;
  const listed = `/sys/dev/block/${device}`;
  const path = resolved(machine, listed);
  return path === listed && machine.list(listed).length === 0 ? undefined : path;
}

/** The volumes that one lies on, as logical volumes lie on an encrypted one; none for a disk or a part of one. */
export function volumesUnder(machine: Tables, path: string): readonly string[] {
  return machine.list(`${path}/slaves`).map((name) => resolved(machine, `/sys/class/block/${name}`));
}

/** Whether the system encrypts a volume, or all that it lies on. */
export function isEncryptedVolume(machine: Tables, path: string, depth = 0): boolean {
  if (machine.read(`${path}/dm/uuid`)?.startsWith(ENCRYPTED) === true) return true;
  if (depth > DEEPEST) return false;
  const below = volumesUnder(machine, path);
  return below.length > 0 && below.every((each) => isEncryptedVolume(machine, each, depth + 1));
}

/** A whole disk, of which a volume is a part or the whole. */
export interface Disk {
  readonly isRemovable: boolean;
  readonly model: string | undefined;
}

/** The whole disks that a volume lies on: itself, the disk it is a part of, or what it is mapped to. */
export function disksUnder(machine: Tables, path: string, depth = 0): Disk[] {
  if (depth > DEEPEST) return [];
  const below = volumesUnder(machine, path);
  if (below.length > 0) return below.flatMap((each) => disksUnder(machine, each, depth + 1));
  const disk = machine.read(`${path}/partition`) === undefined ? path : dirname(path);
  const flag = machine.read(`${disk}/removable`)?.trim();
  if (flag === undefined) return [];
  const words = ['vendor', 'model'].map((each) => machine.read(`${disk}/device/${each}`)?.trim() ?? '');
  const model = words.filter((word) => word !== '').join(' ');
  // A disk in a USB case says that its medium cannot be taken out; the disk itself can.
  const isRemovable = flag === '1' || /\/(?:usb|mmc_host|firewire)\d*\//.test(disk);
  return [{ isRemovable, model: model === '' ? undefined : model }];
}

/** Which name in a folder of links leads to a device; udev writes odd characters as `\x20`. */
export function nameOfDevice(machine: Tables, folder: string, path: string): string | undefined {
  const found = machine
    .list(folder)
    .find((name) => basename(machine.link(`${folder}/${name}`) ?? '') === basename(path));
  return found?.replaceAll(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Links in `/sys` lead upwards to `/sys/devices`. */
function resolved(machine: Tables, path: string): string {
  const link = machine.link(path);
  return link === undefined ? path : `/sys/${link.replace(/^(?:\.\.\/)+/, '')}`;
}

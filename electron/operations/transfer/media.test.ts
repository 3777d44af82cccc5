import { expect, it } from 'vitest';
import { mediumOf, type Machine } from './media.ts';

/** A machine whose files are these texts and whose links are these. */
function machine(
  platform: NodeJS.Platform,
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): Machine {
  const names = [...Object.keys(files), ...Object.keys(links)];
  return {
    platform,
    read: (path) => files[path],
    list: (path) => [
      ...new Set(
        names
          .filter((name) => name.startsWith(`${path}/`))
          .map((name) => name.slice(path.length + 1).split('/')[0]!),
      ),
    ],
    link: (path) => links[path],
  };
}

const MOUNTS = [
  '22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw',
  '30 22 0:26 / /tmp rw,nosuid - tmpfs tmpfs rw',
  '31 22 8:17 / /media/ann/WARD\\0403 rw,nosuid - vfat /dev/sdb1 rw,uid=1000',
  '32 22 0:44 / /mnt/share rw - cifs //server/share rw,vers=3.1.1',
  '33 22 254:3 / /media/ann/safe rw - ext4 /dev/mapper/safe rw',
  '34 22 0:50 / /mnt/overlay rw - overlay overlay rw',
  '35 22 8:33 / /media/ann/case rw - exfat /dev/sdc1 rw',
  '',
].join('\n');

const linux = machine(
  'linux',
  {
    '/proc/self/mountinfo': MOUNTS,
    '/sys/devices/pci/ata1/block/sda/removable': '0\n',
    '/sys/devices/pci/ata1/block/sda/sda2/partition': '2\n',
    '/sys/devices/pci/usb1/1-1/block/sdb/removable': '1\n',
    '/sys/devices/pci/usb1/1-1/block/sdb/device/vendor': 'SanDisk \n',
    '/sys/devices/pci/usb1/1-1/block/sdb/device/model': 'Ultra\n',
    '/sys/devices/pci/usb1/1-1/block/sdb/sdb1/partition': '1\n',
    '/sys/devices/pci/usb1/1-2/block/sdc/removable': '0\n',
    '/sys/devices/pci/usb1/1-2/block/sdc/sdc1/partition': '1\n',
    '/sys/devices/virtual/block/dm-3/dm/uuid': 'CRYPT-LUKS2-abc-safe',
    '/sys/devices/virtual/block/dm-3/slaves/sdb1': '',
  },
  {
    '/sys/dev/block/8:2': '../../devices/pci/ata1/block/sda/sda2',
    '/sys/dev/block/8:17': '../../devices/pci/usb1/1-1/block/sdb/sdb1',
    '/sys/dev/block/8:33': '../../devices/pci/usb1/1-2/block/sdc/sdc1',
    '/sys/dev/block/254:3': '../../devices/virtual/block/dm-3',
    '/sys/class/block/sdb1': '../../devices/pci/usb1/1-1/block/sdb/sdb1',
    '/dev/disk/by-uuid/6A1B-9F02': '../../sdb1',
    '/dev/disk/by-label/WARD\\x203': '../../sdb1',
  },
);

it.each([
  ['/home/ann', { kind: 'internal', filesystem: 'ext4', encrypted: false }],
  [
    '/media/ann/WARD 3/out',
    {
      ...{ kind: 'removable', filesystem: 'vfat', volume: '6A1B-9F02', label: 'WARD 3' },
      ...{ device: 'SanDisk Ultra', encrypted: false },
    },
  ],
  // Beside the stick, not on it.
  ['/media/ann/WARD 33', { kind: 'internal', filesystem: 'ext4', encrypted: false }],
  ['/tmp/x', { kind: 'memory', filesystem: 'tmpfs' }],
  ['/mnt/share/a', { kind: 'network', filesystem: 'cifs' }],
  ['/media/ann/safe', { kind: 'removable', filesystem: 'ext4', device: 'SanDisk Ultra', encrypted: true }],
  ['/mnt/overlay', { kind: 'unknown', filesystem: 'overlay' }],
  // A disk in a USB case calls itself fixed.
  ['/media/ann/case', { kind: 'removable', filesystem: 'exfat', encrypted: false }],
])('tells on Linux what %s lies on', (folder, medium) => {
  expect(mediumOf(linux, folder)).toEqual(medium);
});

it('tells on Windows the serial number of the volume and shares, and on macOS its name', () => {
  const serial = (): number => 0x6a1b9f02;
  expect(mediumOf(machine('win32', {}), 'E:\\out', serial)).toEqual({ kind: 'unknown', volume: '6A1B-9F02' });
  expect(mediumOf(machine('win32', {}), '\\\\server\\share\\out', serial)).toEqual({ kind: 'network' });
  expect(mediumOf(machine('darwin', {}), '/Volumes/WARD 3/out', serial)).toEqual({
    ...{ kind: 'unknown', label: 'WARD 3', volume: 'dev-6a1b9f02' },
  });
});

it('says unknown where the system says nothing', () => {
  expect(mediumOf(machine('linux', {}), '/home')).toEqual({ kind: 'unknown' });
  expect(mediumOf(machine('freebsd', {}), '/home')).toEqual({ kind: 'unknown' });
  expect(mediumOf(machine('win32', {}), 'E:\\', () => undefined)).toEqual({ kind: 'unknown' });
});

import { describe, expect, it, test } from 'vitest';
import type { Entry } from '../../../shared/formats/index.ts';
import { acceptedNow, postureRules } from './acceptance.ts';
import { checkPosture, type OwnFacts } from './checks.ts';
import { findDeviceSecret } from './device-secret.ts';
import { isOnEncryptedDisk } from './disk.ts';
import { thisMachine, type Machine } from './machine.ts';
import { interfacesOf, leadsNowhere, routesOut, socketsOfOurs } from './network.ts';
import { changeOf } from './watch.ts';

/** A machine as its files describe it. */
function machineOf(files: Readonly<Record<string, string>>, more: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    read: (path) => files[path],
    list: (path) => [
      ...new Set(
        Object.keys(files).flatMap((file) =>
          file.startsWith(`${path}/`) ? (file.slice(path.length + 1).split('/')[0] ?? []) : [],
        ),
      ),
    ],
    link: (path) => files[path],
    mode: () => 0o600,
    interfaces: () => [],
    outside: () => undefined,
    registry: () => undefined,
    ...more,
  };
}

const HEAD = 'Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n';
const ROUTED = `${HEAD}eth0 00000000 010200C0 0003 0 0 0 00000000 0 0 0\neth0 000200C0 00000000 0001 0 0 0 00FFFFFF 0 0 0\n`;
const NO_DEFAULT = `${HEAD}eth0 000200C0 00000000 0001 0 0 0 00FFFFFF 0 0 0\n`;
const ZERO = '0'.repeat(32);
const ROUTED6 = `${ZERO} 00 ${ZERO} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00450003 wlan0\n`;
const REJECTED6 = `${ZERO} 00 ${ZERO} 00 ${ZERO} ffffffff 00000001 00000000 00200200 lo\n`;

describe('ways out', () => {
  test.each([
    ['a default route', { '/proc/net/route': ROUTED }, ['eth0']],
    ['a network without one', { '/proc/net/route': NO_DEFAULT }, []],
    ['a default route of IPv6', { '/proc/net/ipv6_route': ROUTED6 }, ['wlan0']],
    ['the route that rejects', { '/proc/net/ipv6_route': REJECTED6 }, []],
    ['both', { '/proc/net/route': ROUTED, '/proc/net/ipv6_route': ROUTED6 + REJECTED6 }, ['eth0', 'wlan0']],
    ['a route that is down', { '/proc/net/route': ROUTED.replace(' 0003 ', ' 0002 ') }, []],
    ['no table', {}, []],
    ['a table of nonsense', { '/proc/net/route': 'x\ny z\n\n', '/proc/net/ipv6_route': '\n-\n' }, []],
  ])('%s', (_name, files, routes) => {
    expect(routesOut(machineOf(files))).toEqual(routes);
  });

  test('a program apart from the machine still sees the ways out of the machine', () => {
    const outside = { route: ROUTED, ipv6_route: ROUTED6 + REJECTED6 };
    const machine = machineOf({ '/proc/net/route': HEAD }, { outside: (table) => outside[table] });
    expect([routesOut(machine), interfacesOf(machine)]).toEqual([
      ['eth0', 'wlan0'],
      ['eth0', 'wlan0'],
    ]);
  });

  test('where a system keeps its routes to itself, each interface counts', () => {
    const machine = machineOf({}, { platform: 'win32', interfaces: () => ['Ethernet 2', 'a\nb'] });
    expect(routesOut(machine)).toEqual(['Ethernet 2', 'interface']);
  });

  test.each([
    [['a'], ['a'], undefined],
    [[], ['a'], { appeared: ['a'], gone: [] }],
    [['a', 'b'], ['b', 'c'], { appeared: ['c'], gone: ['a'] }],
  ])('from %j to %j', (before, now, change) => {
    expect(changeOf(before, now)).toEqual(change);
  });
});

describe('sockets of ours', () => {
  const table = (inode: string): string =>
    `  sl local ...\n   0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 ${inode} 1\n`;
  const tree = {
    '/proc/10/fd/3': 'socket:[777]',
    '/proc/10/fd/4': '/dev/null',
    '/proc/10/task/10/children': '11 ',
    '/proc/11/fd/5': 'socket:[888]',
    '/proc/11/task/11/children': '',
  };

  it('counts those of children too, and no local ones', () => {
    expect(socketsOfOurs(machineOf(tree), 10)).toBe(0);
    expect(socketsOfOurs(machineOf({ ...tree, '/proc/11/net/udp': table('888') }), 10)).toBe(1);
    expect(socketsOfOurs(machineOf({ ...tree, '/proc/10/net/tcp': table('1') }), 10)).toBe(0);
  });

  it('says nothing where the system does not tell', () => {
    expect(socketsOfOurs(machineOf({}, { platform: 'darwin' }), 10)).toBeUndefined();
  });
});

describe('the network that children are in', () => {
  const NOWHERE6 = `${REJECTED6}${'0'.repeat(31)}1 80 ${ZERO} 00 ${ZERO} 00000000 00000002 00000000 80200001 lo\n`;
  const child = (pid: number, network: string, routes: string): Record<string, string> => ({
    [`/proc/${pid}/ns/net`]: `net:[${network}]`,
    [`/proc/${pid}/net/route`]: routes,
    [`/proc/${pid}/net/ipv6_route`]: NOWHERE6,
  });
  const family = { '/proc/10/task/10/children': '11 12', ...child(10, '1', ROUTED) };
  const childrenOf = (files: Record<string, string>, own: Partial<OwnFacts> = {}): string =>
    found('children', { pid: 10, ...own }, machineOf(files));

  it('is measured for every one that runs', () => {
    expect(childrenOf({ ...family, ...child(11, '2', HEAD), ...child(12, '3', HEAD) })).toBe(
      'enforced, fine',
    );
  });

  it.each([
    ['the network of this program', child(12, '1', HEAD)],
    ['a network that leads somewhere', child(12, '3', ROUTED)],
    ['a network that cannot be seen', {}],
  ])('wants attention where one is in %s', (_name, other) => {
    expect(childrenOf({ ...family, ...child(11, '2', HEAD), ...other })).toBe('recorded, attention');
  });

  it('is not measured before one runs, and no more is said than was tried', () => {
    expect(childrenOf({})).toBe('enforced, fine');
    expect(childrenOf({}, { childrenIsolated: false })).toBe('enforced, fine');
  });

  it('leads nowhere only where tables say so', () => {
    expect(leadsNowhere(machineOf(child(5, '1', HEAD)), 5)).toBe(true);
    expect(leadsNowhere(machineOf({}), 5)).toBe(false);
    expect(leadsNowhere(machineOf({ ...child(5, '1', HEAD), '/proc/5/net/ipv6_route': ROUTED6 }), 5)).toBe(
      false,
    );
  });
});

describe('the disk', () => {
  const mounts =
    '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 253:2 / /home rw - ext4 /dev/dm-2 rw\n24 1 0:40 / /tmp rw - tmpfs tmpfs rw\n25 1 8:9 / /a\\040b rw - ext4 x rw\n26 1 8:7 / /c rw - ext4 y rw\n';
  const machine = machineOf({
    '/proc/self/mountinfo': mounts,
    '/sys/dev/block/8:1/removable': '0',
    '/sys/dev/block/253:2/slaves/dm-0': '',
    '/sys/class/block/dm-0/dm/uuid': 'CRYPT-LUKS2-abc',
    '/sys/dev/block/8:9/dm/uuid': 'CRYPT-LUKS2-def',
  });

  test.each([
    ['a logical volume on an encrypted one', '/home/otto/workspace', true],
    ['a plain disk', '/srv/workspace', false],
    ['memory', '/tmp/workspace', undefined],
    ['a device that the system tells nothing of', '/c/workspace', undefined],
    ['a name with a blank', '/a b/workspace', true],
  ])('%s', (_name, folder, encrypted) => {
    expect(isOnEncryptedDisk(machine, folder)).toBe(encrypted);
  });
});

const KEYS = { epoch: 2, ageDays: 1, everyDays: 90, state: 'fresh', unfinished: false } as const;
const OWN: OwnFacts = {
  host: 'command-line',
  pid: process.pid,
  workspaceFolder: '/srv/workspace',
  deviceSecretFile: '/srv/device-secret',
  deviceSecret: { places: ['file'], keychain: { state: 'none', name: 'none' } },
  refusals: 0,
  childrenIsolated: true,
  routesAccepted: [],
  signIn: undefined,
  nowMs: Date.UTC(2026, 10, 22),
  lastEntryMs: undefined,
  inference: undefined,
  manifest: { grade: 'unknown', state: 'not_known', finding: 'none' },
  contentKeys: undefined,
  program: String.raw`C:\Program Files\Swarm Clinical\swarm-clinical.exe`,
  environment: { ProgramFiles: String.raw`C:\Program Files` },
  homeFolder: '/home/otto',
  inAppSandbox: false,
  fuses: undefined,
};
const found = (
  id: string,
  own: Partial<OwnFacts>,
  machine = machineOf({ '/proc/net/route': ROUTED }),
): string => {
  const check = checkPosture(machine, { ...OWN, ...own }).find((each) => each.id === id);
  return `${check?.grade ?? 'none'}, ${check?.state ?? 'none'}`;
};

const SIGN_IN = { origin: 'login.hospital.example:8443', required: false, process: true };

describe('sign-in with accounts of the hospital', () => {
  const finding = (signIn: OwnFacts['signIn'], host: OwnFacts['host']): string =>
    checkPosture(machineOf({}), { ...OWN, signIn, host }).find(({ id }) => id === 'sign_in')?.finding ?? '';

  it('says which process may reach which origin, and that no other may', () => {
    expect(finding(undefined, 'electron')).toBe(
      'Off: there is no process of ours that may open a connection.',
    );
    expect(finding(SIGN_IN, 'electron')).toBe(
      'On, beside the password: one process, apart from all others and without any key, may reach login.hospital.example:8443, and its guard lets nothing else out.',
    );
    expect(finding({ ...SIGN_IN, process: false }, 'electron')).toContain('is not running');
    expect(finding({ ...SIGN_IN, required: true, process: false }, 'command-line')).toBe(
      'On at login.hospital.example:8443, required, in the window alone: this command may open no connection.',
    );
  });

  it('fits its sentence, however long the name of the host', () => {
    const origin = `${'a'.repeat(290)}.test`;
    for (const process of [true, false])
      expect(finding({ ...SIGN_IN, origin, process }, 'electron').length).toBeLessThanOrEqual(300);
  });
});

describe('grades', () => {
  test.each([
    ['guard', {}, 'enforced, fine'],
    ['guard', { refusals: 2 }, 'enforced, attention'],
    ['guard', { refusals: undefined }, 'unknown, attention'],
    ['sign_in', {}, 'enforced, fine'],
    ['sign_in', { signIn: SIGN_IN }, 'enforced, fine'],
    ['sign_in', { signIn: SIGN_IN, host: 'electron' as const }, 'enforced, fine'],
    ['sign_in', { signIn: { ...SIGN_IN, process: false } }, 'enforced, fine'],
    ['sign_in', { signIn: { ...SIGN_IN, process: false }, host: 'electron' as const }, 'recorded, attention'],
    ['route', {}, 'recorded, attention'],
    ['route', { routesAccepted: ['eth0'] }, 'asserted, fine'],
    ['clock', {}, 'asserted, fine'],
    ['clock', { nowMs: Date.UTC(2020, 1, 1) }, 'recorded, attention'],
    ['clock', { lastEntryMs: Date.UTC(2026, 10, 23) }, 'recorded, attention'],
    ['inference', { inference: 'cpu' }, 'recorded, fine'],
    ['inference', {}, 'unknown, not_known'],
    ['fuses', { host: 'electron' as const }, 'asserted, fine'],
    ['fuses', { host: 'electron' as const, fuses: { wrong: [] } }, 'recorded, fine'],
    ['fuses', { host: 'electron' as const, fuses: { wrong: ['runAsNode'] } }, 'recorded, attention'],
    ['sandbox', {}, 'unknown, not_known'],
    ['sandbox', { host: 'stand-in' as const }, 'asserted, fine'],
    ['firewall', {}, 'unknown, not_known'],
    ['content_keys', {}, 'unknown, not_known'],
    ['content_keys', { contentKeys: KEYS }, 'recorded, fine'],
    ['content_keys', { contentKeys: { ...KEYS, state: 'soon' as const } }, 'recorded, fine'],
    ['content_keys', { contentKeys: { ...KEYS, state: 'due' as const } }, 'recorded, attention'],
    ['content_keys', { contentKeys: { ...KEYS, state: 'overdue' as const } }, 'recorded, attention'],
    ['content_keys', { contentKeys: { ...KEYS, unfinished: true } }, 'recorded, attention'],
  ])('%s with %j is %s', (id, own, grade) => {
    expect(found(id, own)).toBe(grade);
  });

  test('a device secret that others can read needs attention', () => {
    expect(found('device_secret', {}, machineOf({}, { mode: () => 0o644 }))).toBe('recorded, attention');
  });

  test.each([
    ['sealed by the system', ['keychain'], 'ready', 'recorded, fine'],
    ['sealed, and this program reaches no key store', ['keychain'], 'none', 'recorded, fine'],
    ['in a file where there is no key store', ['file'], 'none', 'recorded, fine'],
    ['in a file although there is a key store', ['file'], 'ready', 'recorded, attention'],
    ['in a file because the key store is none', ['file'], 'weak', 'recorded, attention'],
    ['in both after a move that was cut short', ['keychain', 'file'], 'ready', 'recorded, attention'],
    ['nowhere yet', [], 'ready', 'unknown, not_known'],
  ] as const)('a device secret %s', (_, places, state, wanted) => {
    const deviceSecret = { places, keychain: { state, name: 'gnome_libsecret' } };
    expect(found('device_secret', { deviceSecret }, machineOf({}, { mode: () => 0o600 }))).toBe(wanted);
  });

  test('a file and a weak key store are called weaker, by name', () => {
    const weak = { places: ['file'], keychain: { state: 'weak', name: 'basic_text' } } as const;
    expect(findDeviceSecret(weak, 0o600).finding).toMatch(/basic_text.*weaker/);
    const none = { places: ['file'], keychain: { state: 'none', name: 'none' } } as const;
    expect(findDeviceSecret(none, 0o600).finding).toMatch(/weaker/);
  });

  test('a filter is enforced, and so is a namespace that a launcher made', () => {
    const machine = machineOf({ '/proc/self/status': 'Name: x\nSeccomp:\t2\n' }, { outside: () => ROUTED });
    expect(found('filter', {}, machine)).toBe('enforced, fine');
    expect(found('namespace', {}, machine)).toBe('enforced, fine');
    expect(found('namespace', {}, { ...machine, interfaces: () => ['eth0'] })).toBe('unknown, not_known');
  });

  test('a machine whose cable is out is no namespace', () => {
    expect(found('namespace', {}, machineOf({}))).toBe('unknown, not_known');
  });

  test('macOS leaves out the network only in its sandbox', () => {
    const mac = machineOf({}, { platform: 'darwin' });
    expect(found('firewall', {}, mac)).toBe('unknown, not_known');
    expect(found('firewall', { inAppSandbox: true }, mac)).toBe('asserted, fine');
  });

  test('the sandbox of pages is measured where they run as children', () => {
    const page = (pid: number, mode: number): Record<string, string> => ({
      [`/proc/${pid}/cmdline`]: `/opt/x\0--type=renderer\0`,
      [`/proc/${pid}/status`]: `Name:\tx\nSeccomp:\t${mode}\nSeccomp_filters:\t1\n`,
    });
    const family = {
      '/proc/10/task/10/children': '11 12 13',
      '/proc/13/cmdline': '/opt/x\0--type=gpu-process\0',
    };
    const own = { host: 'electron' as const, pid: 10 };
    expect(found('sandbox', own, machineOf({ ...family, ...page(11, 2), ...page(12, 2) }))).toBe(
      'enforced, fine',
    );
    expect(found('sandbox', own, machineOf({ ...family, ...page(11, 2), ...page(12, 0) }))).toBe(
      'recorded, attention',
    );
  });

  test('this machine can be asked, names no address, and every check answers', () => {
    const checks = checkPosture(thisMachine, OWN);
    expect(checks).toHaveLength(19);
    expect(JSON.stringify(checks)).not.toMatch(/\d+\.\d+\.\d+\.\d+|[0-9a-f]{1,4}::/);
  });
});

describe('who answers for the network', () => {
  const said = (role: string, kind: string, body: object, seq = 1): Entry =>
    ({ kind, body, seq, actor: { id: 'someone', role } }) as unknown as Entry;
  const accepted = (role: string, seq = 1): Entry =>
    said(role, 'posture.network_accepted', { interfaces: ['eth0'], expiresAtMs: 1000, reason: 'ward' }, seq);

  it('counts until it expires', () => {
    const rules = postureRules([accepted('admin')]);
    expect([acceptedNow(rules, 999), acceptedNow(rules, 1000)]).toEqual([['eth0'], []]);
  });

  it('counts only of those who may say it', () => {
    expect(postureRules([accepted('operator'), accepted('none')]).acceptance).toBeUndefined();
    expect(
      postureRules([said('compliance', 'posture.strict_set', { strict: true, reason: 'x' })]).strict,
    ).toBe(false);
    expect(postureRules([said('admin', 'posture.strict_set', { strict: true, reason: 'x' })]).strict).toBe(
      true,
    );
  });

  it('passes over what is not in the form of the catalogue', () => {
    expect(postureRules([said('admin', 'posture.network_accepted', { interfaces: 'eth0' })]).acceptance).toBe(
      undefined,
    );
  });
});

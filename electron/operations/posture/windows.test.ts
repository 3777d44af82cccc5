import { describe, expect, test } from 'vitest';
import { firewallOnWindows } from './firewall.ts';
import type { Machine } from './machine.ts';
import { readRegistryText, valueBelow } from './registry-text.ts';
import { screenLock } from './screen-lock.ts';

// What `reg.exe query` prints, as its documentation and MS-FASP have it. No Windows was at hand to print it.

const OWN_KEY = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy`;
const DOMAIN_KEY = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\WindowsFirewall`;
const PROGRAM = String.raw`C:\Program Files\Swarm Clinical\swarm-clinical.exe`;
const RULE = `v2.32|Action=Block|Active=TRUE|Dir=Out|App=${PROGRAM}|Name=Swarm Clinical: no network|`;
const OTHER = String.raw`v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=445|App=System|Name=@FirewallAPI.dll,-28512|`;

function printed(...keys: (readonly [key: string, values: readonly string[]])[]): string {
  return keys
    .map(([key, values]) => ['', key, ...values.map((value) => `    ${value}`)].join('\r\n'))
    .join('\r\n');
}
const profile = (name: string, on: number): readonly [string, readonly string[]] => [
  `${OWN_KEY}\\${name}`,
  ['DisableNotifications    REG_DWORD    0x0', `EnableFirewall    REG_DWORD    0x${on}`],
];
const own = (rule: string, on: readonly number[] = [1, 1, 1]): string =>
  printed(
    profile('DomainProfile', on[0] ?? 0),
    [`${OWN_KEY}\\DomainProfile\\Logging`, ['LogFileSize    REG_DWORD    0x1000']],
    [
      `${OWN_KEY}\\FirewallRules`,
      [`FPS-SMB-In-TCP    REG_SZ    ${OTHER}`, `{4F0C2B8E-0000-4E86-9D3C-2A1F0D5B7C11}    REG_SZ    ${rule}`],
    ],
    profile('PublicProfile', on[1] ?? 0),
    profile('StandardProfile', on[2] ?? 0),
  );
const found = (text: string, policy = '', environment = {}): string =>
  firewallOnWindows(text, policy, PROGRAM, environment);

describe('the rule of the Windows firewall', () => {
  test('holds as the installer sets it', () => {
    expect(found(own(RULE))).toBe('blocks');
  });

  test('holds with a path in variables, and whatever the case of its letters', () => {
    const rule = RULE.replace(PROGRAM, String.raw`%ProgramFiles%\Swarm Clinical\SWARM-clinical.exe`);
    expect(found(own(rule), '', { PROGRAMFILES: String.raw`C:\Program Files` })).toBe('blocks');
    expect(found(own(rule), '', {})).toBe('no_rule');
  });

  test.each([
    ['allows', RULE.replace('Block', 'Allow')],
    ['is switched off', RULE.replace('Active=TRUE', 'Active=FALSE')],
    ['is about what comes in', RULE.replace('Dir=Out', 'Dir=In')],
    ['names another program', RULE.replace('swarm-clinical.exe', 'other.exe')],
    ['names no program', RULE.replace(/App=[^|]*\|/, '')],
    ['is about one port', RULE.replace('Dir=Out|', 'Dir=Out|Protocol=6|RPort=443|')],
    ['is about one kind of network', RULE.replace('Dir=Out|', 'Dir=Out|Profile=Public|')],
    ['is about some addresses', RULE.replace('Dir=Out|', 'Dir=Out|RA4=192.0.2.0/255.255.255.0|')],
    ['is about one account', `${RULE}LUAuth=O:LSD:(A;;CC;;;S-1-5-21)|`],
    ['is nonsense', 'Block'],
  ])('does not count where it %s', (_name, rule) => {
    expect(found(own(rule))).toBe('no_rule');
  });

  test.each([[[0, 1, 1]], [[1, 0, 1]], [[1, 1, 0]]])('is nothing where the firewall is off: %j', (on) => {
    expect(found(own(RULE, on))).toBe('switched_off');
  });

  test('is nothing where the domain switches the firewall off, or lets rules of the machine not count', () => {
    const domain = (value: string): string => printed([`${DOMAIN_KEY}\\PublicProfile`, [value]]);
    expect(found(own(RULE), domain('EnableFirewall    REG_DWORD    0x0'))).toBe('switched_off');
    expect(found(own(RULE), domain('AllowLocalPolicyMerge    REG_DWORD    0x0'))).toBe('overruled');
    expect(found(own(RULE), domain('AllowLocalPolicyMerge    REG_DWORD    0x1'))).toBe('blocks');
  });

  test('may be one of the domain', () => {
    const domain = printed(
      [`${DOMAIN_KEY}\\FirewallRules`, [`{1}    REG_SZ    ${RULE}`]],
      [`${DOMAIN_KEY}\\PublicProfile`, ['AllowLocalPolicyMerge    REG_DWORD    0x0']],
    );
    expect(found(own(OTHER), domain)).toBe('blocks');
  });

  test('is not there where nothing can be read', () => {
    expect([found(''), found('ERROR: Access is denied.\r\n')]).toEqual(['no_rule', 'no_rule']);
  });
});

test('what the registry prints is read by key and name, and nonsense is passed over', () => {
  const text = readRegistryText(
    `${printed([String.raw`HKEY_CURRENT_USER\A B`, ['Two Words    REG_SZ    x    y', 'None    REG_SZ    ']])}\r\n  junk\r\n`,
  );
  expect(valueBelow(text, String.raw`\a b`, 'two words')).toBe('x    y');
  expect(valueBelow(text, String.raw`\a b`, 'none')).toBe('');
  expect(valueBelow(text, String.raw`\other`, 'two words')).toBeUndefined();
});

describe('the lock of the screen', () => {
  const machineOf = (platform: NodeJS.Platform, texts: Record<string, string>): Machine => ({
    platform,
    read: (path) => texts[path],
    list: (path) => [
      ...new Set(
        Object.keys(texts)
          .filter((file) => file.startsWith(`${path}/`))
          .map((file) => file.slice(path.length + 1).split('/')[0] ?? ''),
      ),
    ],
    link: () => undefined,
    mode: () => undefined,
    interfaces: () => [],
    outside: () => undefined,
    registry: (query) => texts[query],
  });
  const desktop = (active: number, secure: number, seconds: number): string =>
    printed([
      String.raw`HKEY_CURRENT_USER\Control Panel\Desktop`,
      [
        `ScreenSaveActive    REG_SZ    ${active}`,
        `ScreenSaverIsSecure    REG_SZ    ${secure}`,
        `ScreenSaveTimeOut    REG_SZ    ${seconds}`,
      ],
    ]);
  const limit = printed([
    String.raw`HKEY_LOCAL_MACHINE\...\System`,
    ['InactivityTimeoutSecs    REG_DWORD    0x384'],
  ]);
  const dconf = (lines: string): Record<string, string> => ({ '/etc/dconf/db/local.d/10-lock': lines });

  test.each([
    ['Windows, for everybody', 'win32', { logon: limit, desktop: desktop(0, 0, 0) }, { afterSeconds: 900 }],
    ['Windows, by choice', 'win32', { desktop: desktop(1, 1, 600) }, { afterSeconds: 600 }],
    [
      'Windows, by policy over choice',
      'win32',
      { desktop: desktop(0, 0, 0), desktopPolicy: desktop(1, 1, 300) },
      { afterSeconds: 300 },
    ],
    ['Windows, without a password', 'win32', { desktop: desktop(1, 0, 600) }, 'off'],
    ['Windows, unreadable', 'win32', {}, undefined],
    [
      'Plasma, of the person',
      'linux',
      {
        '/home/otto/.config/kscreenlockerrc': '[Daemon]\nTimeout=10\n',
        '/etc/xdg/kscreenlockerrc': '[Daemon]\nAutolock=false\n',
      },
      { afterSeconds: 600 },
    ],
    [
      'Plasma, for everybody',
      'linux',
      { '/etc/xdg/kscreenlockerrc': '[Daemon]\nAutolock[$i]=false\n' },
      'off',
    ],
    [
      'GNOME',
      'linux',
      dconf(
        '[org/gnome/desktop/session]\nidle-delay=uint32 300\n\n[org/gnome/desktop/screensaver]\nlock-delay=uint32 30\nlock-enabled=true\n',
      ),
      { afterSeconds: 330 },
    ],
    ['GNOME, switched off', 'linux', dconf('[org/gnome/desktop/screensaver]\nlock-enabled=false\n'), 'off'],
    ['Linux, unreadable', 'linux', {}, undefined],
    ['macOS', 'darwin', {}, undefined],
  ] as const)('%s', (_name, platform, texts, lock) => {
    expect(screenLock(machineOf(platform, texts), '/home/otto')).toEqual(lock);
  });
});

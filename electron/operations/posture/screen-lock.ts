import { join } from 'node:path';
import type { Machine } from './machine.ts';
import { readRegistryText, valueBelow } from './registry-text.ts';

/** After how long without anybody the system locks its screen by itself, where it says so. */
export type ScreenLock = { readonly afterSeconds: number } | 'off' | undefined;

/** Reads the lock policy of the system without starting anything but, on Windows, the reader of its registry. */
export function screenLock(machine: Machine, homeFolder: string): ScreenLock {
  if (machine.platform === 'win32') return onWindows(machine);
  if (machine.platform === 'linux') return onPlasma(machine, homeFolder) ?? onGnome(machine);
  return undefined;
}

/** The limit for everybody who works at the machine first; then the screen saver, by policy or by choice. */
function onWindows(machine: Machine): ScreenLock {
  const limit = Number(valueOf(machine.registry('logon') ?? '', 'InactivityTimeoutSecs') ?? 0);
  if (limit > 0) return { afterSeconds: limit };
  const [policy, own] = [machine.registry('desktopPolicy') ?? '', machine.registry('desktop')];
  if (own === undefined) return undefined;
  const setting = (name: string): string | undefined => valueOf(policy, name) ?? valueOf(own, name);
  const seconds = Number(setting('ScreenSaveTimeOut') ?? 0);
  const on = setting('ScreenSaveActive') === '1' && setting('ScreenSaverIsSecure') === '1' && seconds > 0;
  return on ? { afterSeconds: seconds } : 'off';
}

function valueOf(text: string, name: string): string | undefined {
  return valueBelow(readRegistryText(text), '', name);
}

/** KDE Plasma: minutes, in a file of the person's own over one for everybody. */
function onPlasma(machine: Machine, homeFolder: string): ScreenLock {
  for (const file of [join(homeFolder, '.config/kscreenlockerrc'), '/etc/xdg/kscreenlockerrc']) {
    const daemon = readSections(machine.read(file)).get('Daemon');
    if (daemon?.get('Autolock') === 'false') return 'off';
    const minutes = Number(daemon?.get('Timeout') ?? 0);
    if (minutes > 0) return { afterSeconds: minutes * 60 };
  }
  return undefined;
}

/** GNOME: what an administrator set for everybody. What a person set lies in a file of another form. */
function onGnome(machine: Machine): ScreenLock {
  const settings = new Map<string, string>();
  for (const folder of machine.list('/etc/dconf/db').filter((name) => name.endsWith('.d')))
    for (const file of machine.list(`/etc/dconf/db/${folder}`))
      for (const [section, values] of readSections(machine.read(`/etc/dconf/db/${folder}/${file}`)))
        for (const [name, value] of values) settings.set(`${section}/${name}`, value);
  const number = (name: string): number => Number(/\d+$/.exec(settings.get(name) ?? '')?.[0] ?? 0);
  if (settings.get('org/gnome/desktop/screensaver/lock-enabled') === 'false') return 'off';
  const idle = number('org/gnome/desktop/session/idle-delay');
  return idle > 0 ? { afterSeconds: idle + number('org/gnome/desktop/screensaver/lock-delay') } : undefined;
}

/** `[section]` and `name=value`, as both desktops write them. */
function readSections(text = ''): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const section = /^\[(.+)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) sections.set(section, (values = new Map<string, string>()));
    const [, name, value] = /^([\w-]+)(?:\[[^\]]*\])?\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  return sections;
}

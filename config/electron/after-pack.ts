import { chmod, copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { flipFuses, FuseVersion } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { FUSES } from '../../electron/operations/index.ts';

const START = join(import.meta.dirname, 'isolated-start.sh');

/** The part of what electron-builder hands over that is used here. */
type Context = Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName'> & {
  readonly packager: Pick<AfterPackContext['packager'], 'config'>;
};

/**
 * electron-builder's `afterPack`. On Linux the program is put behind its launcher, which starts it apart from
 * the network of the machine: every way to start a package leads through the name that the launcher takes.
 *
 * electron-builder sets the fuses after this hook, in the file of that name; so they are set here first, in
 * the program, and not again in the launcher.
 *
 * @throws Error where the configuration names no program or lacks a fuse
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }: Context): Promise<void> {
  if (electronPlatformName !== 'linux') return;
  const { electronFuses, executableName } = packager.config;
  if (typeof executableName !== 'string') throw new Error('electron-builder.yml names no program');
  const wanted = new Map<string, unknown>(Object.entries(electronFuses ?? {}));
  const wire = FUSES.map(([name]) => wanted.get(name)).filter((on) => typeof on === 'boolean');
  if (wire.length !== FUSES.length) throw new Error('electron-builder.yml lacks a fuse');

  const launcher = join(appOutDir, executableName);
  await flipFuses(launcher, { version: FuseVersion.V1, ...Object.fromEntries(wire.entries()) });
  Object.assign(packager, { addElectronFuses: () => Promise.resolve() });
  await rename(launcher, `${launcher}.bin`);
  await copyFile(START, launcher);
  await chmod(launcher, 0o755);
}

import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** What can be read of the machine without asking anybody: files of the system, and its interfaces. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Text of a file; undefined where there is none or it may not be read. */
  read(path: string): string | undefined;
  /** Names in a folder; none where it may not be read. */
  list(path: string): readonly string[];
  /** Where a link leads. */
  link(path: string): string | undefined;
  /** Permission bits of a file. */
  mode(path: string): number | undefined;
  /** Interfaces that are up and have an address, without loopback. */
  interfaces(): readonly string[];
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** This machine. Passive: nothing is sent, started or changed. */
export const thisMachine: Machine = {
  platform: process.platform,
  read: (path) => attempt(() => readFileSync(path, 'utf8')),
  list: (path) => attempt(() => readdirSync(path)) ?? [],
  link: (path) => attempt(() => readlinkSync(path)),
  mode: (path) => attempt(() => lstatSync(path).mode & 0o777),
  interfaces: () =>
    Object.entries(networkInterfaces())
      .filter(([, addresses]) => (addresses ?? []).some(({ internal }) => !internal))
      .map(([name]) => name)
      .sort(),
};

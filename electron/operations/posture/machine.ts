import { lstatSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { readRegistry, type RegistryQuery } from '../../core/index.ts';

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
  /**
   * A table of routes of the network that this program was started from, where its launcher put the program
   * into a namespace of its own and handed the table over; undefined everywhere else.
   */
  outside(table: RouteTable): string | undefined;
  /** What the registry of Windows holds under a few keys that are written down; undefined elsewhere. */
  registry(query: RegistryQuery): string | undefined;
}

export type RouteTable = 'route' | 'ipv6_route';

/** Under which numbers `config/electron/isolated-start.sh` leaves the tables open. */
const OUTSIDE: Readonly<Record<RouteTable, number>> = { route: 8, ipv6_route: 9 };

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** This machine. Passive: nothing is sent or changed, and nothing is started but Windows' reader of its registry. */
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
  outside: (table) =>
    attempt(() => {
      const file = OUTSIDE[table];
      // Anything else may be open under this number where no launcher was.
      const isTable = /^\/proc\/\d+\/net\/(\w+)$/.exec(readlinkSync(`/proc/self/fd/${file}`))?.[1] === table;
      return isTable ? readFromStart(file) : undefined;
    }),
  registry: (query) => attempt(() => readRegistry(query)),
};

/** The kernel writes such a file anew for whoever reads it from its start. */
function readFromStart(file: number): string {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const part = Buffer.alloc(64 * 1024);
    const length = readSync(file, part, 0, part.length, at);
    if (length === 0) return Buffer.concat(parts).toString('utf8');
    parts.push(part.subarray(0, length));
    at += length;
  }
}

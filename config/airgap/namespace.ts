import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** What became of a command that ran in a network namespace whose one wire is watched. */
export interface Watched {
  readonly code: number;
  /** Packets that came out of the other end of the wire. */
  readonly packets: number;
}

const STARTING_LIMIT_MS = 10_000;
const TOOL_LIMIT_MS = 10_000;
/** A test network of RFC 5737: nothing answers there. */
const ADDRESS = '192.0.2.2/24';
const GATEWAY = '192.0.2.1';
let wires = 0;

/** Root on Linux can lay the wire; anybody else cannot. */
export function canWatch(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/unshare');
}

/**
 * Runs a command in a network namespace with an address, a default route, and one wire, whose other end
 * lies here and counts: what tries to reach anything leaves at least a packet, if only to ask who has an
 * address. IPv6, which the kernel itself chatters on, is off before the wire is up. Loopback is up.
 */
export async function runWatched(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly limitMs?: number },
): Promise<Watched> {
  const wire = `${process.pid}.${(wires += 1)}`;
  const [here, there] = [`sh${wire}`, `st${wire}`];
  const script = [
    'read go',
    'for c in all default; do echo 1 > /proc/sys/net/ipv6/conf/$c/disable_ipv6; done 2>/dev/null',
    'ip link set lo up',
    `ip address add ${ADDRESS} dev ${there}`,
    `ip link set ${there} up`,
    `ip route add default via ${GATEWAY}`,
    'exec "$@" </dev/null',
  ].join('\n');
  const child = spawn('/usr/bin/unshare', ['--net', 'sh', '-ec', script, 'sh', ...command], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: options.limitMs !== undefined,
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
  ended.catch(() => undefined);
  const { pid } = child;
  if (pid === undefined) return { code: await ended, packets: 0 };
  const namespace = await ownNamespace(pid);
  const limit =
    options.limitMs === undefined
      ? undefined
      : setTimeout(() => {
          process.kill(-pid, 'SIGKILL');
        }, options.limitMs);
  try {
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', String(pid));
    const quiet = `/proc/sys/net/ipv6/conf/${here}/disable_ipv6`;
    if (existsSync(quiet)) writeFileSync(quiet, '1');
    ip('link', 'set', here, 'up');
    child.stdin?.end('go\n');
    const code = await ended;
    const packets = received(here);
    ip('link', 'delete', here);
    return { code, packets };
  } finally {
    clearTimeout(limit);
    child.kill('SIGKILL');
    // The namespace, and with it the wire, lasts as long as it is open here.
    closeSync(namespace);
  }
}

/** Waits until the child is in a namespace of its own, and holds that open. */
async function ownNamespace(pid: number): Promise<number> {
  const file = `/proc/${pid}/ns/net`;
  const ours = readlinkSync('/proc/self/ns/net');
  const until = performance.now() + STARTING_LIMIT_MS;
  while (readlinkSync(file) === ours) {
    if (performance.now() > until) throw new Error('no network namespace of its own came about');
    await pause(5);
  }
  return openSync(file, 'r');
}

function received(device: string): number {
  return Number(readFileSync(`/sys/class/net/${device}/statistics/rx_packets`, 'utf8'));
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { timeout: TOOL_LIMIT_MS });
}

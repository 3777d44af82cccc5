import { InterfaceName } from '../../../shared/domain/index.ts';
import type { Machine } from './machine.ts';

/** Flags of a route, from linux/route.h and linux/ipv6_route.h. */
const UP = 0x1;
const REJECT = 0x200;

/**
 * Names of the interfaces by which anything could leave this machine: those with a default route. Where
 * the system keeps its routes to itself (all but Linux), each interface with an address counts.
 */
export function routesOut(machine: Machine): readonly string[] {
  if (machine.platform !== 'linux') return machine.interfaces().map(nameable);
  const names = [
    ...routes4(machine.read('/proc/net/route')),
    ...routes6(machine.read('/proc/net/ipv6_route')),
  ];
  return [...new Set(names.map(nameable))].sort();
}

/** `Iface Destination Gateway Flags RefCnt Use Metric Mask ...`, in hexadecimal, after one line of names. */
function routes4(text = ''): string[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [name = '', destination, , flags = '0', , , , mask] = line.split(/\s+/);
      const isDefault = destination === '00000000' && mask === '00000000';
      return isDefault && isUsable(flags) ? [name] : [];
    });
}

/** `destination length source length next-hop metric references use flags name`, in hexadecimal. */
function routes6(text = ''): string[] {
  return text.split('\n').flatMap((line) => {
    const [destination, length, , , , , , , flags = '0', name = ''] = line.trim().split(/\s+/);
    const isDefault = destination !== undefined && /^0{32}$/.test(destination) && length === '00';
    return isDefault && isUsable(flags) && name !== 'lo' ? [name] : [];
  });
}

function isUsable(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & UP) !== 0 && (bits & REJECT) === 0;
}

/** Names are the system's own; what has a form of its own is not repeated. */
function nameable(name: string): string {
  return InterfaceName.safeParse(name).success ? name : 'interface';
}

/** Internet sockets that this process and its children hold, by the system's own tables; undefined where it has none. */
export function socketsOfOurs(machine: Machine, pid: number): number | undefined {
  if (machine.platform !== 'linux') return undefined;
  const seen = new Set<number>();
  let sockets = 0;
  const look = (of: number): void => {
    if (seen.has(of)) return;
    seen.add(of);
    const held = new Set(
      machine
        .list(`/proc/${of}/fd`)
        .flatMap((fd) => /^socket:\[(\d+)\]$/.exec(machine.link(`/proc/${of}/fd/${fd}`) ?? '')?.[1] ?? []),
    );
    if (held.size > 0) sockets += internetInodes(machine, of).filter((inode) => held.has(inode)).length;
    for (const task of machine.list(`/proc/${of}/task`))
      for (const child of (machine.read(`/proc/${of}/task/${task}/children`) ?? '').split(/\s+/))
        if (child !== '') look(Number(child));
  };
  look(pid);
  return sockets;
}

function internetInodes(machine: Machine, pid: number): string[] {
  return ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap((table) =>
    (machine.read(`/proc/${pid}/net/${table}`) ?? '')
      .split('\n')
      .slice(1)
      .flatMap((line) => line.trim().split(/\s+/)[9] ?? []),
  );
}

import { InterfaceName } from '../../../shared/domain/index.ts';
import type { Machine, RouteTable } from './machine.ts';
import { familyOf } from './processes.ts';

/** Flags of a route, from linux/route.h and linux/ipv6_route.h. */
const UP = 0x1;
const REJECT = 0x200;

/**
 * Names of the interfaces by which anything could leave this machine: those with a default route. Where
 * the system keeps its routes to itself (all but Linux), each interface with an address counts.
 */
export function routesOut(machine: Machine): readonly string[] {
  if (machine.platform !== 'linux') return machine.interfaces().map(nameable);
  const names = [...routes4(table(machine, 'route')), ...routes6(table(machine, 'ipv6_route'))];
  return [...new Set(names.map(nameable))].sort();
}

/** Interfaces of the machine that are up and have an address, also where this program has none itself. */
export function interfacesOf(machine: Machine): readonly string[] {
  if (machine.outside('route') === undefined) return machine.interfaces().map(nameable);
  const names = [
    ...rows(table(machine, 'route')).flatMap(([name = '']) => (name === 'Iface' ? [] : [name])),
    ...rows(table(machine, 'ipv6_route')).flatMap((fields) => fields[9] ?? []),
  ];
  return [...new Set(names.filter((name) => name !== 'lo').map(nameable))].sort();
}

/** The machine's own table, wherever this program runs. */
function table(machine: Machine, name: RouteTable): string | undefined {
  return machine.outside(name) ?? machine.read(`/proc/net/${name}`);
}

function rows(text = ''): string[][] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim().split(/\s+/)]));
}

/** Whether the network of a process leads anywhere but to itself. */
export function leadsNowhere(machine: Machine, pid: number): boolean {
  const own = machine.read(`/proc/${pid}/net/route`);
  const own6 = machine.read(`/proc/${pid}/net/ipv6_route`);
  return own !== undefined && rows(own).length <= 1 && rows(own6).every((fields) => fields[9] === 'lo');
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
  let sockets = 0;
  for (const of of familyOf(machine, pid)) {
    const held = new Set(
      machine
        .list(`/proc/${of}/fd`)
        .flatMap((fd) => /^socket:\[(\d+)\]$/.exec(machine.link(`/proc/${of}/fd/${fd}`) ?? '')?.[1] ?? []),
    );
    if (held.size > 0) sockets += internetInodes(machine, of).filter((inode) => held.has(inode)).length;
  }
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

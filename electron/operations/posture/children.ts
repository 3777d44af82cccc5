import type { Machine } from './machine.ts';
import { leadsNowhere } from './network.ts';
import { familyOf } from './processes.ts';

/** What was measured of the programs that this one started. */
export interface ChildrenFound {
  readonly running: number;
  /** Of these, in a network namespace that is not the machine's and leads nowhere. */
  readonly apart: number;
}

/** Looks at every running child of ours: in whose network it is, and where that leads. Linux alone tells. */
export function lookAtChildren(machine: Machine, pid: number): ChildrenFound {
  const networkOf = (of: number): string | undefined => machine.link(`/proc/${of}/ns/net`);
  const ours = networkOf(pid);
  const children = machine.platform === 'linux' ? familyOf(machine, pid).slice(1) : [];
  // Where this program itself was started apart, its own network is one that leads nowhere.
  const oursIsApart = machine.outside('route') !== undefined;
  const apart = children.filter((child) => {
    const theirs = networkOf(child);
    return theirs !== undefined && (theirs !== ours || oursIsApart) && leadsNowhere(machine, child);
  });
  return { running: children.length, apart: apart.length };
}

import { totalmem } from 'node:os';
import { randomBytes } from 'node:crypto';
import { DEFAULT_PASSWORD_COST, stretchPassword, type PasswordCost } from './password.ts';
import { wipe } from './seal.ts';

/** Memory that is tried, the most first: what resists special hardware is memory (RFC 9106, section 4). */
const MEMORY_KIB = [262_144, 131_072, DEFAULT_PASSWORD_COST.memoryKib];
const MAX_PASSES = 16;
/** A sign-in takes at most this share of the machine's memory for its moment. */
const MEMORY_SHARE = 1 / 16;
/** What was estimated is tried before it is taken; a cost that takes this many times as long is not. */
const SLACK = 2;

/** How long a password may take to try on this machine, in milliseconds. */
export const PASSWORD_TIME = { floorMs: 100, usualMs: 500, ceilingMs: 1000 } as const;

/** A cost, or what finds one out when a password is really set. */
export type PasswordCostSource = PasswordCost | (() => Promise<PasswordCost>);

/** What a machine does with passwords; real in `thisMachine`. */
export interface PasswordMachine {
  readonly memoryKib: number;
  /** Milliseconds that one password takes at a cost. */
  time(cost: PasswordCost): Promise<number>;
}

/**
 * The cost at which a password takes about `targetMs` on this machine: as much memory as fits with three
 * passes, then passes. Never under 64 MiB and three passes, however slow the machine is.
 */
export async function measurePasswordCost(
  targetMs: number = PASSWORD_TIME.usualMs,
  machine: PasswordMachine = thisMachine,
): Promise<PasswordCost> {
  const floor = DEFAULT_PASSWORD_COST;
  // The shortest of several: what else the machine does only ever adds. The first one warms up.
  const tried = [await machine.time(floor), await machine.time(floor), await machine.time(floor)];
  const passMsPerKib = Math.min(...tried) / floor.passes / floor.memoryKib;
  for (const memoryKib of MEMORY_KIB) {
    if (memoryKib > machine.memoryKib * MEMORY_SHARE) continue;
    const passes = Math.min(MAX_PASSES, Math.floor(targetMs / (passMsPerKib * memoryKib)));
    if (passes < floor.passes) continue;
    const cost = { memoryKib, passes, lanes: floor.lanes };
    if ((await machine.time(cost)) <= targetMs * SLACK) return cost;
  }
  return floor;
}

/** Measures when it is first asked and gives the same from then on. */
export function measuredOnce(targetMs?: number): () => Promise<PasswordCost> {
  let measured: Promise<PasswordCost> | undefined;
  return () => (measured ??= measurePasswordCost(targetMs));
}

/** The cost for a password that takes the place of another: never less than what that one had. */
export function raisedCost(before: PasswordCost, now: PasswordCost): PasswordCost {
  const work = ({ memoryKib, passes }: PasswordCost): number => memoryKib * passes;
  return now.memoryKib >= before.memoryKib && work(now) >= work(before) ? now : before;
}

export async function costFrom(source: PasswordCostSource | undefined): Promise<PasswordCost | undefined> {
  return typeof source === 'function' ? source() : source;
}

const thisMachine: PasswordMachine = {
  memoryKib: totalmem() / 1024,
  time: async (cost) => {
    const began = performance.now();
    wipe(await stretchPassword('a password that is nobody’s', randomBytes(16), cost));
    return performance.now() - began;
  },
};

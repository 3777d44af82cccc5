import { describe, expect, it } from 'vitest';
import { DEFAULT_PASSWORD_COST as FLOOR, type PasswordCost } from './password.ts';
import { costFrom, measurePasswordCost, raisedCost, type PasswordMachine } from './password-cost.ts';

const GIB = 1024 * 1024;

/** A machine of so many milliseconds a pass over 64 MiB. */
function machine(passMs: number, more: Partial<PasswordMachine> = {}): PasswordMachine {
  const time = ({ memoryKib, passes }: PasswordCost): Promise<number> =>
    Promise.resolve((passMs * passes * memoryKib) / FLOOR.memoryKib);
  return { memoryKib: 16 * GIB, time, ...more };
}

describe('the cost of a password', () => {
  it.each([
    ['a usual machine', 25, { memoryKib: 262_144, passes: 5, lanes: 1 }],
    ['a quick one, which is bounded', 2, { memoryKib: 262_144, passes: 16, lanes: 1 }],
    ['one that is a little slow', 50, { memoryKib: 131_072, passes: 5, lanes: 1 }],
    ['a slow one', 120, { memoryKib: 65_536, passes: 4, lanes: 1 }],
    ['one that is too slow, which gets no less than the floor', 900, FLOOR],
  ])('is measured on %s', async (_, passMs, cost) => {
    expect(await measurePasswordCost(500, machine(passMs))).toEqual(cost);
  });

  it('follows the time that is asked for', async () => {
    expect(await measurePasswordCost(100, machine(25))).toEqual({ ...FLOOR, passes: 4 });
    expect(await measurePasswordCost(1000, machine(25))).toEqual({
      ...FLOOR,
      memoryKib: 262_144,
      passes: 10,
    });
  });

  it('takes no memory that the machine lacks', async () => {
    const small = machine(10, { memoryKib: GIB });
    expect(await measurePasswordCost(500, small)).toEqual({ ...FLOOR, passes: 16 });
    expect(await measurePasswordCost(500, machine(10, { memoryKib: GIB / 4 }))).toEqual(FLOOR);
  });

  it('is tried before it is taken: more memory can be slower than it looked', async () => {
    const time = (cost: PasswordCost): Promise<number> =>
      Promise.resolve(
        cost.memoryKib > 131_072 ? 5000 : (25 * cost.passes * cost.memoryKib) / FLOOR.memoryKib,
      );
    expect(await measurePasswordCost(500, machine(25, { time }))).toEqual({
      ...FLOOR,
      memoryKib: 131_072,
      passes: 10,
    });
  });

  it('is no higher because something else kept the machine busy for a moment', async () => {
    let calls = 0;
    const quiet = machine(25);
    const busyAtFirst = machine(25, {
      time: async (cost) => (await quiet.time(cost)) * (calls++ === 0 ? 10 : 1),
    });
    expect(await measurePasswordCost(500, busyAtFirst)).toMatchObject({ memoryKib: 262_144, passes: 5 });
  });

  it('is really measured here, and within its bounds', async () => {
    const cost = await measurePasswordCost(100);
    expect(cost.memoryKib).toBeGreaterThanOrEqual(FLOOR.memoryKib);
    expect(cost.memoryKib).toBeLessThanOrEqual(262_144);
    expect(cost.passes).toBeGreaterThanOrEqual(FLOOR.passes);
    expect(cost.passes).toBeLessThanOrEqual(16);
  });
});

describe('a new password', () => {
  const dear = { memoryKib: 262_144, passes: 4, lanes: 1 };
  it.each([
    ['is dearer where the machine became quicker', FLOOR, dear, dear],
    ['is never cheaper than the last one', dear, FLOOR, dear],
    ['is not weakened by fewer kibibytes and more passes', dear, { ...FLOOR, passes: 16 }, dear],
  ])('%s', (_, before, now, wanted) => {
    expect(raisedCost(before, now)).toEqual(wanted);
  });

  it('takes a cost that is named, finds one out, or neither', async () => {
    expect(await costFrom(FLOOR)).toEqual(FLOOR);
    expect(await costFrom(() => Promise.resolve(dear))).toEqual(dear);
    expect(await costFrom(undefined)).toBeUndefined();
  });
});

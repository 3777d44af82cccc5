import { beforeEach, expect, it } from 'vitest';
import { IdleWatch } from './idle.ts';

const MINUTE = 60_000;
let wallMs: number;
let monoMs: number;
let pending: { readonly act: () => void; readonly atMs: number } | undefined;
let told: (number | 'idle')[];
let watch: IdleWatch;

beforeEach(() => {
  wallMs = 1_700_000_000_000;
  monoMs = 0;
  pending = undefined;
  told = [];
  watch = new IdleWatch({
    clock: { wallMs: () => wallMs, monoMs: () => monoMs },
    later: (act, ms) => {
      pending = { act, atMs: monoMs + ms };
      return () => {
        pending = undefined;
      };
    },
    onSoon: (locksAtMs) => told.push(locksAtMs - wallMs),
    onIdle: () => told.push('idle'),
  });
  watch.start(10 * MINUTE);
});

/** Lets time go by, as a workstation does that is awake. */
function pass(ms: number): void {
  for (const until = monoMs + ms; monoMs < until;) {
    const next = Math.min(until, pending?.atMs ?? until);
    wallMs += next - monoMs;
    monoMs = next;
    if (pending?.atMs === monoMs) pending.act();
  }
}

it('ends a session after so long without anybody, and says so a minute before', () => {
  pass(8 * MINUTE);
  expect(told).toEqual([]);
  watch.touch();
  pass(9 * MINUTE);
  expect(told).toEqual([MINUTE]);
  pass(MINUTE - 1);
  expect(told).toEqual([MINUTE]);
  pass(1);
  expect(told).toEqual([MINUTE, 'idle']);
  pass(60 * MINUTE);
  expect(told).toHaveLength(2);
});

it('starts anew with what somebody does, and warns anew', () => {
  pass(9.5 * MINUTE);
  watch.touch();
  pass(9.5 * MINUTE);
  expect(told).toEqual([MINUTE, MINUTE]);
});

it('counts the time that a machine slept, and no touch takes it back', () => {
  wallMs += 3 * 60 * MINUTE;
  watch.touch();
  pass(5_000);
  expect(told).toEqual(['idle']);
});

it('is not held open by a clock that is set back', () => {
  wallMs -= 24 * 60 * MINUTE;
  pass(10 * MINUTE);
  expect(told.at(-1)).toBe('idle');
});

it('tells nobody once it is stopped', () => {
  watch.stop();
  watch.touch();
  expect(pending).toBeUndefined();
});

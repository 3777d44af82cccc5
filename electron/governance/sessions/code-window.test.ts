import { beforeEach, expect, test } from 'vitest';
import { CodeWindow } from './code-window.ts';

let nowMs = 0;
const clock = { wallMs: () => 0, monoMs: () => nowMs };
beforeEach(() => {
  nowMs = 1_000;
});

test('who has no second factor is asked for no code', () => {
  const window = new CodeWindow(clock, 0);
  expect(window.pass()).toBe(true);
  window.begin(true);
  window.begin(false);
  nowMs += 1e9;
  expect(window.pass()).toBe(true);
});

test('a code counts for the acts of some minutes, by a clock that nobody sets, and is asked for again', () => {
  const window = new CodeWindow(clock, 300_000);
  window.begin(true);
  nowMs += 299_999;
  expect(window.pass()).toBe(true);
  nowMs += 1;
  expect(window.pass()).toBe(false);
  window.give();
  nowMs += 299_999;
  expect([window.pass(), window.pass()]).toEqual([true, true]);
  nowMs += 1;
  expect(window.pass()).toBe(false);
});

test('without a window each code counts for one act, within a minute, and that of the sign-in for none', () => {
  const window = new CodeWindow(clock, 0);
  window.begin(true);
  expect(window.pass()).toBe(false);
  window.give();
  expect([window.pass(), window.pass()]).toEqual([true, false]);
  window.give();
  nowMs += 60_000;
  expect(window.pass()).toBe(false);
});

test('where a session is one command, the code of its sign-in counts for its act, once', () => {
  const window = new CodeWindow(clock, 0);
  window.begin(true, true);
  expect([window.pass(), window.pass()]).toEqual([true, false]);
  window.begin(true, true);
  nowMs += 60_000;
  expect(window.pass()).toBe(false);
});

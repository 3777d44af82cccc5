import { describe, expect, it } from 'vitest';
import { chooseThreads, threadCandidates } from './threads.ts';

const gigabyte = 2 ** 30;

describe('the number of threads', () => {
  it('stays below the cores, and at one for small models', () => {
    expect([
      threadCandidates(2_592_768, 64),
      threadCandidates(gigabyte, 1),
      threadCandidates(gigabyte, 2),
      threadCandidates(gigabyte, 4),
      threadCandidates(gigabyte, 16),
    ]).toEqual([[1], [1], [1], [1, 2, 3], [1, 8, 15]]);
  });

  it('takes more threads only where they clearly win at load', async () => {
    const at = (ms: Record<number, number>) => (threads: number) => Promise.resolve(ms[threads]!);
    expect(await chooseThreads([1, 8, 15], at({ 1: 100, 8: 30, 15: 29 }))).toBe(8);
    expect(await chooseThreads([1, 8, 15], at({ 1: 92, 8: 5900, 15: 9000 }))).toBe(1);
    expect(await chooseThreads([1], () => Promise.reject(new Error('not measured')))).toBe(1);
  });
});

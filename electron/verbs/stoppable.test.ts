import { expect, it } from 'vitest';
import { Stoppable } from './stoppable.ts';

const ended = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'));
  });

it('stops what goes on, all of it, and nothing that begins after', async () => {
  const acts = new Stoppable();
  const going = [acts.run(ended), acts.run(ended)];
  acts.stop();
  expect(await Promise.all(going)).toEqual(['stopped', 'stopped']);
  expect(await acts.run((signal) => Promise.resolve(signal.aborted))).toBe(false);
  expect(() => acts.stop()).not.toThrow();
});

it('ends with whoever else may end it, and hands on what fails', async () => {
  const acts = new Stoppable();
  expect(await acts.run(ended, AbortSignal.abort())).toBe('stopped');
  await expect(acts.run(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
});

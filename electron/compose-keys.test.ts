import { expect, it } from 'vitest';
import { openPasswordCost } from './compose-keys.ts';

it('takes the time for a password from the machine policy before the environment, and measures once', async () => {
  const cost = openPasswordCost({ passwordMilliseconds: 100 }, '900');
  const [first, second] = [await cost(), await cost()];
  expect(second).toBe(first);
  expect(first.memoryKib * first.passes).toBeGreaterThanOrEqual(3 * 65_536);
});

it.each(['0', '', '  ', undefined, '99999'])('bounds what the environment asks for: %j', (text) => {
  expect(() => openPasswordCost(undefined, text)).not.toThrow();
});

it.each(['soon', '-5', '1e3', '0.5'])('refuses what says nothing: %j', (text) => {
  expect(() => openPasswordCost(undefined, text)).toThrow(/is no whole number of milliseconds/);
});

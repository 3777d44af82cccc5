import { expect, test } from 'vitest';
import { everyWords } from './schedule-words.ts';

test.each([
  [1, 'Every hour'],
  [12, 'Every 12 hours'],
  [24, 'Every day'],
  [36, 'Every 36 hours'],
  [72, 'Every 3 days'],
  [168, 'Every week'],
  [336, 'Every 2 weeks'],
])('%i hours: %s', (hours, words) => {
  expect(everyWords(hours)).toBe(words);
});

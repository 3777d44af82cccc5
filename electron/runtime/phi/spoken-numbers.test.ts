import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const clean = (text: string): string => createRedactor().redact(text).text;

describe('numbers that are read out', () => {
  it.each([
    ['call back on four oh four, five five five, oh one three nine.', 'call back on [PHONE].'],
    ['area five one five, five five five, double two nineteen', 'area [PHONE]'],
    ['date of birth three twelve fifty nine. okay', 'date of birth [DATE]. okay'],
    ['birthday October thirty first eighty eight.', 'birthday [DATE].'],
    ['born March twenty second nineteen seventy four', 'born [DATE]'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    'Take one or two tablets three times a day for seven days.',
    'Two to three weeks, then one a day for four or five months.',
    'one, two, three, squeeze my fingers',
    'Two brothers, three sisters, one of them twenty.',
  ])('%s stays', (text) => {
    expect(clean(text)).toBe(text);
  });

  it('take no longer than the text is long', () => {
    const text = 'and one hundred '.repeat(4000);
    expect(clean(text)).toBe(text);
  });
});

import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const redactor = createRedactor();

describe('days and ages in words', () => {
  it.each([
    ['Seen on the ninth of March.', 'Seen on [DATE].'],
    [
      'Move it to the week of the 17th, not Monday the 3rd.',
      'Move it to the week of the [DATE], not [DATE].',
    ],
    ['You saw me on the 12th and I was fine.', 'You saw me on the [DATE] and I was fine.'],
    ['The hold was extended to the 28th.', 'The hold was extended to the [DATE].'],
    ["Dizzy since Paddy's Day.", 'Dizzy since [DATE].'],
    ['Camped over the Fourth of July weekend.', 'Camped over [DATE].'],
    ['Seen on March the twenty-first, 2023.', 'Seen on [DATE].'],
    ['Born the thirtieth of June 1950.', 'Born [DATE].'],
    ['Last admitted in summer 2019.', 'Last admitted in [DATE].'],
    ["Pain since fall '20.", 'Pain since [DATE].'],
    ['Her visit was in early Nov.', 'Her visit was in early [DATE].'],
    ['Her age is ninety-one.', 'Her age is [AGE_OVER_89].'],
    ['Her mother is 96 and well.', 'Her mother is [AGE_OVER_89] and well.'],
  ])('goes from `%s`', (text, redacted) => {
    expect(redactor.redact(text).text).toBe(redacted);
  });

  it.each([
    'Up to the 5th rib, and compared to the 1st scan.',
    'A click between the 2nd and 3rd ribs, on the 5th and 6th digits.',
    'A third of the patients improved in a second course.',
    'In the fall she was well; the winter was hard.',
    'She is 94% on room air and weighs what she did.',
    'He is 94 kg and one hundred percent sure.',
    'The first dose may be given tonight.',
  ])('leaves `%s`', (text) => {
    expect(redactor.redact(text).text).toBe(text);
  });
});

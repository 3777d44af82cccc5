import { afterEach, describe, expect, it, vi } from 'vitest';
import { Page } from './page.ts';
import { createRedactor } from './redactor.ts';

/** Units that, repeated without end, are the hardest for one finder or another. */
const UNITS = [
  ...[
    '1',
    '1-',
    '1.',
    '1 ',
    '12/',
    'a@',
    'Aa ',
    'A. ',
    'A-',
    '::',
    'ab1-',
    '(1',
    '+1 ',
    '[',
    '[NAME] ',
    'www.',
  ],
  ...[
    'St. ',
    'Jan ',
    '1 Elm ',
    'MRN ',
    'MRN: ',
    'of ',
    'Dr. ',
    'van der ',
    'Address: ',
    'Apt ',
    'P.O. ',
    'in ',
  ],
  ...[
    'New York, ',
    'Hospital ',
    'Smith, ',
    'call ',
    'age 9',
    'may ',
    'SSN x ',
    'Calle ',
    '\n',
    '-- ',
    "O'",
    'é\u0301',
  ],
];
const COUNTED = [
  'start',
  'end',
  'hash',
  'traits',
  'lists',
  'roles',
  'gap',
  'between',
  'word',
  'wordFrom',
] as const;
const LENGTH = 1200;

/** How often the finders look at a word or at what stands between two while a text is searched. */
function stepsFor(text: string): number {
  let steps = 0;
  for (const method of COUNTED) {
    const own = Page.prototype[method] as (this: Page, at: number) => number | string;
    vi.spyOn(Page.prototype, method).mockImplementation(function counted(this: Page, at: number): never {
      steps += 1;
      return own.call(this, at) as never;
    });
  }
  createRedactor().detect(text);
  vi.restoreAllMocks();
  return steps;
}

describe('the time that a text takes', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(UNITS)('grows no faster than a text made of %j', (unit) => {
    const text = (length: number): string => unit.repeat(Math.ceil(length / unit.length));
    const once = stepsFor(text(LENGTH));
    const twice = stepsFor(text(2 * LENGTH));
    // `wordFrom` halves, so a step more per doubling is all that may come on top.
    expect(twice).toBeLessThanOrEqual(once * 2.1 + 500);
  });
});

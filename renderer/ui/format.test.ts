import { describe, expect, test } from 'vitest';
import {
  codeParts,
  formatBytes,
  formatCount,
  formatDuration,
  formatExactTime,
  formatFigure,
  formatShare,
  formatTime,
  formatTimeLeft,
  inSentence,
  plural,
  sentence,
  shortId,
  zoneName,
} from './format.ts';

/** No-break spaces read as spaces here. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  test.each([
    [0, '0'],
    [9874, '9,874'],
    [1_204_332, '1,204,332'],
  ])('count %d is %s', (value, text) => expect(formatCount(value)).toBe(text));

  test.each([
    [0, '0 %'],
    [0.0004, '< 0.1 %'],
    [0.041, '4.1 %'],
    [0.7, '70.0 %'],
    [0.9999, '> 99.9 %'],
    [1, '100 %'],
    [Number.NaN, '–'],
  ])('share %d is %s', (value, text) => expect(plain(formatShare(value))).toBe(text));

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [3_412_998, '3.4 MB'],
    [812_334_000, '812 MB'],
    [5e15, '5000 TB'],
  ])('%d bytes are %s', (value, text) => expect(plain(formatBytes(value))).toBe(text));

  test.each([
    [0.42, '0.4 ms'],
    [840, '840 ms'],
    [999.6, '1000 ms'],
    [3210, '3.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_840_000, '1 h 04 min'],
  ])('%d ms are %s', (value, text) => expect(plain(formatDuration(value))).toBe(text));

  test.each([
    [0.4, 'almost done'],
    [7.2, 'about 7 s left'],
    [38, 'about 40 s left'],
    [200, 'about 3 min left'],
  ])('%d seconds left are "%s"', (value, text) => expect(plain(formatTimeLeft(value))).toBe(text));

  test('figures keep six digits and a real minus', () => {
    expect(formatFigure(-12.3456789)).toBe('\u221212.3457');
    expect(formatFigure(Number.POSITIVE_INFINITY)).toBe('–');
  });

  test('plural forms', () => {
    expect(plain(plural(1, 'row'))).toBe('1 row');
    expect(plain(plural(1200, 'row'))).toBe('1,200 rows');
    expect(plain(plural(2, 'entry', 'entries'))).toBe('2 entries');
  });
});

describe('times', () => {
  const noon = new Date(2026, 10, 22, 12, 3, 7, 45).getTime();

  test('today shows seconds, other days the day, other years the year', () => {
    expect(formatTime(noon, noon + 1000)).toBe('12:03:07');
    expect(plain(formatTime(new Date(2026, 0, 4, 9, 5).getTime(), noon))).toBe('4 Jan, 09:05');
    expect(plain(formatTime(new Date(2025, 11, 31, 23, 59).getTime(), noon))).toBe('31 Dec 2025, 23:59');
  });

  test('the exact time names its zone', () => {
    expect(formatExactTime(noon)).toMatch(/^2026-11-22 12:03:07\.045 UTC[+\u2212]\d\d:\d\d \(.+\)$/);
    expect(zoneName(noon)).toMatch(/^UTC[+\u2212]\d\d:\d\d$/);
  });
});

describe('words', () => {
  test.each([
    ['the password is wrong', 'The password is wrong.'],
    ['`x` is not a file', '`x` is not a file.'],
    ['Done.', 'Done.'],
    ['  ', ''],
    ['is it so?', 'Is it so?'],
  ])('%j as a sentence is %j', (message, text) => expect(sentence(message)).toBe(text));

  test('what stands in backticks is code, an odd backtick does not lose text', () => {
    expect(codeParts('a `b` c')).toEqual([
      { text: 'a ', code: false },
      { text: 'b', code: true },
      { text: ' c', code: false },
    ]);
    expect(
      codeParts('half `open')
        .map((part) => part.text)
        .join(''),
    ).toBe('half open');
  });

  test('acronyms keep their capitals inside a sentence', () => {
    expect([inSentence('ZIP code'), inSentence('Remove column'), inSentence('')]).toEqual([
      'ZIP code',
      'remove column',
      '',
    ]);
  });

  test('ids are cut to eight characters', () => expect(shortId('0b0e0c5e-6a5f')).toBe('0b0e0c5e'));
});

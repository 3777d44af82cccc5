import { describe, expect, test } from 'vitest';
import { makeCodec } from './codec.ts';

const { encode, decode } = makeCodec();

describe('the codec between page and owner', () => {
  test.each([
    ['plain data', { a: [1, 'two', null, true, { b: '' }] }],
    ['undefined', [undefined, { a: undefined }]],
    ['numbers that JSON has no word for', [Number.NaN, Infinity, -Infinity]],
    ['text that looks like code', '</script>\u2028"\\'],
  ])('keeps %s', (_name, value) => {
    expect(decode(encode(value))).toEqual(value);
  });

  test('keeps undefined apart from null', () => {
    expect(decode(encode([undefined, null]))).toStrictEqual([undefined, null]);
  });

  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a big integer', 1n],
  ])('refuses %s', (_name, value) => {
    expect(() => encode({ value })).toThrow('could not be cloned');
  });
});

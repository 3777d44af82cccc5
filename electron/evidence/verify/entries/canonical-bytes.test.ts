import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../../shared/formats/index.ts';
import { valueEnd } from './canonical-bytes.ts';

const BEHIND = Buffer.from(',"x":1}');

/** Whether bytes are canonical JSON as the walk over them says. */
function isSure(bytes: Uint8Array): boolean {
  const page = Buffer.concat([Buffer.from('{'), bytes, BEHIND]);
  return valueEnd(page, 1) === 1 + bytes.length;
}

function isCanonical(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

const value = fc.jsonValue({ stringUnit: 'grapheme' });

test('knows most canonical values for what they are', () => {
  const plain = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.string({ unit: fc.constantFrom('é', '€', '𝄞', '\u{10ffff}', '\n', '\\', '"', '\u007f') }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, true, false),
    ),
    value: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[ !#-[\]-~]*$/), tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(plain, (one) => {
      expect(isSure(Buffer.from(canonicalJson(one)))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('numbers as ECMAScript prints them, and no others', () => {
  const digits = fc.stringMatching(/^-?[0-9]{0,18}(?:\.[0-9]{0,18})?(?:e[+-]?[0-9]{0,3})?$/);
  fc.assert(
    fc.property(fc.oneof(digits, fc.double().map(String)), (text) => {
      const bytes = Buffer.from(text);
      expect([text, isSure(bytes)]).toEqual([text, isCanonical(bytes)]);
    }),
    { numRuns: 10_000 },
  );
  for (const text of ['-0', '0.0', '0.0000001', '1e-7', '1e+21', '01', '1.', '.5', '-', '9007199254740993'])
    expect([text, isSure(Buffer.from(text))]).toEqual([text, isCanonical(Buffer.from(text))]);
});

test('takes no bytes that are not canonical', () => {
  fc.assert(
    fc.property(value, fc.nat(), fc.uint8Array({ maxLength: 3 }), fc.nat(2), (one, at, put, removed) => {
      const bytes = Buffer.from(canonicalJson(one));
      const place = at % (bytes.length + 1);
      const bent = Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + removed)]);
      if (isSure(bent)) expect(isCanonical(bent)).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

test('takes text only where it is UTF-8', () => {
  const piece = fc.oneof(
    fc.constantFrom('é', '€', '𝄞', 'a').map((letter) => Buffer.from(letter)),
    fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => bytes.map((byte) => byte | 0x80)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
      const bytes = Buffer.concat([Buffer.from('"'), ...pieces, Buffer.from('"')]);
      expect(isSure(bytes)).toBe(isCanonical(bytes));
    }),
    { numRuns: 10_000 },
  );
});

test('does not go down for ever', () => {
  const deep = '['.repeat(100_000);
  expect(valueEnd(Buffer.from(deep), 0)).toBe(-1);
  expect(valueEnd(new Uint8Array(), 0)).toBe(-1);
});

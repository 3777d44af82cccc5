import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { canonicalJson, isPlainCanonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 code units and prints numbers and escapes as RFC 8785 section 3.2 shows', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(
      canonicalJson({
        '\u20ac': 1,
        '\r': 2,
        '\ufb33': 3,
        '1': 4,
        '\ud83d\ude00': 5,
        '\u0080': 6,
        '\u00f6': 7,
      }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it('leaves out undefined members and refuses what JSON cannot hold', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', undefined, [undefined], 1n]) {
      expect(() => canonicalJson(bad)).toThrow(/cannot be written as JSON/);
    }
  });
});

describe('isPlainCanonicalJson', () => {
  const canonical = (text: string): boolean => {
    try {
      return canonicalJson(JSON.parse(text)) === text;
    } catch {
      return false;
    }
  };

  it('never says yes where writing the value again says no, whatever is changed in a text', () => {
    const change = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 2 }),
      insert: fc.constantFrom('', ' ', '0', '"', ',', '}', ']', '-', '.', 'e', 'a', '\\n', '\u2028', '\n'),
    });
    fc.assert(
      fc.property(fc.json(), fc.array(change, { maxLength: 2 }), (json, changes) => {
        let text = canonicalJson(JSON.parse(json));
        for (const { at, remove, insert } of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + insert + text.slice(place + remove);
        }
        if (isPlainCanonicalJson(text)) expect([text, canonical(text)]).toEqual([text, true]);
      }),
      { numRuns: 3000 },
    );
  });

  it('says yes to what journals are full of', () => {
    for (const text of [
      '{}',
      '[]',
      '0',
      '{"a":1,"b":[true,false,null,-5,1.5,123456789012345,1e+30],"c":{"d":"text"}}',
      '{"monoMs":1001.25,"öl":"Größe"}',
    ])
      expect([text, isPlainCanonicalJson(text), canonical(text)]).toEqual([text, true, true]);
    for (const text of [
      '{"b":1,"a":2}',
      '{"a":1,"a":2}',
      '01',
      '-0',
      '1.0',
      '{"a": 1}',
      '{} ',
      '"\\u0041"',
      '',
    ])
      expect([text, isPlainCanonicalJson(text)]).toEqual([text, false]);
  });
});

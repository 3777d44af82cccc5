import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertNoneRemains, createDocumentRedactor } from './document-redactor.ts';

const redactor = createDocumentRedactor([{ value: 'Zofrana Thistlewick', label: 'NAME' }]);

describe('redacting whatever a tool gives back', () => {
  it('replaces what a column knew wherever else it stands as a whole token', () => {
    const text = 'mrn,name,remark\n48254612,Quellimar,ok\n48254777,Okafor,see 48254612 and QX-Quellimar\n';
    expect(redactor.redact(text).text).toBe(
      'mrn,name,remark\n[MRN],[NAME],ok\n[MRN],[NAME],see [MRN] and QX-[NAME]\n',
    );
  });

  it('lets everyday words and small numbers stay that a column happens to hold', () => {
    const text = 'name,ward,glucose\nBaker,baker ward,1204\nLong,long stay,98\nYoung,old,77';
    const out = redactor.redact(text).text;
    expect(out).toContain('long stay,98');
  });

  it('counts by class and comes to rest', () => {
    const text = JSON.stringify({
      tool: 'x',
      examples: [{ before: 'Zofrana Thistlewick', after: null, mrn: 48_254_612 }],
    });
    const { text: out, counts } = redactor.redact(text);
    expect(counts).toMatchObject({ NAME: 1, MRN: 1 });
    expect(redactor.redact(out).text).toBe(out);
  });

  it('withholds a text in which a value that was found still stands', () => {
    const span = { start: 0, end: 11, label: 'NAME', by: 'list' } as const;
    const source = 'Thistlewick came';
    expect(() => {
      assertNoneRemains(source, [span], '[NAME] came, said Thistlewick');
    }).toThrow(/withheld/);
    expect(() => {
      assertNoneRemains(source, [span], '[NAME] came to Thistlewickshire');
    }).not.toThrow();
  });

  it('is settled for any text: redacting twice changes nothing', () => {
    const parts = [
      'Mr. Okafor',
      'SSN 123-45-6789',
      '{"a":',
      '}',
      '"',
      ',',
      '\n',
      '|',
      'PID|1||',
      '<a>',
      '</a>',
      ' ',
      'seen',
      '[NAME]',
      '98',
      '48254612',
      '2024-03-01',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), (chosen) => {
        const { text } = redactor.redact(chosen.join(''));
        expect(redactor.redact(text).text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

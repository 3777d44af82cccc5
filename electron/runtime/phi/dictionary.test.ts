import { describe, expect, it } from 'vitest';
import { createRedactor, EMPTY_DICTIONARY, withCorrections, withoutEntry } from './index.ts';

describe('the hospital’s dictionary', () => {
  const name = { value: 'Bluebird Unit', label: 'OTHER_ID' as const };

  it('takes each value once, whatever its case, and the newest word on it wins', () => {
    const one = withCorrections(EMPTY_DICTIONARY, { identifiers: [name], words: ['Foley'] });
    const two = withCorrections(one, {
      identifiers: [{ ...name, value: 'foley' }],
      words: [' BLUEBIRD unit'],
    });
    expect(two).toEqual({ identifiers: [{ ...name, value: 'foley' }], words: ['BLUEBIRD unit'] });
    expect(withoutEntry(two, 'FOLEY').identifiers).toEqual([]);
    expect(withoutEntry(two, 'bluebird unit').words).toEqual([]);
  });

  it('refuses what is too short to look for', () => {
    expect(() =>
      withCorrections(EMPTY_DICTIONARY, { identifiers: [{ ...name, value: 'ab' }], words: [] }),
    ).toThrow();
  });

  it('makes the redactor find a value it did not know', () => {
    const text = 'Transferred to the bluebird unit today.';
    expect(createRedactor().redact(text).text).toBe(text);
    expect(createRedactor([name]).redact(text).text).not.toContain('bluebird');
  });

  it('makes the redactor leave a word that identifies nobody, and never a value of the run’s tables', () => {
    const text = 'Dr. Foleyson called about the Foleyson protocol.';
    expect(createRedactor().redact(text).text).not.toContain('Foleyson');
    expect(createRedactor([], ['foleyson', 'Dr. Foleyson']).redact(text).text).toContain('Foleyson protocol');
    const known = [{ value: 'Foleyson', label: 'NAME' as const }];
    expect(createRedactor(known, ['Foleyson', 'Dr. Foleyson']).redact(text).text).not.toContain('Foleyson');
  });
});

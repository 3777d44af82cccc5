import { describe, expect, it } from 'vitest';
import { createRedactor } from './index.ts';

const redactor = createRedactor([
  { value: 'Zofrana Thistlewick', label: 'NAME' },
  { value: 'Quellimar, Søren B.', label: 'NAME' },
  { value: 'Mark', label: 'NAME' },
  { value: 'Rose Young', label: 'NAME' },
  { value: 'Lee', label: 'NAME' },
  { value: 'MRN-004829', label: 'MRN' },
  { value: '123-45-6789', label: 'SSN' },
  { value: '4711', label: 'ACCOUNT' },
  { value: '2024-03-14', label: 'DATE' },
  { value: '62704', label: 'ZIP' },
  { value: '12 Quince Row', label: 'ADDRESS' },
  { value: '', label: 'NAME' },
  { value: ' \u200b ', label: 'NAME' },
]);
const clean = (text: string): string => redactor.redact(text).text;

describe('values of the table’s own columns', () => {
  it.each([
    ['exact', 'then zofrana thistlewick left', 'then [NAME] left'],
    ['in capitals', 'ZOFRANA THISTLEWICK LEFT', '[NAME] LEFT'],
    ['swapped', 'Thistlewick, Zofrana left', '[NAME] left'],
    ['without the middle initial, accents aside', 'soren quellimar and Quellimar Soren', '[NAME] and [NAME]'],
    ['one part of four letters or more', 'told thistlewick about it', 'told [NAME] about it'],
    ['a code in another case', 'see mrn-004829 now', 'see [MRN] now'],
    ['a code with other separators', 'record mrn 004829', 'record [MRN]'],
    ['a number run together', 'number 123456789 here', 'number [SSN] here'],
    ['an initial and the name', 'seen by Z. Thistlewick and Q. Zofrana', 'seen by [NAME] and [NAME]'],
    ['a short name behind its initial', 'with R. Young today', 'with [NAME] today'],
    ['the name before its initial', 'for Young, R. today', 'for [NAME]. today'],
    [
      'initials of somebody',
      'Patient Z.T. came; seen with R. Y. today',
      'Patient [NAME]. came; seen with [NAME]. today',
    ],
    ['one letter more', 'told thistlewwick about it', 'told [NAME] about it'],
    ['one letter less', 'told Thistlewik about it', 'told [NAME] about it'],
    ['another letter', 'told Thistlowick about it', 'told [NAME] about it'],
    ['two letters swapped', 'told Thistlewikc about it', 'told [NAME] about it'],
    ['an address', 'at 12 QUINCE ROW since', 'at [ADDRESS] since'],
  ])('%s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('takes a name that is also a word only where it is written as a name', () => {
    expect(clean('Mark the site. We mark it.')).toBe('Mark the site. We mark it.');
    // Once it is a name somewhere, it may stand nowhere.
    expect(clean('Mark the site. Then Mark came.')).toBe('[NAME] the site. Then [NAME] came.');
    expect(clean('a young man rose; talked with Rose Young today')).toBe(
      'a young man rose; talked with [NAME] today',
    );
    expect(clean('with Lee, in the lee of it')).toBe('with [NAME], in the lee of it');
  });

  it('takes such a name at the start of a sentence by what follows, and in capitals by what surrounds it', () => {
    expect(clean('Mark denies pain. Rose feels well. Young’s wife called.')).toBe(
      '[NAME] denies pain. [NAME] feels well. [NAME]’s wife called.',
    );
    expect(clean('spoke to MARK about this')).toBe('spoke to [NAME] about this');
    expect(clean('MARK THE SITE WITH A YOUNG NURSE')).toBe('MARK THE SITE WITH A YOUNG NURSE');
  });

  it('looks for no value that an ordinary number could be', () => {
    expect(clean('platelets 4711 and 62704 cells')).toBe('platelets 4711 and 62704 cells');
  });

  it('takes no other word for initials or for a slip of the pen', () => {
    for (const text of [
      'a young man; vitamin Z. then T. waves',
      'Z.T. scale and R.Y. score were noted',
      'a thistle and the thistles',
    ])
      expect(clean(text)).toBe(text);
    const near = createRedactor([{ value: 'Marianne Pneumonic', label: 'NAME' }]);
    expect(near.redact('treated for pneumonia').text).toBe('treated for pneumonia');
  });

  it('leaves longer words alone', () => {
    expect(clean('thistlewicker and leeward')).toBe('thistlewicker and leeward');
  });

  it('takes a hundred thousand values', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({
      value: `Maria ${String.fromCharCode(97 + (i % 26))}${i.toString(36)}zq`,
      label: 'NAME' as const,
    }));
    const large = createRedactor(many);
    expect(large.redact(`saw maria ${many[77_777]!.value.slice(6)} today`).text).toBe('saw [NAME] today');
  });
});

import { describe, expect, it } from 'vitest';
import { shippedLexicon } from './lexicon.ts';
import { Page } from './page.ts';
import { createRedactor } from './redactor.ts';
import { tokenise } from './tokens.ts';
import { isWordByForm } from './word-forms.ts';

const byForm = (word: string): boolean => isWordByForm(new Page(tokenise(word, shippedLexicon())), 0);

describe('words by their form', () => {
  it.each('Cholangiogram Spirometry Sigmoidoplasty immunostains brushings zelvutinib Quorbitis'.split(' '))(
    '%s is told by its ending',
    (word) => {
      expect(byForm(word)).toBe(true);
    },
  );

  it.each('Ingram Hastings Harkness Clements Jennings Paloma Okafor Roma keisha'.split(' '))(
    '%s is not',
    (word) => {
      expect(byForm(word)).toBe(false);
    },
  );

  it('are no names in notes in haste, where what no list has is one', () => {
    const haste = ' BP 122/70, hr 88, labs pend, npo p mn. CT neg. Wt 71 kg, tele.';
    const text = `Immunostains neg. Recurrent UTIs. ACE held. ERCP w/ brushings.${haste}`;
    expect(createRedactor().redact(text).text).toBe(text);
    expect(createRedactor().redact(`Ziroka neg. f/u w/ Kvothan.${haste}`).text).toBe(
      `[NAME] neg. f/u w/ [NAME].${haste}`,
    );
  });
});

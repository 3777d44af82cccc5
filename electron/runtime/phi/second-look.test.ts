import { describe, expect, it } from 'vitest';
import { shippedLexicon } from './lexicon.ts';
import { Page } from './page.ts';
import { createRedactor } from './redactor.ts';
import { changedWords } from './second-look.ts';
import { tokenise } from './tokens.ts';

const redactor = createRedactor();
/** Prose in which there is nothing to find, longer than any finder reaches. */
const PROSE =
  'the pain has been getting better since then and there was no fever or cough at night while the wound is dry and ' +
  'clean and the leg can be moved freely without any swelling of the joint or loss of feeling below it. ';
const APART = PROSE + PROSE;

/** The words that are looked at again once the text was redacted, or nothing where all are. */
function again(text: string): string[] | undefined {
  const before = page(text);
  const { text: redacted, spans } = redactor.redact(text);
  const after = page(redacted);
  const changed = changedWords(before, spans, after);
  return changed === undefined
    ? undefined
    : Array.from({ length: after.count }, (_, i) => i)
        .filter((i) => changed[i] === 1)
        .map((i) => after.word(i));
}

function page(text: string): Page {
  return new Page(tokenise(text, shippedLexicon()));
}

describe('the second look', () => {
  it('passes by what stands far from every placeholder', () => {
    const words = again(`${APART}Seen by Dr. Okafor today. ${APART}`) ?? [];
    expect(words).toContain('[NAME]');
    expect(words).toContain('Seen');
    expect(words.length).toBe(16 + 1 + 16);
  });

  it('begins at the first of words that are written together', () => {
    const codes = `now-${'then-'.repeat(16)}then`;
    const words = again(`${APART}${codes} Dr. Okafor. ${APART}`) ?? [];
    expect(words[0]).toBe('now');
  });

  it('takes in a word far away that stood in what was replaced', () => {
    const words =
      again(`${APART}Seen by Dr. Grace Okafor today. ${APART}and by her grace too. ${PROSE}`) ?? [];
    expect(words.length).toBeGreaterThan(33);
    expect(words).toContain('grace');
  });

  it('takes in a line that is written otherwise without what was replaced', () => {
    const line = 'FALL RISK HIGH, BED LOW, RAILS UP, CALL LIGHT NEAR, '.repeat(4);
    const words = again(`${APART}\n${line}seen by Dr. Okafor-Lindqvist.\n${APART}`) ?? ['FALL'];
    expect(words).toContain('FALL');
  });

  it('looks at everything where placeholders are close, or where the text held some before', () => {
    expect(again('Seen by Dr. Okafor, Dr. Thistlewick and Dr. Lindqvist.')).toBeUndefined();
    const before = page(`[NAME] ${APART}`);
    expect(changedWords(before, [], page(`[NAME] ${APART}`))).toBeUndefined();
  });

  it('looks at everything where the texts do not go together', () => {
    expect(changedWords(page(`${APART}one`), [], page(`${APART}other`))).toBeUndefined();
    expect(changedWords(page(APART), [], page(`${APART}more`))).toBeUndefined();
  });
});

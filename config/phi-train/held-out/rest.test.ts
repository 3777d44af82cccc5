import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../electron/runtime/phi/index.ts';
import { Documents } from '../text/documents.ts';
import { readMarkedNotes } from './marked-notes.ts';

const TEXTS = 1500;
const PROSE =
  'The pain has been getting better since the last visit and there was no fever at night. The wound is dry and clean, ' +
  'and the leg can be moved freely without any swelling of the joint or loss of feeling below it. ';

/**
 * What was redacted is searched again only where redacting may have changed something. A redacted text that is given
 * to the redactor anew is searched everywhere, so that what the first search passed by would be found here.
 */
describe('a redacted text', () => {
  const redactor = createRedactor();
  const rests = (text: string): void => {
    const { text: redacted } = redactor.redact(text);
    expect(redactor.detect(redacted).map(({ start, end }) => redacted.slice(start, end))).toEqual([]);
  };

  it('holds nothing more to find, whatever kind of text it was', () => {
    const documents = new Documents(20_261_123);
    for (let index = 0; index < TEXTS; index += 1) {
      const text = documents
        .at(index)
        .pieces.map((piece) => piece.text)
        .join('');
      rests(text);
      rests(`${PROSE.repeat(3)}${text} ${PROSE.repeat(3)}`);
    }
  });

  it('holds nothing more to find between notes in haste', () => {
    const notes = readMarkedNotes('hasty-notes');
    notes.forEach(({ text }, i) => {
      rests(`${text}\n${PROSE.repeat(4)}\n${notes[(i + 1) % notes.length]?.text ?? ''}`);
    });
  });
});

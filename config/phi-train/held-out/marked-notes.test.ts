import { describe, expect, it } from 'vitest';
import { createDocumentDetector, Scorer } from '../../../electron/runtime/phi/index.ts';
import { readMarkedNotes } from './marked-notes.ts';

const detector = createDocumentDetector();

/** What the redactor must reach on notes that nothing was learned from, in per cent of tokens. */
describe.each([
  ['hasty-notes', { least: 100, recall: 96, precision: 88 }],
  ['unseen-tuned', { least: 25, recall: 96, precision: 95 }],
  ['unseen-tuned-2', { least: 20, recall: 95, precision: 87 }],
  ['unseen-kept', { least: 25, recall: 88, precision: 84 }],
  ['fresh-study', { least: 32, recall: 97, precision: 88 }],
  ['fresh-kept', { least: 32, recall: 93, precision: 84 }],
] as const)('the notes of %s', (name, { least, recall, precision }) => {
  const notes = readMarkedNotes(name);

  it('are marked well', () => {
    expect(notes.length).toBeGreaterThan(least);
    for (const { text, spans } of notes) {
      expect(text).not.toMatch(/\{[A-Z~]:|=====/);
      for (const { start, end } of spans) expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
    }
  });

  it('lose few identifiers, and little else', () => {
    const scorer = new Scorer();
    for (const note of notes) scorer.add(note, detector.detect(note.text));
    const { tokenRecall, tokenPrecision } = scorer.score().groups.all ?? {};
    expect(tokenRecall).toBeGreaterThanOrEqual(recall);
    expect(tokenPrecision).toBeGreaterThanOrEqual(precision);
  });
});

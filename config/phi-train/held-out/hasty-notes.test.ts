import { describe, expect, it } from 'vitest';
import { createDocumentDetector, Scorer } from '../../../electron/runtime/phi/index.ts';
import { readHastyNotes } from './hasty-notes.ts';

const notes = readHastyNotes();

describe('notes in haste that nothing was learned from', () => {
  it('are marked well', () => {
    expect(notes.length).toBeGreaterThan(100);
    for (const { text, spans } of notes) {
      expect(text).not.toMatch(/\{[A-Z~]:|=====/);
      for (const { start, end } of spans) expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
    }
  });

  it('lose nearly no identifier, and little else', () => {
    const detector = createDocumentDetector();
    const scorer = new Scorer();
    for (const note of notes) scorer.add(note, detector.detect(note.text));
    const { tokenRecall, tokenPrecision } = scorer.score().groups.all ?? {};
    expect(tokenRecall).toBeGreaterThanOrEqual(95);
    expect(tokenPrecision).toBeGreaterThanOrEqual(88);
  });
});

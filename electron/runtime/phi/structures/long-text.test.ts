import { describe, expect, it } from 'vitest';
import { createDocumentRedactor } from './document-redactor.ts';
import { LongRedaction } from './long-text.ts';

const redactor = createDocumentRedactor();
const PLANTED = /Thistlewick|123-45-6789|954-11-\d{4}|thistle@example\.org|617-555-01\d\d|4825\d{4}/;
const FILLER = 'Stable overnight, eats well, no pain on moving, wound clean and dry. ';

/** The text in chunks of one size, redacted; the parts must make up a text of the same prose. */
function inChunks(text: string, size: number): string {
  const redaction = new LongRedaction(redactor);
  let out = '';
  for (let at = 0; at < text.length; at += size)
    for (const part of redaction.push(text.slice(at, at + size))) out += part.text;
  for (const part of redaction.end()) out += part.text;
  return out;
}

describe('a long text', () => {
  const note = (i: number): string =>
    `${FILLER.repeat(9 + (i % 7))}Mr. Thistlewick (SSN 123-45-6789, call 617-555-01${10 + (i % 80)}, thistle@example.org) was seen. `;
  const prose = Array.from({ length: 400 }, (_, i) => note(i)).join('');

  it.each([99_991, 1 << 20])('loses identifiers that lie across any border, in chunks of %i', (size) => {
    const out = inChunks(prose, size);
    expect(out).not.toMatch(PLANTED);
    expect(out.split('[SSN]').length).toBe(401);
    expect(out.replace(/\[[A-Z_]+\]/g, '').length).toBeGreaterThan(FILLER.length * 400 * 9);
  });

  it('finds an identifier wherever the window ends', () => {
    for (let shift = 0; shift < 40; shift += 6) {
      const before = FILLER.repeat(3900).slice(0, (1 << 18) - 20 + shift);
      const out = inChunks(`${before} SSN 123-45-6789 ${FILLER.repeat(200)}`, 1 << 16);
      expect(out).toContain('[SSN]');
      expect(out).not.toMatch(/123-45|45-6789/);
    }
  });

  it('is a table to its end, with rows that are never cut', () => {
    const rows = Array.from(
      { length: 4000 },
      (_, i) =>
        `${48_250_000 + i},"Quell, Ro${'abcdefghij'.charAt(i % 10)}bert",${i % 200},"Told\nMr. Thistlewick, ${FILLER}"`,
    );
    const out = inChunks(['mrn,name,glucose,note', ...rows].join('\n'), 77_777);
    expect(out).not.toMatch(PLANTED);
    expect(out).not.toMatch(/Quell/);
    expect(out.startsWith('mrn,name,glucose,note\n[MRN],"[NAME]",0,"Told\n')).toBe(true);
    expect(out.split('[MRN]').length).toBe(4001);
  });

  it('is looked at behind its escapes where it is JSON', () => {
    const lines = Array.from({ length: 3000 }, (_, i) => ({
      i,
      note: `${FILLER}\nMr. Thistlewick, SSN 123-45-6789 "${i}"`,
    }));
    const text = JSON.stringify(lines).replaceAll('Thistlewick', String.raw`\u0054histlewick`);
    const out = inChunks(text, 1 << 15);
    expect(out).not.toMatch(/histlewick|123-45/);
  });
});

describe('a long redaction that is broken off', () => {
  it('gives nothing out any more', () => {
    const stop = new AbortController();
    const redaction = new LongRedaction(redactor, stop.signal);
    const text = `${FILLER.repeat(6000)} Mr. Thistlewick`;
    const first = [...redaction.push(text)];
    expect(first.length).toBeGreaterThan(0);
    stop.abort();
    expect(() => [...redaction.push(text)]).toThrow(/abort/i);
    expect(() => [...redaction.end()]).toThrow(/abort/i);
  });
});

describe('memory of a long redaction', () => {
  it('holds no more of the text than a few windows', () => {
    const redaction = new LongRedaction(redactor);
    let written = 0;
    let waiting = 0;
    let most = 0;
    const chunk = `${FILLER.repeat(200)}Seen by Mr. Thistlewick, SSN 123-45-6789.\n`;
    for (let i = 0; i < 150; i += 1) {
      waiting += chunk.length;
      for (const { text } of redaction.push(chunk)) {
        written += text.length;
        // What is given out is about as long as what was taken in.
        waiting -= text.length;
      }
      most = Math.max(most, waiting);
    }
    for (const { text } of redaction.end()) written += text.length;
    expect(written).toBeGreaterThan(150 * FILLER.length * 200);
    expect(most).toBeLessThan(1 << 18);
  });
});

import { describe, expect, it } from 'vitest';
import { LARGEST_DOCUMENT_BYTES } from '../../../shared/verify/pdf-file.ts';
import { verifyDropped } from './verify-dropped.ts';

/** A file as a browser hands it over. */
function file(size: number, content: () => Promise<ArrayBuffer>): Parameters<typeof verifyDropped>[0] {
  return { name: 'dropped.pdf', size, arrayBuffer: content };
}
const holding = (text: string): ReturnType<typeof file> =>
  file(text.length, async () => await new Blob([text]).arrayBuffer());

describe('a dropped file', () => {
  it('that is larger than any report is not even read', async () => {
    let read = false;
    const huge = file(2 * 1024 ** 3, () => {
      read = true;
      return Promise.reject(new Error('read'));
    });
    const view = await verifyDropped(huge, []);
    expect(view).toMatchObject({ ok: false, subject: 'dropped.pdf' });
    expect(view.lines[0]?.detail).toBe('the file is larger than any report or bundle');
    expect(read).toBe(false);
    expect(LARGEST_DOCUMENT_BYTES).toBeLessThan(2 * 1024 ** 3);
  });

  it('that cannot be read, as a folder, is named so', async () => {
    const folder = file(4096, () => Promise.reject(new DOMException('a folder', 'NotFoundError')));
    expect((await verifyDropped(folder, [])).lines[0]?.detail).toMatch(/^the file cannot be read/);
  });

  it.each([
    ['', 'the file is not a PDF'],
    ['no report', 'the file is not a PDF'],
    ['%PDF-1.7\n1 0 obj\n', 'its end is missing'],
    ['PK\u0003\u0004', ''],
  ])('that is no report gets a sentence: %j', async (text, sentence) => {
    const view = await verifyDropped(holding(text), ['a'.repeat(64)]);
    expect(view.ok).toBe(false);
    expect(view.lines.map(({ detail }) => detail).join('\n')).toContain(sentence);
  });
});

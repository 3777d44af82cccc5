import { execFileSync } from 'node:child_process';
import jsQR from 'jsqr';

const LIMIT = { timeout: 20_000, maxBuffer: 1 << 26 } as const;

/** The letters of a printed paper in the order of their numbers, as a person would type them. */
export function lettersOn(file: string): string {
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', ...LIMIT });
  return [...text.matchAll(/\b(\d{1,2}) +([0-9A-HJKMNP-TV-Z]{5})(?=\s)/g)]
    .map(([, number, group]) => [Number(number), group] as const)
    .sort(([a], [b]) => a - b)
    .map(([, group]) => group)
    .join(' ');
}

/** What a scanner types that is held over the first page of a printed paper; nothing where it reads nothing. */
export function scannedFrom(file: string): string | undefined {
  const page = ['-r', '150', '-f', '1', '-l', '1', '-gray', file];
  const image = execFileSync('pdftoppm', page, LIMIT);
  // Netpbm's grey form: `P5 WIDTH HEIGHT 255`, then a byte for each pixel.
  const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.toString('latin1', 0, 60)) ?? [];
  if (head === undefined) throw new Error('the page was not drawn in grey');
  const pixels = new Uint8ClampedArray(Number(width) * Number(height) * 4).fill(255);
  image.subarray(head.length).forEach((grey, at) => {
    pixels.fill(grey, at * 4, at * 4 + 3);
  });
  return jsQR.default(pixels, Number(width), Number(height))?.data;
}

import type { Measure } from './fonts.ts';
import type { TextStyle } from './theme.ts';

/**
 * Breaks a text into lines no wider than `width` points: at spaces, else after `_ / . - ,`, else
 * between characters. A newline in the text is kept. A line broken at a space ends with it, outside the
 * width, so that who copies the text or hears it does not get two words as one.
 */
export function breakLines(text: string, style: TextStyle, width: number, measure: Measure): string[] {
  const fits = (line: string): boolean => measure.width(line, style.face, style.size) <= width;
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(`${line} `);
      const pieces = fits(word) ? [word] : breakWord(word, fits);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? '';
    }
    lines.push(line);
    return lines;
  });
}

function breakWord(word: string, fits: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const part of word.split(/(?<=[_/.,-])/)) {
    if (fits(piece + part)) {
      piece += part;
      continue;
    }
    if (piece !== '') pieces.push(piece);
    piece = '';
    for (const character of part) {
      if (piece !== '' && !fits(piece + character)) {
        pieces.push(piece);
        piece = '';
      }
      piece += character;
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

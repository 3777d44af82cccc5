import { isUtf8 } from 'node:buffer';

/** One line of a file, without its line end; `text` is undefined where it cannot be read, and `why` says so. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string | undefined;
  readonly why?: 'too_long' | 'not_utf8';
}

/** Longest line that is held, in bytes: one document of about 100 MB. */
export const LONGEST_LINE = 128 << 20;

const LINE_FEED = 0x0a;

/**
 * Lines of a stream of UTF-8, one at a time, in memory bounded by the longest line. Only `\n` and `\r\n` end a
 * line: JSON may hold U+2028, which other readers take for a line end. Bytes that are no UTF-8 are never guessed at:
 * letters that were replaced would hide a name, and offsets would no longer be those of the file.
 *
 * @param longest in bytes
 */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  longest: number = LONGEST_LINE,
): AsyncGenerator<Line> {
  let number = 1;
  let parts: Buffer[] = [];
  let held = 0;
  const take = (part: Buffer): void => {
    held += part.length;
    if (held <= longest) parts.push(part);
    else parts = [];
  };
  const line = (): Line => {
    const bytes = Buffer.concat(parts);
    const isLong = held > longest;
    parts = [];
    held = 0;
    if (isLong) return { number, text: undefined, why: 'too_long' };
    if (!isUtf8(bytes)) return { number, text: undefined, why: 'not_utf8' };
    const text = bytes.toString('utf8').replace(/\r$/, '');
    return { number, text: number === 1 ? text.replace(/^\ufeff/, '') : text };
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      take(chunk.subarray(from, at));
      yield line();
      number += 1;
      from = at + 1;
    }
    take(chunk.subarray(from));
  }
  if (held > 0) yield line();
}

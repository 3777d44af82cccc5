import { StringDecoder } from 'node:string_decoder';

/** One line of a file, without its line end; `text` is undefined where the line was too long to hold. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string | undefined;
}

/** Longest line that is held, in UTF-16 units: one document of about 100 MB. */
export const LONGEST_LINE = 128 << 20;

/**
 * Lines of a stream of UTF-8, one at a time, in memory bounded by the longest line. Only `\n` and `\r\n` end a
 * line: JSON may hold U+2028, which other readers take for a line end.
 */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  longest: number = LONGEST_LINE,
): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8');
  let number = 1;
  let parts: string[] = [];
  let held = 0;
  const take = (part: string): void => {
    held += part.length;
    if (held <= longest) parts.push(part);
    else parts = [];
  };
  const line = (): Line => {
    const text = held > longest ? undefined : parts.join('').replace(/\r$/, '');
    parts = [];
    held = 0;
    return { number, text: number === 1 ? text?.replace(/^\ufeff/, '') : text };
  };
  for await (const chunk of stream) {
    const text = decoder.write(chunk);
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      take(text.slice(from, at));
      yield line();
      number += 1;
      from = at + 1;
    }
    take(text.slice(from));
  }
  take(decoder.end());
  if (held > 0) yield line();
}

import { encode } from 'uqr';
import type { Flow } from './sheet.ts';
import { MARGIN, TEXT } from './theme.ts';

/** A side of 42 mm: modules of half a millimetre and more, which a phone reads off printed paper. */
const SIDE = 120;
const QUIET_MODULES = 4;

/** The modules of a QR code (ISO/IEC 18004, level M) over a text in UTF-8. */
export function modulesOf(text: string): boolean[][] {
  return encode([...new TextEncoder().encode(text)], { ecc: 'M', border: 0 }).data;
}

/** A text as a QR code, drawn as one path, with a few words beside it. */
export function code(flow: Flow, text: string, words: string): void {
  const modules = modulesOf(text);
  const quiet = (SIDE / modules.length) * QUIET_MODULES;
  flow.need(SIDE + 2 * quiet);
  const top = flow.y + quiet;
  flow.tell({
    kind: 'figure',
    about: 'A QR code that holds the text of the checkpoint.',
    head: [],
    rows: [],
  });
  flow.put({ kind: 'code', x: MARGIN.left + quiet, y: top, side: SIDE, modules });
  const left = MARGIN.left + SIDE + 3 * quiet;
  const lines = flow.lines(words, TEXT.quiet, flow.width - SIDE - 3 * quiet);
  flow.tell({ kind: 'paragraph', text: words });
  flow.setLines(lines, TEXT.quiet, left, top);
  flow.y = top + SIDE + quiet;
  flow.y += TEXT.quiet.line + 5;
}

import { modulesOf } from '../pages/code.ts';
import type { Flow } from '../pages/sheet.ts';
import { COLOUR, MARGIN, TEXT, type TextStyle } from '../pages/theme.ts';

const GROUP: TextStyle = { face: 'mono', size: 15, line: 20, colour: COLOUR.ink };
const COLUMNS = 4;
const ROW = GROUP.line + 7;
const CODE_SIDE = 132;
const INSET = 16;

/** What every paper begins with. */
export function opening(flow: Flow, words: { readonly title: string; readonly lead: string }): void {
  flow.y = 66;
  flow.ornament(() => flow.setLines(['SWARM CLINICAL'], TEXT.overline, MARGIN.left, flow.y));
  flow.y += 20;
  flow.tell({ kind: 'title', text: words.title });
  flow.y += flow.setLines(flow.lines(words.title, TEXT.title, flow.width), TEXT.title, MARGIN.left, flow.y);
  flow.y += 6;
  flow.tell({ kind: 'paragraph', text: words.lead });
  flow.y += flow.setLines(flow.lines(words.lead, TEXT.lead, flow.width), TEXT.lead, MARGIN.left, flow.y);
  flow.y += 14;
}

/** Numbered groups of letters beside the same as a code that scanners type. */
export function letterBox(flow: Flow, groups: readonly string[]): void {
  const top = flow.y + 4;
  const width = flow.width - CODE_SIDE - 3 * INSET;
  const height = Math.max(Math.ceil(groups.length / COLUMNS) * ROW, CODE_SIDE) + 2 * INSET;
  flow.put({ kind: 'box', x: MARGIN.left, y: top, width: flow.width, height, fill: COLOUR.wash });
  flow.tell({ kind: 'paragraph', text: groups.join(' ') });
  groups.forEach((group, index) => {
    const x = MARGIN.left + INSET + ((index % COLUMNS) * width) / COLUMNS;
    const y = top + INSET + Math.floor(index / COLUMNS) * ROW;
    flow.ornament(() => flow.setLines([String(index + 1)], TEXT.footer, x, y + 6));
    flow.setLines([group], GROUP, x + 12, y);
  });
  const [x, y] = [MARGIN.left + flow.width - CODE_SIDE - INSET, top + INSET];
  // Scanners want light modules around the code, four of them.
  flow.put({
    kind: 'box',
    x: x - 8,
    y: y - 8,
    width: CODE_SIDE + 16,
    height: CODE_SIDE + 16,
    fill: COLOUR.paper,
  });
  flow.tell({ kind: 'figure', about: 'A QR code with the same letters.', head: [], rows: [] });
  flow.put({ kind: 'code', x, y, side: CODE_SIDE, modules: modulesOf(groups.join('-')) });
  flow.y = top + height + 4;
}

/** Lines to be filled in with a pen. */
export function signLines(flow: Flow, labels: readonly string[]): void {
  flow.y += 10;
  for (const label of labels) {
    flow.y += 24;
    const x = MARGIN.left + 128;
    flow.tell({ kind: 'paragraph', text: label });
    flow.setLines([label], TEXT.label, MARGIN.left, flow.y - TEXT.label.line);
    flow.put({ kind: 'rule', x, y: flow.y, width: flow.width - 128, colour: COLOUR.rule, weight: 0.5 });
  }
}

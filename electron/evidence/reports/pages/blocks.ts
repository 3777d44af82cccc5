import type { Flow } from './sheet.ts';
import { COLOUR, MARGIN, TEXT, type TextStyle } from './theme.ts';

/** A heading with a bookmark; keeps at least `keep` points of what follows on its page. */
export function heading(flow: Flow, number: number, title: string, keep = 90): void {
  flow.gap(26);
  flow.need(TEXT.heading.line + 14 + keep);
  flow.tell({ kind: 'heading', level: 2, text: `${number} ${title}` });
  flow.bookmarks.push({ title: `${number}  ${title}`, sheet: flow.sheets.length - 1, y: flow.y });
  flow.setLines([`${number} `], { ...TEXT.heading, colour: COLOUR.accent }, MARGIN.left, flow.y);
  flow.setLines([title], TEXT.heading, MARGIN.left + 26, flow.y);
  flow.y += TEXT.heading.line + 4;
  drawLine(flow);
  flow.y += 10;
}

/** A line between the margins, where the cursor stands. */
export function drawLine(flow: Flow, kind: 'rule' | 'hairline' = 'rule'): void {
  const [x, y, width] = [MARGIN.left, flow.y, flow.width];
  flow.put({ kind: 'rule', x, y, width, colour: COLOUR[kind], weight: kind === 'rule' ? 0.75 : 0.5 });
}

export function subheading(flow: Flow, title: string, keep = 50): void {
  flow.gap(12);
  flow.need(TEXT.subheading.line + 4 + keep);
  flow.tell({ kind: 'heading', level: 3, text: title });
  flow.setLines([title], TEXT.subheading, MARGIN.left, flow.y);
  flow.y += TEXT.subheading.line + 4;
}

/** Running text; may continue on the next sheet. */
export function paragraph(flow: Flow, text: string, style: TextStyle = TEXT.body, width = flow.width): void {
  flow.tell({ kind: 'paragraph', text });
  for (const line of flow.lines(text, style, width)) {
    flow.need(style.line);
    flow.setLines([line], style, MARGIN.left, flow.y);
    flow.y += style.line;
  }
  flow.y += 5;
}

export interface FactRow {
  readonly label: string;
  readonly value: string;
  readonly style?: TextStyle;
}

const LABEL_WIDTH = 128;

/** Labels and values in two columns. */
export function facts(flow: Flow, rows: readonly FactRow[]): void {
  flow.tell({ kind: 'facts', rows });
  for (const [index, row] of rows.entries()) {
    const style = row.style ?? TEXT.value;
    const label = flow.lines(row.label, TEXT.label, LABEL_WIDTH - 10);
    const value = flow.lines(row.value, style, flow.width - LABEL_WIDTH);
    const height = Math.max(label.length * TEXT.label.line, value.length * style.line);
    flow.need(height + 4);
    flow.cell(index, 0);
    flow.setLines(label, TEXT.label, MARGIN.left, flow.y);
    flow.cell(index, 1);
    flow.setLines(value, style, MARGIN.left + LABEL_WIDTH, flow.y);
    flow.y += height + 3.5;
  }
  flow.y += 4;
}

/** A numbered remark: what is not proven, and why it matters. */
export function remark(flow: Flow, number: number, title: string, detail: string): void {
  flow.tell({ kind: 'paragraph', text: `${number}. ${title}: ${detail}` });
  const indent = 26;
  const titleLines = flow.lines(title, TEXT.subheading, flow.width - indent);
  const detailLines = flow.lines(detail, TEXT.body, flow.width - indent);
  flow.need(titleLines.length * TEXT.subheading.line + detailLines.length * TEXT.body.line + 8);
  flow.setLines([`${number} `], { ...TEXT.subheading, colour: COLOUR.doubt }, MARGIN.left, flow.y);
  flow.y += flow.setLines(titleLines, TEXT.subheading, MARGIN.left + indent, flow.y);
  flow.y += flow.setLines(detailLines, TEXT.body, MARGIN.left + indent, flow.y);
  flow.y += 8;
}

/** Text as it stands, in a box: a signed note, a command. Long lines are continued on the next. */
export function verbatim(flow: Flow, text: string): void {
  flow.tell({ kind: 'verbatim', text });
  const inset = 10;
  const lines = flow.lines(text.trimEnd(), TEXT.note, flow.width - 2 * inset);
  const height = lines.length * TEXT.note.line + 2 * inset;
  flow.need(height);
  flow.put({ kind: 'box', x: MARGIN.left, y: flow.y, width: flow.width, height, fill: COLOUR.wash });
  flow.setLines(lines, TEXT.note, MARGIN.left + inset, flow.y + inset);
  flow.y += height + 8;
}

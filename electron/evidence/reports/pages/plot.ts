import type { ReportPlot } from '../../../../shared/formats/period-report.ts';
import { formatCount } from '../text.ts';
import { paragraph, subheading } from './blocks.ts';
import type { Flow } from './sheet.ts';
import { COLOUR, MARGIN, TEXT, type Colour } from './theme.ts';

const TONES: Readonly<Record<ReportPlot['series'][number]['tone'], Colour>> = {
  accent: COLOUR.accent,
  good: COLOUR.good,
  bad: COLOUR.bad,
  doubt: COLOUR.doubt,
  quiet: COLOUR.rule,
};

const COLUMNS_HEIGHT = 96;
const BAR_LINE = 14;
const BAR_HEIGHT = 8;
const LABEL_WIDTH = 150;
const VALUE_WIDTH = 54;
/** Room for the figures of the scale, left of the columns. */
const SCALE_WIDTH = 38;

/** Figures as filled boxes: sharp at any size, and each stands beside the number it shows. */
export function plot(flow: Flow, { title, about, shape, series, bars }: ReportPlot): void {
  const height = shape === 'columns' ? COLUMNS_HEIGHT + 60 : BAR_LINE * Math.min(bars.length, 6) + 40;
  subheading(flow, title, height);
  paragraph(flow, about, TEXT.quiet);
  if (bars.length === 0) {
    paragraph(flow, 'Nothing in the period.');
    return;
  }
  flow.tell({
    kind: 'figure',
    about: `${title}: ${series.map((one) => one.title).join(', ')}`,
    head: ['', ...series.map((one) => one.title)],
    rows: bars.map(({ label, values }) => [label, ...values.map(formatCount)]),
  });
  if (series.length > 1) legend(flow, series);
  if (shape === 'columns') columns(flow, series, bars);
  else horizontal(flow, series, bars);
  flow.y += 8;
}

function legend(flow: Flow, series: ReportPlot['series']): void {
  let x: number = MARGIN.left;
  for (const { title, tone } of series) {
    flow.put({ kind: 'box', x, y: flow.y + 2.5, width: 6, height: 6, fill: TONES[tone] });
    flow.setLines([title], TEXT.cell, x + 10, flow.y);
    x += 10 + flow.measure.width(title, TEXT.cell.face, TEXT.cell.size) + 16;
  }
  flow.y += TEXT.cell.line + 5;
}

/** Columns over time, on a scale whose steps are round. */
function columns(flow: Flow, series: ReportPlot['series'], bars: ReportPlot['bars']): void {
  flow.need(COLUMNS_HEIGHT + 24);
  const highest = Math.max(1, ...bars.map(({ values }) => sum(values)));
  const { top, step } = scale(highest);
  const left = MARGIN.left + SCALE_WIDTH;
  const width = flow.width - SCALE_WIDTH;
  const bottom = flow.y + COLUMNS_HEIGHT;
  const heightOf = (value: number): number => (value / top) * (COLUMNS_HEIGHT - 8);
  for (let value = 0; value <= top; value += step) {
    const y = bottom - heightOf(value);
    const colour = value === 0 ? COLOUR.rule : COLOUR.hairline;
    flow.put({ kind: 'rule', x: left, y, width, colour, weight: value === 0 ? 0.75 : 0.5 });
    flow.setLines([formatCount(value)], TEXT.footer, MARGIN.left, y - 4.5, SCALE_WIDTH - 6);
  }
  const pitch = width / bars.length;
  const thick = Math.min(14, Math.max(0.6, pitch * 0.72));
  bars.forEach(({ values }, index) => {
    const x = left + index * pitch + (pitch - thick) / 2;
    let y = bottom;
    values.forEach((value, at) => {
      const height = heightOf(value);
      y -= height;
      const tone = TONES[series[at]?.tone ?? 'accent'];
      if (height > 0) flow.put({ kind: 'box', x, y, width: thick, height, fill: tone });
    });
  });
  dates(flow, bars, left, pitch, bottom + 4);
  flow.y = bottom + 20;
}

/** Labels under the columns: as many as stand beside each other, the first and the last among them. */
function dates(flow: Flow, bars: ReportPlot['bars'], left: number, pitch: number, y: number): void {
  const widest = Math.max(...bars.map(({ label }) => flow.measure.width(label, 'sans', TEXT.footer.size)));
  const every = Math.max(1, Math.ceil((widest + 14) / pitch));
  const right = MARGIN.left + flow.width;
  bars.forEach(({ label }, index) => {
    if (index % every !== 0) return;
    const width = flow.measure.width(label, 'sans', TEXT.footer.size);
    const x = left + index * pitch + pitch / 2 - width / 2;
    if (x + width <= right) flow.setLines([label], TEXT.footer, Math.max(left, x), y);
  });
}

/** One bar per name, the longest first where the caller sorted them so, each with its figure. */
function horizontal(flow: Flow, series: ReportPlot['series'], bars: ReportPlot['bars']): void {
  const longest = Math.max(1, ...bars.map(({ values }) => sum(values)));
  const room = flow.width - LABEL_WIDTH - VALUE_WIDTH;
  for (const { label, values } of bars) {
    flow.need(BAR_LINE);
    const line = flow.lines(label, TEXT.cell, LABEL_WIDTH - 8)[0] ?? '';
    flow.setLines([line], TEXT.cell, MARGIN.left, flow.y);
    let x = MARGIN.left + LABEL_WIDTH;
    values.forEach((value, at) => {
      const width = (value / longest) * room;
      const fill = TONES[series[at]?.tone ?? 'accent'];
      if (width > 0) flow.put({ kind: 'box', x, y: flow.y + 1.5, width, height: BAR_HEIGHT, fill });
      x += width;
    });
    flow.setLines([formatCount(sum(values))], TEXT.cell, x + 6, flow.y);
    flow.y += BAR_LINE;
  }
}

/** The end of a scale that holds the highest value, and its step: 1, 2 or 5 times a power of ten. */
export function scale(highest: number): { readonly top: number; readonly step: number } {
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  return { top: Math.ceil(highest / step) * step, step };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { PaperName } from '../../../../shared/formats/report.ts';

/** What stands outside the margins is footer and air; points, the same on every paper. */
export const MARGIN = { left: 54, right: 54, top: 58, bottom: 66 } as const;

/** A sheet of paper, in points. */
export interface Paper {
  readonly width: number;
  readonly height: number;
}

export const PAPERS: Readonly<Record<PaperName, Paper>> = {
  a4: { width: 595.28, height: 841.89 },
  letter: { width: 612, height: 792 },
};

/** Ink on white paper; every pair passes WCAG AA, and every colour stands beside a word that says the same. */
export const COLOUR = {
  ink: '#1a1f26',
  muted: '#57616e',
  accent: '#1d4d63',
  hairline: '#d5dbe1',
  rule: '#9aa5b1',
  wash: '#f4f6f8',
  paper: '#ffffff',
  good: '#1f6b43',
  bad: '#9d2330',
  doubt: '#8a5a00',
} as const;
export type Colour = (typeof COLOUR)[keyof typeof COLOUR];

export type Face = 'sans' | 'bold' | 'mono';

/** A way to set text: face, size and line height in points, colour. */
export interface TextStyle {
  readonly face: Face;
  readonly size: number;
  readonly line: number;
  readonly colour: Colour;
}

const style = (face: Face, size: number, line: number, colour: Colour): TextStyle => ({
  face,
  size,
  line,
  colour,
});

export const TEXT = {
  title: style('bold', 25, 31, COLOUR.ink),
  lead: style('sans', 11, 16.5, COLOUR.muted),
  heading: style('bold', 14.5, 20, COLOUR.ink),
  subheading: style('bold', 9.5, 14, COLOUR.ink),
  body: style('sans', 9, 13.5, COLOUR.ink),
  quiet: style('sans', 8, 11.5, COLOUR.muted),
  label: style('sans', 8, 12, COLOUR.muted),
  value: style('sans', 8.5, 12, COLOUR.ink),
  valueMono: style('mono', 7.5, 12, COLOUR.ink),
  cell: style('sans', 7.5, 10.5, COLOUR.ink),
  cellQuiet: style('sans', 7.5, 10.5, COLOUR.muted),
  cellStrong: style('bold', 7.5, 10.5, COLOUR.ink),
  cellMono: style('mono', 6.6, 10.5, COLOUR.ink),
  head: style('bold', 6.8, 10, COLOUR.muted),
  note: style('mono', 7.2, 11.2, COLOUR.ink),
  footer: style('sans', 7, 9, COLOUR.muted),
  overline: style('bold', 7.5, 10, COLOUR.accent),
} as const;

/** The same text in another colour. */
export function tinted(base: TextStyle, colour: Colour): TextStyle {
  return { ...base, colour };
}

import type { DocumentFonts } from '../pdf/embed-fonts.ts';
import type { GlyphRun, Measure } from './fonts.ts';
import type { Mark, Owner, Sheet } from './sheet.ts';
import { COLOUR, type Colour } from './theme.ts';

/** What a page holds: drawing operators, and what each marked stretch of them belongs to, by its number. */
export interface DrawnPage {
  readonly content: string;
  readonly owners: readonly Owner[];
}

/**
 * Draws a sheet. Every mark has its place already, so nothing is laid out here and a page costs what
 * stands on it. Marks that belong to something in the order of reading are marked with a number each
 * time the owner changes; the others are ornament (ISO 32000-1, 14.8.2.2).
 *
 * @param height of the paper, points; PDF counts upwards
 */
export function drawSheet(
  { marks }: Sheet,
  height: number,
  measure: Measure,
  fonts: DocumentFonts,
): DrawnPage {
  const lines: string[] = [];
  const owners: Owner[] = [];
  let open: { readonly owner: Owner | undefined } | undefined;
  for (const mark of marks) {
    const { owner } = mark;
    if (open === undefined || !sameOwner(open.owner, owner)) {
      if (open !== undefined) lines.push('EMC');
      lines.push(owner === undefined ? '/Artifact BMC' : `/Span <</MCID ${owners.length}>> BDC`);
      if (owner !== undefined) owners.push(owner);
      open = { owner };
    }
    lines.push(draw(mark, height, measure, fonts));
  }
  if (open !== undefined) lines.push('EMC');
  return { content: lines.join('\n'), owners };
}

function sameOwner(a: Owner | undefined, b: Owner | undefined): boolean {
  return a === b || (a?.part === b?.part && a?.row === b?.row && a?.column === b?.column);
}

function draw(mark: Mark, height: number, measure: Measure, fonts: DocumentFonts): string {
  switch (mark.kind) {
    case 'text':
      return drawText(mark, height, measure, fonts);
    case 'rule':
      return `${fill(mark.colour)} ${rectangle(mark.x, height - mark.y - mark.weight / 2, mark.width, mark.weight)} f`;
    case 'box': {
      const bottom = height - mark.y - mark.height;
      const parts: string[] = [];
      if (mark.fill !== undefined)
        parts.push(`${fill(mark.fill)} ${rectangle(mark.x, bottom, mark.width, mark.height)} f`);
      // The line stands inside the box.
      if (mark.stroke !== undefined)
        parts.push(
          `${stroke(mark.stroke)} ${LINE} w ${rectangle(mark.x + LINE / 2, bottom + LINE / 2, mark.width - LINE, mark.height - LINE)} S`,
        );
      return parts.join('\n');
    }
    case 'code':
      return `${fill(COLOUR.ink)} ${modules(mark, height)} f`;
  }
}

const LINE = 0.75;

/** A line of text: its baseline where half the room of its line stands above and half below the letters. */
function drawText(
  { x, y, text, style }: Mark & { readonly kind: 'text' },
  height: number,
  measure: Measure,
  fonts: DocumentFonts,
): string {
  const runs = measure.runs(text, style.face);
  const [first] = runs;
  if (first === undefined) return '';
  const { ascent, descent, unitsPerEm } = first.font.font;
  const baseline = y + style.line / 2 + (((ascent + descent) / unitsPerEm) * style.size) / 2;
  const parts = [`BT ${fill(style.colour)} 1 0 0 1 ${figure(x)} ${figure(height - baseline)} Tm`];
  let label: string | undefined;
  let shown: string[] = [];
  const flush = (): void => {
    if (shown.length > 0) parts.push(`[${shown.join('')}] TJ`);
    shown = [];
  };
  for (const run of runs) {
    const next = fonts.label(run);
    if (next !== label) {
      flush();
      label = next;
      parts.push(`/${label} ${figure(style.size)} Tf`);
    }
    shown.push(kerned(run, fonts.encode(run)));
  }
  flush();
  parts.push('ET');
  return parts.join(' ');
}

/** Glyphs as one string, broken where kerning moves the next one. */
function kerned({ glyphs }: GlyphRun, numbers: readonly string[]): string {
  let out = '<';
  glyphs.forEach(({ width, advance }, index) => {
    out += numbers[index] ?? '';
    const shift = Math.round((width - advance) * 100) / 100;
    if (shift !== 0) out += `>${figure(shift)}<`;
  });
  return `${out}>`;
}

/** The dark modules as one path: a rectangle for each run in a row. */
function modules({ x, y, side, modules: rows }: Mark & { readonly kind: 'code' }, height: number): string {
  const unit = side / rows.length;
  const parts: string[] = [];
  rows.forEach((row, line) => {
    for (let start = 0; start < row.length;) {
      let end = start;
      while (row[end] === true) end += 1;
      if (end > start)
        parts.push(rectangle(x + start * unit, height - y - (line + 1) * unit, (end - start) * unit, unit));
      start = end + 1;
    }
  });
  return parts.join(' ');
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `${figure(x)} ${figure(y)} ${figure(width)} ${figure(height)} re`;
}

function fill(colour: Colour): string {
  return `${channels(colour)} rg`;
}

function stroke(colour: Colour): string {
  return `${channels(colour)} RG`;
}

/** `#1a1f26` as three shares of one. */
function channels(colour: Colour): string {
  return [1, 3, 5].map((at) => figure(parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ');
}

function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

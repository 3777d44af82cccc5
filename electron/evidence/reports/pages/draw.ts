import { createElement, type ReactElement } from 'react';
import {
  Document,
  Page,
  Path,
  Svg,
  Text,
  View,
  renderToBuffer,
  type DocumentProps,
} from '@react-pdf/renderer';
import { FAMILIES, WEIGHT } from './fonts.ts';
import type { Mark, Sheet } from './sheet.ts';
import { COLOUR, type Paper } from './theme.ts';

/**
 * Draws sheets as a PDF of their own. Every mark has its place already, so the renderer lays out
 * nothing and a page costs the same wherever it stands.
 */
export async function drawSheets(sheets: readonly Sheet[], paper: Paper): Promise<Uint8Array> {
  const pages = sheets.map((sheet, index) =>
    createElement(
      Page,
      {
        key: index,
        size: [paper.width, paper.height],
        style: { fontFamily: FAMILIES.sans[0] ?? '' },
      },
      sheet.marks.map((mark, key) => draw(mark, key, paper)),
    ),
  );
  // Its own dates and names are replaced when the parts are joined.
  const document: ReactElement<DocumentProps> = createElement(
    Document,
    { pdfVersion: '1.7', creationDate: new Date(0) },
    pages,
  );
  return renderToBuffer(document);
}

function draw(mark: Mark, key: number, paper: Paper): ReactElement {
  switch (mark.kind) {
    case 'text':
      return createElement(
        Text,
        {
          key,
          style: {
            position: 'absolute',
            left: mark.x,
            top: mark.y,
            // Room to spare: the line was measured, and must not be broken again.
            width: paper.width,
            fontFamily: [...FAMILIES[mark.style.face]],
            fontWeight: WEIGHT[mark.style.face],
            fontSize: mark.style.size,
            lineHeight: mark.style.line / mark.style.size,
            color: mark.style.colour,
          },
        },
        mark.text,
      );
    case 'rule':
      return createElement(View, {
        key,
        style: {
          position: 'absolute',
          left: mark.x,
          top: mark.y - mark.weight / 2,
          width: mark.width,
          height: mark.weight,
          backgroundColor: mark.colour,
        },
      });
    case 'box':
      return createElement(View, {
        key,
        style: {
          position: 'absolute',
          left: mark.x,
          top: mark.y,
          width: mark.width,
          height: mark.height,
          ...(mark.fill === undefined ? {} : { backgroundColor: mark.fill }),
          ...(mark.stroke === undefined ? {} : { borderWidth: 0.75, borderColor: mark.stroke }),
        },
      });
    case 'code':
      return createElement(
        Svg,
        {
          key,
          viewBox: `0 0 ${mark.modules.length} ${mark.modules.length}`,
          style: { position: 'absolute', left: mark.x, top: mark.y, width: mark.side, height: mark.side },
        },
        createElement(Path, { d: outline(mark.modules), fill: COLOUR.ink }),
      );
  }
}

/** The dark modules as one path: a rectangle for each run in a row. */
function outline(modules: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length;) {
      let end = x;
      while (row[end] === true) end += 1;
      if (end > x) runs.push(`M${x} ${y}h${end - x}v1h${x - end}z`);
      x = end + 1;
    }
  });
  return runs.join('');
}

import { drawSheets } from '../pages/draw.ts';
import { loadFonts } from '../pages/fonts.ts';
import { Flow } from '../pages/sheet.ts';
import { MARGIN, PAPERS, TEXT } from '../pages/theme.ts';
import { recoverySheet, type RecoverySheetPaper } from './recovery-sheet.ts';

/** Papers that are no reports: printed, kept elsewhere, and not signed by a key. */
export type Paper = RecoverySheetPaper;

/** Draws a paper as a PDF. Heavy: run it in the report worker. */
export async function drawPaper(paper: Paper, fontsFolder: string): Promise<Uint8Array> {
  const flow = new Flow(await loadFonts(fontsFolder), PAPERS.a4);
  recoverySheet(flow, paper);
  footers(flow, `Swarm Clinical recovery sheet ${paper.number} of ${paper.count}, set ${paper.set}`);
  return drawSheets(flow.sheets, flow.paper);
}

function footers(flow: Flow, text: string): void {
  for (const sheet of flow.sheets)
    sheet.marks.push({ kind: 'text', x: MARGIN.left, y: flow.paper.height - 40, text, style: TEXT.footer });
}

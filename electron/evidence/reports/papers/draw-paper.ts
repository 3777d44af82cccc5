import { drawSheet } from '../pages/draw.ts';
import { loadFonts } from '../pages/fonts.ts';
import { Flow } from '../pages/sheet.ts';
import { MARGIN, PAPERS, TEXT } from '../pages/theme.ts';
import { DocumentFonts } from '../pdf/embed-fonts.ts';
import { plainDocument } from '../pdf/paper.ts';
import { emergencyCode, type EmergencyCodePaper } from './emergency-code.ts';
import { eraseCertificate, type EraseCertificatePaper } from './erase-certificate.ts';
import { erasedInWords } from './erased.ts';
import { recoverySheet, type RecoverySheetPaper } from './recovery-sheet.ts';

/** Papers that are no reports: printed, kept elsewhere, and not signed by a key. */
export type Paper = RecoverySheetPaper | EmergencyCodePaper | EraseCertificatePaper;

/** Draws a paper as a PDF. Heavy: run it in the report worker. */
export async function drawPaper(paper: Paper, fontsFolder: string): Promise<Uint8Array> {
  const measure = await loadFonts(fontsFolder);
  const flow = new Flow(measure, PAPERS.a4);
  const title = set(flow, paper);
  const y = flow.paper.height - 40;
  for (const sheet of flow.sheets)
    sheet.marks.push({ kind: 'text', x: MARGIN.left, y, text: title, style: TEXT.footer });
  const fonts = new DocumentFonts();
  const pages = flow.sheets.map((sheet) => drawSheet(sheet, flow.paper.height, measure, fonts));
  const { story, paper: size } = flow;
  return plainDocument({ pages, fonts, story, paper: size, title, madeAtMs: paper.madeAtMs });
}

/** @returns what the file is called */
function set(flow: Flow, paper: Paper): string {
  if (paper.kind === 'erase') {
    eraseCertificate(flow, paper);
    return `Swarm Clinical certificate of sanitization, ${erasedInWords(paper.erased, paper.workspaceId).name}`;
  }
  if (paper.kind === 'emergency') {
    emergencyCode(flow, paper);
    return `Swarm Clinical emergency code ${paper.number} of ${paper.count}, envelope ${paper.set}`;
  }
  recoverySheet(flow, paper);
  return `Swarm Clinical recovery sheet ${paper.number} of ${paper.count}, set ${paper.set}`;
}

import { sha256Hex } from '../../core/index.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import {
  PERIOD_REPORT_FORMAT,
  titleOfReport,
  type AnyReport,
} from '../../../shared/formats/period-report.ts';
import { composeReport } from './pages/content.ts';
import { setImmediate } from 'node:timers/promises';
import { drawSheet, type DrawnPage } from './pages/draw.ts';
import { loadFonts } from './pages/fonts.ts';
import { assemble, type Unsigned } from './pdf/assemble.ts';
import { DocumentFonts } from './pdf/embed-fonts.ts';
import { filesOf } from './attached-files.ts';
import type { EvidenceFiles } from '../../../shared/formats/evidence.ts';

/** Sheets drawn before the worker listens whether somebody has cancelled. */
const CHUNK = 10;

export interface RenderOptions {
  /** Folder with the bundled fonts. */
  readonly fontsFolder: string;
  /** Sets pages that say that they are not signed. */
  readonly preview?: boolean | undefined;
  /** Journal entries that the report cites, with their proofs. */
  readonly evidence?: EvidenceFiles | undefined;
  /** Stops between chunks. */
  readonly signal?: AbortSignal | undefined;
  /** Sheets drawn so far, and all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Renders a report, ready to be signed. The same model gives the same bytes.
 * Heavy: run it in the report worker, not on a loop that has other work.
 *
 * @throws the signal's reason when it aborted
 */
export async function renderReport(report: AnyReport, options: RenderOptions): Promise<Unsigned> {
  const measure = await loadFonts(options.fontsFolder);
  const attachment = Buffer.from(canonicalJson(report), 'utf8');
  const flow = composeReport(report, {
    attachmentSha256: sha256Hex(attachment),
    measure,
    preview: options.preview,
  });
  const { signature } = flow;
  if (signature === undefined) throw new Error('the report has no place for its signature');
  const fonts = new DocumentFonts();
  const pages: DrawnPage[] = [];
  for (const sheet of flow.sheets) {
    pages.push(drawSheet(sheet, flow.paper.height, measure, fonts));
    if (pages.length % CHUNK !== 0 && pages.length < flow.sheets.length) continue;
    options.onProgress?.(pages.length, flow.sheets.length);
    await setImmediate();
    options.signal?.throwIfAborted();
  }
  const title = `${titleOfReport(report)}, ${report.report.id}`;
  return assemble({
    pages,
    fonts,
    story: flow.story,
    paper: flow.paper,
    bookmarks: flow.bookmarks,
    signature,
    countersignatures: flow.countersignatures,
    title,
    subject: subjectOf(report),
    author: report.signer.name,
    signedAtMs: report.signer.signedAtMs,
    meaning: report.signer.meaning,
    files: filesOf({
      model: attachment,
      title,
      about: report.report.id,
      story: flow.story,
      evidence: options.evidence,
    }),
    appVersion: report.report.appVersion,
  });
}

function subjectOf(report: AnyReport): string {
  const about =
    report.format === PERIOD_REPORT_FORMAT
      ? `From ${isoDay(report.period.fromMs)} until before ${isoDay(report.period.toMs)}`
      : `Run ${report.run.id}`;
  return `${about} in workspace ${report.workspace.id}`;
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

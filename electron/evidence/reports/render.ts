import { sha256Hex } from '../../core/index.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import type { RunReport } from '../../../shared/formats/report.ts';
import { composeReport } from './pages/content.ts';
import { drawSheets } from './pages/draw.ts';
import { loadFonts } from './pages/fonts.ts';
import { assemble, type Unsigned } from './pdf/assemble.ts';

/** Sheets drawn at a time: the renderer keeps all of a document in memory until it is written. */
const CHUNK = 10;

export interface RenderOptions {
  /** Folder with the bundled fonts. */
  readonly fontsFolder: string;
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
export async function renderReport(report: RunReport, options: RenderOptions): Promise<Unsigned> {
  const measure = await loadFonts(options.fontsFolder);
  const attachment = Buffer.from(canonicalJson(report), 'utf8');
  const flow = composeReport(report, sha256Hex(attachment), measure);
  const { signature } = flow;
  if (signature === undefined) throw new Error('the report has no place for its signature');
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < flow.sheets.length; start += CHUNK) {
    options.signal?.throwIfAborted();
    chunks.push(await drawSheets(flow.sheets.slice(start, start + CHUNK)));
    options.onProgress?.(Math.min(start + CHUNK, flow.sheets.length), flow.sheets.length);
  }
  return assemble({
    chunks,
    bookmarks: flow.bookmarks,
    signature,
    title: `Audit report on the run of ${report.run.template}, ${report.report.id}`,
    subject: `Run ${report.run.id} in workspace ${report.workspace.id}`,
    author: report.signer.name,
    signedAtMs: report.signer.signedAtMs,
    meaning: report.signer.meaning,
    attachment,
    appVersion: report.report.appVersion,
  });
}

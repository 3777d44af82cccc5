import {
  inspectBundle,
  inspectReport,
  verifyDocument,
  webTools,
  type InspectedReport,
} from '../../../shared/verify/index.ts';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';

export interface VerifyReportOptions {
  /** Name shown for the file. */
  readonly fileName?: string | undefined;
  /**
   * SHA-256 of the workspace's root certificate, 64 lower-case hexadecimal digits, known by another way
   * than this file. Without any nobody can say who signed, and the verdict is not ok.
   */
  readonly rootSha256?: string | undefined;
  /** More roots that are known. */
  readonly roots?: readonly string[] | undefined;
  /** Checkpoints that were kept elsewhere: signed notes. */
  readonly witnesses?: readonly string[] | undefined;
}

const tools = webTools(globalThis);

/**
 * Verifies an audit report or an evidence bundle by its bytes alone. Reads only; needs no workspace and
 * no network. One line per check; never throws for what a file may hold.
 */
export async function verifyReportPdf(
  bytes: Uint8Array,
  options: VerifyReportOptions = {},
): Promise<VerifyView> {
  return verifyDocument(bytes, known(options), tools);
}

/** The same, with the checkpoint that its evidence stands under, where it carries any. */
export async function inspectDocument(
  bytes: Uint8Array,
  options: VerifyReportOptions = {},
): Promise<{ readonly view: VerifyView; readonly checkpoint: string | undefined }> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return isZip ? inspectBundle(bytes, known(options), tools) : inspectReport(bytes, known(options), tools);
}

/** The same for a report, with what it says of itself; trust that only when the view is ok. */
export async function inspectReportPdf(
  bytes: Uint8Array,
  options: VerifyReportOptions = {},
): Promise<InspectedReport> {
  return inspectReport(bytes, known(options), tools);
}

function known({ fileName, rootSha256, roots = [], witnesses }: VerifyReportOptions): {
  fileName: string | undefined;
  roots: readonly string[];
  witnesses: readonly string[] | undefined;
} {
  return { fileName, roots: [...(rootSha256 === undefined ? [] : [rootSha256]), ...roots], witnesses };
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem, type ReportId } from '../../shared/domain/index.ts';
import { LARGEST_DOCUMENT_BYTES } from '../../shared/verify/index.ts';

/** Folder of reports with further signatures; the issued files stay as they are. */
const SIGNED = 'signed';
/** Where an issued report lies, from the folder of reports. */
const ISSUED = ['audit/audit_report.pdf', 'report.pdf', 'audit_report.pdf'] as const;

/** Where the report with this many signatures lies, from the folder of reports. */
export function signedFile(report: ReportId, signatures: number): string {
  return join(SIGNED, `${report}-${signatures}.pdf`);
}

/** A report's file with all signatures that it has so far. */
export interface NewestReport {
  readonly path: string;
  readonly pdf: Uint8Array;
  readonly signatures: number;
}

/**
 * Reads an issued report with all signatures that it has so far.
 *
 * @param reports folder of the workspace's reports
 * @throws Problem `not_found`
 */
export async function newestReport(reports: string, report: ReportId): Promise<NewestReport> {
  const names = await readdir(join(reports, SIGNED)).catch(() => []);
  const counts = names.flatMap((name) => {
    const count = new RegExp(`^${report}-(\\d)\\.pdf$`).exec(name)?.[1];
    return count === undefined ? [] : [Number(count)];
  });
  const signatures = Math.max(1, ...counts);
  const places = signatures > 1 ? [signedFile(report, signatures)] : ISSUED.map((name) => join(report, name));
  for (const place of places) {
    const path = join(reports, place);
    const pdf = await readFile(path).catch(() => undefined);
    if (pdf !== undefined) return { path, pdf, signatures };
  }
  throw new Problem('not_found', 'the file of this report is missing', 'Restore it from a backup.');
}

/** Reads a file that should be a report or a bundle. @throws Problem `not_found`, `limit_reached` */
export async function readReportFile(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_DOCUMENT_BYTES)
      throw new Problem(
        'limit_reached',
        `\`${basename(path)}\` is larger than a report can be`,
        'Choose the file that the application wrote.',
      );
    return await readFile(path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      'not_found',
      `the file \`${basename(path)}\` cannot be read`,
      'Check the path and its permissions.',
    );
  }
}

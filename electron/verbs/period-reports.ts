import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PeriodReportKind, ReportId } from '../../shared/domain/index.ts';
import type { PeriodReport } from '../../shared/formats/period-report.ts';
import type { PaperName } from '../../shared/formats/report.ts';
import { CONTRACT, type VerbDefinition } from '../../shared/ipc/index.ts';
import { syncFolder, writeFileAtomic } from '../core/index.ts';
import { collectPeriodReport, issueReport, readPeriod, type Right } from '../evidence/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller } from './dispatch.ts';
import { recordedAct } from './recorded.ts';
import { prepareReport, type ReportBasis, type ReportMaking } from './report-basis.ts';
import type { Signing } from './run-reports.ts';
import { evidenceOf, reportSigner } from './signing/index.ts';

/** Name of the PDF in the folder of a report about a period. */
export const PERIOD_PDF = 'report.pdf';

/** Where a period is about no profile of its own, counts from 1 to this are not shown. */
const SMALL_CELLS = 10;

export interface PeriodRequest {
  readonly kind: PeriodReportKind;
  readonly fromMs: number;
  /** The first moment behind the period. */
  readonly toMs: number;
  readonly paper?: PaperName | undefined;
}

/**
 * Makes, signs and writes a report about a period. An empty period and a damaged journal are reported,
 * not refused.
 *
 * @throws Problem `cancelled`, and as `collectPeriodReport`
 */
export async function issuePeriod(
  desk: Desk<Content>,
  making: ReportMaking,
  request: PeriodRequest & Signing,
  caller: Caller,
): Promise<void> {
  const { report, kind, fromMs, toMs } = request;
  const basis = await prepareReport(desk, making, caller, { ...request, sign: true });
  await recordedAct(
    desk.journal,
    'report.issue',
    { report, kind, throughSeq: basis.throughSeq, fromMs, toMs },
    contextOf(caller),
    async () => {
      const model = await periodModel(desk, making, basis, request);
      const { signer } = await reportSigner(desk, request.pin);
      const evidence = await evidenceOf(desk, making.ports, model, basis.checkpoint, SMALL_CELLS, () => {
        making.progress('proving the entries', 0.5);
      });
      const issued = await issueReport(model, making.ports.renderer, signer, {
        ...making.rendering(0.5, 0.98),
        evidence,
      });
      making.progress('writing the file', 0.98);
      await write(join(desk.place.paths.reports, report), issued.pdf);
      return issued;
    },
    ({ sizeBytes, sha256, pages }) => ({ ok: true as const, report, sizeBytes, sha256, pages }),
  );
  making.progress('done', 1);
}

/** The model that a report about this period would have now. @throws Problem as `issuePeriod` */
export async function previewPeriod(
  desk: Desk<Content>,
  making: ReportMaking,
  request: PeriodRequest & { readonly report: ReportId },
  caller: Caller,
): Promise<PeriodReport> {
  const basis = await prepareReport(desk, making, caller, { ...request, meaning: 'review', sign: false });
  return periodModel(desk, making, basis, request);
}

async function periodModel(
  desk: Desk<Content>,
  making: ReportMaking,
  basis: ReportBasis,
  { kind, fromMs, toMs }: PeriodRequest,
): Promise<PeriodReport> {
  making.progress('reading the journal', 0.3);
  const facts = await readPeriod(
    {
      ...{ fromMs, toMs, throughSeq: basis.throughSeq },
      folder: desk.place.paths.folder,
      databaseKey: desk.metadata.journalDbKey,
    },
    {
      signal: making.signal,
      onProgress: (done, total) => {
        if (!making.signal.aborted) making.progress('reading the journal', 0.3 + (0.2 * done) / total);
      },
    },
  );
  making.progress('writing the pages', 0.5);
  return collectPeriodReport({
    ...basis,
    kind,
    facts,
    rights: RIGHTS,
    smallCellThreshold: SMALL_CELLS,
    redact: await desk.content.redactFor(undefined),
  });
}

/** Everything that people can ask for, and who may, as the one door checks it. */
const RIGHTS: readonly Right[] = Object.values<VerbDefinition>(CONTRACT).map(({ doing, roles, content }) => ({
  doing: content === 'shown' && roles.includes('compliance') ? `${doing} (compliance: for a purpose)` : doing,
  roles,
}));

async function write(folder: string, pdf: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFileAtomic(join(folder, PERIOD_PDF), pdf);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(join(folder, '..'));
}

import { randomUUID } from 'node:crypto';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem, type ReportId, type Sha256Hex } from '../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../shared/formats/index.ts';
import type { AnyReport } from '../../shared/formats/period-report.ts';
import type { ReportPreview, ReportView } from '../../shared/ipc/index.ts';
import { verifyReportPdf } from '../evidence/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { issuePeriod, previewPeriod, PERIOD_PDF } from './period-reports.ts';
import { checkpointOfReport } from './report-anchoring.ts';
import { makingReport, type ReportMaking, type ReportPorts } from './report-basis.ts';
import { recordedAct } from './recorded.ts';
import { issueRun, previewRun } from './run-reports.ts';
import { aboutNote } from './witness-state.ts';

/** A PDF larger than this is not one of ours. */
const LARGEST_PDF_BYTES = 256 * 1024 * 1024;
const RUN_PDF = 'audit/audit_report.pdf';

type ReportVerbs = Pick<
  Handlers,
  | 'reports.list'
  | 'reports.issue'
  | 'reports.issuePeriod'
  | 'reports.preview'
  | 'reports.previewPeriod'
  | 'reports.cancel'
  | 'reports.save'
  | 'reports.verifyFile'
>;

/** Signed reports: issue, preview, list, save, verify. One is made at a time. */
export function reportVerbs(desk: Desk<Content>, ports: ReportPorts): ReportVerbs {
  let running: AbortController | undefined;
  /** Makes something that can be cancelled; a second one has to wait. */
  const make = async <T>(caller: Caller, act: (making: ReportMaking) => Promise<T>): Promise<T> => {
    if (running !== undefined)
      throw new Problem('in_use', 'a report is being made already', 'Wait for it, or cancel it.');
    const controller = new AbortController();
    running = controller;
    try {
      return await act(makingReport(ports, AbortSignal.any([controller.signal, caller.signal])));
    } finally {
      running = undefined;
    }
  };
  const find = async (report: ReportId): Promise<ReportView> => {
    const found = (await listReports(desk)).find(({ id }) => id === report);
    if (found === undefined)
      throw new Problem('not_found', 'there is no such report', 'List the reports again.');
    return found;
  };
  const show = async (making: ReportMaking, model: AnyReport, caller: Caller): Promise<ReportPreview> => {
    await desk.journal.event('journal.viewed', { what: 'report' }, contextOf(caller));
    const { pdf, pages } = await ports.renderer.render(model, {
      ...making.rendering(0.4, 1),
      preview: true,
    });
    return { pdf: Buffer.from(pdf).toString('base64'), pages, throughSeq: model.journal.throughSeq };
  };
  const issued = async (
    caller: Caller,
    password: string,
    act: (making: ReportMaking, report: ReportId) => Promise<void>,
  ): Promise<ReportView> =>
    make(caller, async (making) => {
      await desk.confirmPassword(password);
      const report = randomUUID() as ReportId;
      await act(making, report);
      return find(report);
    });
  const draft = (): ReportId => randomUUID() as ReportId;

  return {
    'reports.list': async () => (await listReports(desk)).toReversed(),

    'reports.issue': ({ password, ...request }, caller) =>
      issued(caller, password, (making, report) => issueRun(desk, making, { ...request, report }, caller)),

    'reports.issuePeriod': ({ password, ...request }, caller) =>
      issued(caller, password, (making, report) => issuePeriod(desk, making, { ...request, report }, caller)),

    'reports.preview': (request, caller) =>
      make(caller, async (making) =>
        show(making, await previewRun(desk, making, { ...request, report: draft() }, caller), caller),
      ),

    'reports.previewPeriod': (request, caller) =>
      make(caller, async (making) =>
        show(making, await previewPeriod(desk, making, { ...request, report: draft() }, caller), caller),
      ),

    'reports.cancel': () => {
      running?.abort();
      return Promise.resolve({});
    },

    'reports.save': async ({ report }, caller) => {
      const found = await find(report);
      const target = await ports.settings.chooseSaveFile({
        title: 'Save the report',
        suggestedName: suggestedName(found),
      });
      if (target === undefined) return null;
      await recordedAct(
        desk.journal,
        'report.save',
        { report },
        { ...contextOf(caller), ...(found.run === undefined ? {} : { run: found.run }) },
        () =>
          handOut(desk, found.throughSeq, caller, () =>
            copyFile(join(desk.place.paths.reports, found.file), target),
          ),
        () => ({ ok: true as const, sha256: found.sha256 }),
      );
      return { file: target };
    },

    'reports.verifyFile': async () => {
      const path = await ports.settings.chooseFile({ title: 'Verify a report', extensions: ['pdf'] });
      if (path === undefined) return null;
      return verifyReportPdf(await readPdf(path), {
        fileName: basename(path),
        rootSha256: ports.rootSha256(),
      });
    },
  };
}

/** Everything that was ever issued, oldest first, each with the checkpoint that it took along. */
async function listReports(desk: Desk<Content>): Promise<ReportView[]> {
  const found = await desk.journal.read.ofKinds(['report.issue', 'journal.checkpoint']);
  const intents = new Map<number, Entry>();
  const reports: ReportView[] = [];
  let checkpoint: ReportView['checkpoint'];
  const checkpointBefore = new Map<number, ReportView['checkpoint']>();
  for (const { entry } of found) {
    if (entry.kind === 'journal.checkpoint') {
      const { size, root, reason } = EVENTS['journal.checkpoint'].event.parse(entry.body);
      if (reason === 'report') checkpoint = { entry: entry.seq, size, root };
    } else if (entry.phase === 'intent') {
      intents.set(entry.seq, entry);
      checkpointBefore.set(entry.seq, checkpoint);
    } else {
      const intent = intents.get(entry.intent ?? -1);
      if (intent === undefined) continue;
      const view = viewOf(desk, entry, intent);
      const taken = checkpointBefore.get(intent.seq);
      if (view !== undefined)
        reports.push({ ...view, ...(taken === undefined ? {} : { checkpoint: taken }) });
    }
  }
  return reports;
}

function viewOf(
  desk: Desk<Content>,
  { body, wallMs, actor, run }: Entry,
  intent: Entry,
): ReportView | undefined {
  const issued = EVENTS['report.issue'].outcome.parse(body);
  if (!issued.ok) return undefined;
  const { report: id, sizeBytes, pages, sha256 } = issued;
  const { throughSeq, kind, fromMs, toMs } = EVENTS['report.issue'].intent.parse(intent.body);
  return {
    ...{ id, kind, sizeBytes, pages, sha256, issuedAtMs: wallMs, throughSeq },
    ...(run === undefined ? {} : { run }),
    ...(fromMs === undefined || toMs === undefined ? {} : { period: { fromMs, toMs } }),
    file: `${id}/${kind === 'run' ? RUN_PDF : PERIOD_PDF}`,
    issuedBy: nameOf(desk.everyone, actor.id),
  };
}

/** `audit-report-1a2b3c4d.pdf` for a run, `access-report-2026-03-01-2026-03-31.pdf` for a period. */
function suggestedName({ kind, run, period }: ReportView): string {
  if (period === undefined) return `audit-report-${(run ?? '').slice(0, 8)}.pdf`;
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return `${kind}-report-${day(period.fromMs)}-${day(period.toMs - 1)}.pdf`;
}

/** Reads a file that should be a report. @throws Problem `not_found`, `limit_reached` */
export async function readPdf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_PDF_BYTES)
      throw new Problem(
        'limit_reached',
        `\`${basename(path)}\` is larger than a report can be`,
        'Choose the PDF that the application wrote.',
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

/** A report that leaves the workspace takes its checkpoint along: whoever keeps it is a witness. */
async function handOut(
  desk: Desk<Content>,
  throughSeq: number,
  caller: Caller,
  copy: () => Promise<void>,
): Promise<void> {
  const checkpoint = await checkpointOfReport(desk.journal, throughSeq);
  if (checkpoint === undefined) return copy();
  const { size, root } = aboutNote(checkpoint.note);
  const handedOut = { size, root: root as Sha256Hex, medium: 'report' } as const;
  await recordedAct(desk.journal, 'witness.export', handedOut, contextOf(caller), copy, () => ({
    ok: true as const,
    ...handedOut,
  }));
}

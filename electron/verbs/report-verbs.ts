import { randomUUID } from 'node:crypto';
import { Problem, type ReportId, type Sha256Hex } from '../../shared/domain/index.ts';
import type { AnyReport } from '../../shared/formats/period-report.ts';
import type { ReportPreview, ReportView } from '../../shared/ipc/index.ts';
import { sha256Hex } from '../core/index.ts';
import { verifyReportPdf } from '../evidence/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { readKnownRoots } from './known-roots.ts';
import { issuePeriod, previewPeriod } from './period-reports.ts';
import { checkpointOfReport } from './report-anchoring.ts';
import { makingReport, type ReportMaking, type ReportPorts } from './report-basis.ts';
import { newestReport } from './report-files.ts';
import { listReports } from './report-list.ts';
import { recordedAct } from './recorded.ts';
import { issueRun, previewRun } from './run-reports.ts';
import { aboutNote } from './witness-state.ts';

type ReportVerbs = Pick<
  Handlers,
  | 'reports.list'
  | 'reports.issue'
  | 'reports.issuePeriod'
  | 'reports.preview'
  | 'reports.previewPeriod'
  | 'reports.cancel'
  | 'reports.read'
  | 'reports.getKnownRoots'
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
  /** Those that were pinned, and that of the workspace where one is open. @throws Problem `damaged` */
  const knownRoots = async (): Promise<Record<string, string>> => {
    const own = ports.rootSha256();
    const pinned = await readKnownRoots(ports.settings.userFolder);
    return { ...pinned, ...(own === undefined ? {} : { [own]: 'this workspace' }) };
  };
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
      const context = { ...contextOf(caller), ...(found.run === undefined ? {} : { run: found.run }) };
      const wanted = { what: 'report', suggestedName: suggestedName(found) } as const;
      const place = await ports.transfers.place(wanted, context);
      if (place === undefined) return null;
      // With the signatures of those who signed after its author.
      const { pdf } = await newestReport(desk.place.paths.reports, report);
      await recordedAct(
        desk.journal,
        'report.save',
        { report },
        context,
        () =>
          handOut(desk, found.throughSeq, caller, async () => {
            await place.send(pdf, context);
          }),
        () => ({ ok: true as const, sha256: sha256Hex(pdf) }),
      );
      return { file: place.file };
    },

    'reports.read': async ({ report }, caller) => {
      await find(report);
      await desk.journal.event('journal.viewed', { what: 'report' }, contextOf(caller));
      const { pdf, signatures } = await newestReport(desk.place.paths.reports, report);
      const verdict = await verifyReportPdf(pdf, { roots: Object.keys(await knownRoots()) });
      return { pdf: Buffer.from(pdf).toString('base64'), signatures, verdict };
    },

    'reports.getKnownRoots': async () => ({
      roots: Object.entries(await knownRoots()).map(([sha256, name]) => ({ sha256, name })),
    }),

    'reports.verifyFile': async (_, caller) => {
      const context = caller.person === undefined ? undefined : contextOf(caller);
      const brought = await ports.transfers.bring('report', context);
      if (brought === undefined) return null;
      const roots = Object.keys(await knownRoots());
      return verifyReportPdf(await brought.read(), { fileName: brought.file, roots });
    },
  };
}

/** `audit-report-1a2b3c4d.pdf` for a run, `access-report-2026-03-01-2026-03-31.pdf` for a period. */
function suggestedName({ kind, run, period }: ReportView): string {
  if (period === undefined) return `audit-report-${(run ?? '').slice(0, 8)}.pdf`;
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return `${kind}-report-${day(period.fromMs)}-${day(period.toMs - 1)}.pdf`;
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

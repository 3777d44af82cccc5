import { join } from 'node:path';
import { Problem, type ReportId, type RunId } from '../../shared/domain/index.ts';
import type { Entry } from '../../shared/formats/index.ts';
import type { PaperName, RunReport, SignatureMeaning } from '../../shared/formats/report.ts';
import type { DenialView, ModelView, RunView } from '../../shared/ipc/index.ts';
import { collectRunReport, issueReport, writeRunFolder, type StoredEntry } from '../evidence/index.ts';
import { contextOf } from './actor.ts';
import { listApprovals } from './approval-verbs.ts';
import type { Content } from './content.ts';
import { reportedDenials } from './denial-verbs.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller } from './dispatch.ts';
import { recordedAct } from './recorded.ts';
import { prepareReport, type ReportBasis, type ReportMaking } from './report-basis.ts';
import { entriesOf, runOf } from './run-entries.ts';
import { evidenceOf, reportSigner } from './signing/index.ts';

/** What somebody wants a report of. */
export interface RunRequest {
  readonly run: RunId;
  readonly paper?: PaperName | undefined;
}

/** How an issued report is signed. */
export interface Signing {
  readonly report: ReportId;
  readonly meaning: SignatureMeaning;
  /** Of the token, where one signs. */
  readonly pin?: string | undefined;
}

/**
 * Makes, signs and writes the report of a run with its folder.
 *
 * @throws Problem `wrong_usage` while the run goes on, `cancelled`, and as `collectRunReport`
 */
export async function issueRun(
  desk: Desk<Content>,
  making: ReportMaking,
  request: RunRequest & Signing,
  caller: Caller,
): Promise<void> {
  const { report, run } = request;
  const { journal, place, content } = desk;
  const view = await finishedRun(desk, run);
  const basis = await prepareReport(desk, making, caller, { ...request, sign: true });
  await recordedAct(
    journal,
    'report.issue',
    { report, kind: 'run', throughSeq: basis.throughSeq },
    { ...contextOf(caller), run },
    async () => {
      making.progress('writing the pages', 0.4);
      const model = await runModel(desk, making, basis, view);
      const { signer: key } = await reportSigner(desk, request.pin);
      const evidence = await evidenceOf(
        desk,
        making.ports,
        model,
        basis.checkpoint,
        smallestOf(making, view),
        () => {
          making.progress('proving the entries', 0.4);
        },
      );
      const issued = await issueReport(model, making.ports.renderer, key, {
        ...making.rendering(0.4, 0.95),
        evidence,
      });
      making.progress('writing the run folder', 0.95);
      const files = await content.runFiles.stored(run);
      await writeRunFolder(
        join(place.paths.reports, report),
        {
          run,
          workspace: place.workspaceId,
          appVersion: basis.appVersion,
          nowMs: basis.nowMs,
          conversations: files
            .flatMap(({ file, bytes }) => named(/^conversations\/(.+)\.jsonl\.enc$/, file, bytes))
            .map(({ name, content: bytes }) => ({ agent: name, content: bytes })),
          reports: files.flatMap(({ file, bytes }) => named(/^(?:reports|audit)\/(.+)\.json$/, file, bytes)),
          auditReport: issued.pdf,
        },
        key,
      );
      return issued;
    },
    ({ sizeBytes, sha256, pages }) => ({ ok: true as const, report, sizeBytes, sha256, pages }),
  );
  await content.engine.finishIfComplete(run, contextOf(caller).actor);
  making.progress('done', 1);
}

/** The model that a report of this run would have now. @throws Problem as `issueRun` */
export async function previewRun(
  desk: Desk<Content>,
  making: ReportMaking,
  request: RunRequest & { readonly report: ReportId },
  caller: Caller,
): Promise<RunReport> {
  const view = await finishedRun(desk, request.run);
  const basis = await prepareReport(desk, making, caller, { ...request, meaning: 'review', sign: false });
  return runModel(desk, making, basis, view);
}

async function finishedRun(desk: Desk<Content>, run: RunId): Promise<RunView> {
  const view = await runOf(desk, run);
  if (view.state === 'running')
    throw new Problem(
      'wrong_usage',
      'the run is still going on',
      'Issue the report when it is done, or cancel it first.',
    );
  return view;
}

async function runModel(
  desk: Desk<Content>,
  { ports }: ReportMaking,
  basis: ReportBasis,
  view: RunView,
): Promise<RunReport> {
  const profile = ports.catalogue.profiles.get(view.complianceProfile)?.file;
  return collectRunReport({
    ...basis,
    run: view,
    template: profile?.report_template ?? 'hipaa_run',
    model: await modelOf(desk, view.id),
    entries: await entriesAbout(desk, view),
    approvals: (await listApprovals(desk, basis.nowMs)).filter((approval) => approval.run === view.id),
    denials: (await reportedDenials(desk)).filter((denial) => concerns(denial, view)),
    smallCellThreshold: smallestOf({ ports }, view),
    redact: await desk.content.redactFor(view.id),
  });
}

/** Counts from 1 to this are not shown. */
function smallestOf({ ports }: Pick<ReportMaking, 'ports'>, { complianceProfile }: RunView): number {
  return ports.catalogue.profiles.get(complianceProfile)?.file.small_cell_threshold ?? 10;
}

/** What was denied in the run, and to people by hand since it began: an export of its data, say. */
function concerns(denial: DenialView, { id, startedAtMs }: RunView): boolean {
  return denial.run === undefined ? denial.wallMs >= startedAtMs : denial.run === id;
}

function named(pattern: RegExp, file: string, content: Uint8Array): { name: string; content: Uint8Array }[] {
  const name = pattern.exec(file)?.[1];
  return name === undefined ? [] : [{ name, content }];
}

/** The model that a run began with; still named by its hash where its file is gone. */
async function modelOf(desk: Desk<Content>, run: RunId): Promise<ModelView> {
  const start = (await entriesOf(desk, run)).find(({ kind }) => kind === 'run.started');
  const sha256 = start?.body.modelSha256 as ModelView['sha256'];
  const known = (await desk.content.models()).find(({ view }) => view.sha256 === sha256);
  return (
    known?.view ?? {
      name: 'removed',
      sha256,
      sizeBytes: 0,
      bundled: false,
      notice: 'The model file is no longer in this workspace.',
    }
  );
}

/** Entries of the run, and those beside it that bear on it. */
async function entriesAbout(desk: Desk<Content>, run: RunView): Promise<Entry[]> {
  const own = await entriesOf(desk, run.id);
  const { read } = desk.journal;
  const imports = await read.ofKinds(['dataset.import', 'dataset.source_fate', 'dataset.export']);
  const about = imports.filter(
    ({ entry }) => entry.body.dataset === run.dataset || ofIntent(imports, entry, run.dataset),
  );
  const signIns = await read.ofKinds(['auth.signed_in', 'clock.stepped']);
  const concerned = new Set(own.map(({ actor }) => actor.id));
  const others = signIns.filter(
    ({ entry }) => entry.kind === 'clock.stepped' || concerned.has(entry.actor.id),
  );
  const bySeq = new Map(
    [...own, ...[...about, ...others].map(({ entry }) => entry)].map((entry) => [entry.seq, entry]),
  );
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function ofIntent(entries: readonly StoredEntry[], outcome: Entry, dataset: string): boolean {
  return entries.some(({ entry }) => entry.seq === outcome.intent && entry.body.dataset === dataset);
}

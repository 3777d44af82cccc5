import { randomUUID } from 'node:crypto';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem, type ReportId, type RunId, type Sha256Hex } from '../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../shared/formats/index.ts';
import type { DenialView, ModelView, ReportView, RunView } from '../../shared/ipc/index.ts';
import { sha256Hex, type Clock } from '../core/index.ts';
import {
  collectRunReport,
  issueReport,
  verifyReportPdf,
  writeRunFolder,
  type ReportRenderer,
  type StoredEntry,
} from '../evidence/index.ts';
import type { Catalogue } from '../governance/index.ts';
import type { ApplicationSettings } from './application.ts';
import { listApprovals } from './approval-verbs.ts';
import type { Content } from './content.ts';
import { contextOf } from './actor.ts';
import type { Desk } from './desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { reportedDenials } from './denial-verbs.ts';
import { nameOf } from './people.ts';
import { recordedAct } from './recorded.ts';
import { checkpointOfReport, collectAnchoring } from './report-anchoring.ts';
import { entriesOf, runOf } from './run-entries.ts';
import type { VerifyJournal } from './verify-port.ts';
import { aboutNote } from './witness-state.ts';
import { ownKeys } from './witness-verbs.ts';

export interface ReportPorts {
  readonly catalogue: Catalogue;
  readonly renderer: ReportRenderer;
  readonly verifyJournal: VerifyJournal;
  readonly clock: Clock;
  readonly settings: Pick<ApplicationSettings, 'appVersion' | 'chooseFile' | 'chooseSaveFile' | 'notify'>;
  /** Names a workspace's journal in its checkpoints. */
  originOf(workspaceId: string): string;
  /** Fingerprint of the workspace's root certificate, where a workspace is open. */
  rootSha256(): string | undefined;
}

/** A PDF larger than this is not one of ours. */
const LARGEST_PDF_BYTES = 256 * 1024 * 1024;
const PDF = 'audit/audit_report.pdf';

/** Signed audit reports: issue, list, save, verify. */
export function reportVerbs(
  desk: Desk<Content>,
  ports: ReportPorts,
): Pick<Handlers, 'reports.list' | 'reports.issue' | 'reports.save' | 'reports.verifyFile'> {
  const list = async (): Promise<ReportView[]> => {
    const entries = (await desk.journal.read.ofKinds(['report.issue'])).map(({ entry }) => entry);
    return entries.flatMap((outcome) => {
      const intent = entries.find(({ seq }) => seq === outcome.intent);
      if (intent === undefined || outcome.run === undefined) return [];
      return viewOf(outcome, intent, outcome.run);
    });
  };
  const viewOf = ({ body, wallMs, actor }: Entry, intent: Entry, run: RunId): ReportView[] => {
    const issued = EVENTS['report.issue'].outcome.parse(body);
    if (!issued.ok) return [];
    const { report: id, sizeBytes, pages, sha256 } = issued;
    const { throughSeq } = EVENTS['report.issue'].intent.parse(intent.body);
    const issuedBy = nameOf(desk.everyone, actor.id);
    return [
      { id, run, file: `${id}/${PDF}`, sizeBytes, pages, sha256, issuedAtMs: wallMs, issuedBy, throughSeq },
    ];
  };
  const find = async (report: ReportId): Promise<ReportView> => {
    const found = (await list()).find(({ id }) => id === report);
    if (found === undefined)
      throw new Problem('not_found', 'there is no such report', 'List the reports again.');
    return found;
  };

  return {
    'reports.list': async () => (await list()).toReversed(),

    'reports.issue': async ({ run, password, meaning }, caller) => {
      await desk.confirmPassword(password);
      const report = randomUUID() as ReportId;
      await issue(desk, ports, { run, report, meaning }, caller);
      return find(report);
    },

    'reports.save': async ({ report }, caller) => {
      const found = await find(report);
      const target = await ports.settings.chooseSaveFile({
        title: 'Save the report',
        suggestedName: `audit-report-${found.run.slice(0, 8)}.pdf`,
      });
      if (target === undefined) return null;
      await recordedAct(
        desk.journal,
        'report.save',
        { report },
        { ...contextOf(caller), run: found.run },
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

async function issue(
  desk: Desk<Content>,
  ports: ReportPorts,
  {
    run,
    report,
    meaning,
  }: { run: RunId; report: ReportId; meaning: 'review' | 'approval' | 'responsibility' },
  caller: Caller,
): Promise<void> {
  const { journal, metadata, place, content } = desk;
  const view = await runOf(desk, run);
  if (view.state === 'running')
    throw new Problem(
      'wrong_usage',
      'the run is still going on',
      'Issue the report when it is done, or cancel it first.',
    );
  const progress = (message: string, done: number): void => {
    ports.settings.notify('task.progress', { task: 'report', done, total: 3, message });
  };
  progress('verifying the journal', 0);
  const verification = await ports.verifyJournal(place, metadata, desk.contentDbKey);
  const checkpoint = await journal.checkpoint('report');
  const keys = await ownKeys(desk, ports);
  const { anchored, anchoring, drill } = await collectAnchoring(journal, keys, checkpoint);
  const { asOfSeq } = await journal.read.list({ offset: 0, limit: 1, newestFirst: true });

  await recordedAct(
    journal,
    'report.issue',
    { report, kind: 'run', throughSeq: asOfSeq },
    { ...contextOf(caller), run },
    async () => {
      progress('writing the pages', 1);
      const nowMs = ports.clock.wallMs();
      const profile = ports.catalogue.profiles.get(view.complianceProfile)?.file;
      const model = collectRunReport({
        reportId: report,
        workspaceId: place.workspaceId,
        appVersion: ports.settings.appVersion,
        nowMs,
        run: view,
        template: profile?.report_template ?? 'hipaa_run',
        model: await modelOf(desk, run),
        entries: await entriesAbout(desk, view),
        throughSeq: asOfSeq,
        people: desk.everyone,
        approvals: (await listApprovals(desk, nowMs)).filter((approval) => approval.run === run),
        denials: (await reportedDenials(desk)).filter((denial) => concerns(denial, view)),
        checkpoint: {
          seq: checkpoint.seq,
          wallMs: (await journal.read.get(checkpoint.seq)).entry.wallMs,
          size: checkpoint.size,
          note: checkpoint.note,
          anchored,
        },
        anchoring,
        drill,
        verification,
        signer: { person: signerOf(caller), meaning },
        rootSha256: sha256Hex(metadata.reportRootDer),
        certificateSha256: sha256Hex(metadata.reportCertificateDer),
        smallCellThreshold: profile?.small_cell_threshold ?? 10,
        redact: await content.redactFor(run),
      });
      const key = {
        privateKeyPkcs8: metadata.reportKeyPkcs8,
        certificate: metadata.reportCertificateDer,
        root: metadata.reportRootDer,
      };
      const issued = await issueReport(model, ports.renderer, key, { signal: caller.signal });
      progress('writing the run folder', 2);
      const files = await content.runFiles.stored(run);
      await writeRunFolder(
        join(place.paths.reports, report),
        {
          run,
          workspace: place.workspaceId,
          appVersion: ports.settings.appVersion,
          nowMs,
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
  progress('done', 3);
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

/** What was denied in the run, and to people by hand since it began: an export of its data, say. */
function concerns(denial: DenialView, { id, startedAtMs }: RunView): boolean {
  return denial.run === undefined ? denial.wallMs >= startedAtMs : denial.run === id;
}

function named(pattern: RegExp, file: string, content: Uint8Array): { name: string; content: Uint8Array }[] {
  const name = pattern.exec(file)?.[1];
  return name === undefined ? [] : [{ name, content }];
}

function signerOf({ person }: Caller): NonNullable<Caller['person']> {
  if (person === undefined) throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
  return person;
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

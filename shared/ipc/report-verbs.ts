import { z } from 'zod';
import { PeriodReportKind, ReportId, ReportKind, RunId, Sha256Hex, type Role } from '../domain/index.ts';
import { PaperName, SignatureMeaning } from '../formats/report.ts';
import { verb } from './define.ts';
import { VerifyView } from './verify-views.ts';

const evidenceReaders: readonly Role[] = ['viewer', 'compliance', 'operator', 'admin'];
const runReporters: readonly Role[] = ['operator', 'compliance'];
const nothing = z.strictObject({});

/** A report that was issued. */
export const ReportView = z.object({
  id: ReportId,
  kind: ReportKind,
  /** Of a report about a run. */
  run: RunId.optional(),
  /** Of a report about a period; `toMs` is the first moment behind it. */
  period: z.object({ fromMs: z.int(), toMs: z.int() }).optional(),
  file: z.string(),
  sizeBytes: z.int(),
  pages: z.int(),
  sha256: Sha256Hex,
  issuedAtMs: z.int(),
  issuedBy: z.string(),
  throughSeq: z.int(),
  /** The checkpoint that it takes along: the entry that records it, entries covered, root. */
  checkpoint: z.object({ entry: z.int(), size: z.int(), root: z.string() }).optional(),
  /** Further signatures behind that of whoever issued it, in turn. */
  signatures: z.array(z.object({ entry: z.int(), by: z.string(), meaning: SignatureMeaning, atMs: z.int() })),
  /** Whether the person who asks could sign it next: has not signed yet, and a place is free. */
  maySign: z.boolean(),
});
export type ReportView = z.infer<typeof ReportView>;

/** A report as it would be issued now, without a signature: the PDF in base64. */
export const ReportPreview = z.object({ pdf: z.base64(), pages: z.int(), throughSeq: z.int() });
export type ReportPreview = z.infer<typeof ReportPreview>;

/** An issued report as it lies in the workspace, with all its signatures: the PDF in base64. */
const ReportFileView = z.object({ pdf: z.base64(), signatures: z.int(), verdict: VerifyView });

/** Roots whose signatures are known: of the workspace that is open, and those that were pinned. */
const KnownRootsView = z.object({
  roots: z.array(z.object({ sha256: z.string(), name: z.string() })),
});

/** A moment that a `Date` can hold. */
const Moment = z.int().min(0).max(8_640_000_000_000_000);
const aboutRun = { run: RunId, paper: PaperName.optional() };
const aboutPeriod = {
  kind: PeriodReportKind,
  fromMs: Moment,
  /** The first moment behind the period. */
  toMs: Moment,
  paper: PaperName.optional(),
};
const signature = {
  password: z.string().min(1).max(1024),
  meaning: SignatureMeaning,
  /** Of the token, where one signs. */
  pin: z.string().min(1).max(64).optional(),
};
const inOrder = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): boolean =>
  fromMs < toMs;
const ORDER = { message: 'the period ends before it begins', path: ['toMs'] };

/** Signed reports: issue, preview, list, read, save, verify. Making one tells its progress as task `report`. */
export const REPORT_VERBS = {
  'reports.list': verb(evidenceReaders, 'list reports', nothing, z.array(ReportView)),
  'reports.issue': verb(
    runReporters,
    'issue a report',
    z.strictObject({ ...aboutRun, ...signature }),
    ReportView,
  ),
  'reports.issuePeriod': verb(
    ['compliance'],
    'issue a report about a period',
    z.strictObject({ ...aboutPeriod, ...signature }).refine(inOrder, ORDER),
    ReportView,
  ),
  'reports.preview': verb(runReporters, 'preview a report', z.strictObject(aboutRun), ReportPreview),
  'reports.previewPeriod': verb(
    ['compliance'],
    'preview a report about a period',
    z.strictObject(aboutPeriod).refine(inOrder, ORDER),
    ReportPreview,
  ),
  /** Stops the report or preview that is being made; its own call answers with code `cancelled`. */
  'reports.cancel': verb(runReporters, 'cancel a report', nothing, z.object({})),
  'reports.save': verb(
    ['operator', 'compliance', 'viewer'],
    'save a report',
    z.strictObject({ report: ReportId }),
    z.object({ file: z.string() }).nullable(),
  ),
  /** Shows an issued report as it is, and what its verification finds now. */
  'reports.read': verb(
    evidenceReaders,
    'read a report',
    z.strictObject({ report: ReportId }),
    ReportFileView,
  ),
  /** For a file that is dropped on the window, which the page verifies itself. */
  'reports.getKnownRoots': verb('anyone', 'see whose signatures are known', nothing, KnownRootsView),
  'reports.verifyFile': verb('anyone', 'verify a report', nothing, VerifyView.nullable()),
} as const;

import { z } from 'zod';
import {
  ApprovalId,
  CallId,
  DatasetId,
  PersonId,
  ReportId,
  RunId,
  Sha256Hex,
  WorkspaceId,
} from '../domain/ids.ts';
import { RunReportTemplate } from './profile.ts';
import { Behaviour } from '../domain/decision.ts';
import { DenialOutcome } from '../domain/denial-review.ts';
import { SafeName } from '../domain/dataset.ts';
import { DeidProfile, FINDING_STATES, FindingKind, Purpose } from '../domain/finding.ts';
import { IdentifierClass } from '../domain/labels.ts';
import { Principal, Role } from '../domain/roles.ts';
import { ArtefactKind, RunEndReason, RunState } from '../domain/run.ts';

/** Name and version of the report model. The model travels inside the PDF as canonical JSON. */
export const REPORT_FORMAT = 'swarm-clinical/run-report';
export const REPORT_VERSION = 1;
/** Name of the model among the PDF's embedded files. */
export const REPORT_ATTACHMENT = 'report.json';

/** Shapes that a patient's identifier takes in text; a report holds none of them. */
const IDENTIFIER_SHAPES: readonly RegExp[] = [
  /\d{3}[-. ]\d{2}[-. ]\d{4}/,
  /\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}/,
  /[^\s@]+@[^\s@]+\.[a-z]/i,
  /https?:|www\./i,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/,
  /\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b/,
  /\b\d{4}-\d{2}-\d{2}\b/,
  /\b\d{7,}\b/,
  /\b(?:MRN|SSN|DOB|acct)\b[^a-z]{0,4}\d{3,}/i,
];

/** Whether a text looks as if a patient's identifier stood in it. Long figures pass with separators: `1,000,000`. */
export function looksLikeIdentifier(text: string): boolean {
  return IDENTIFIER_SHAPES.some((shape) => shape.test(text));
}

// Control characters never print; lone surrogates cannot be hashed.
const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u;

/** A sentence or two: written by code or by a person and redacted, without control characters. */
export const ReportText = z
  .string()
  .max(1200)
  .regex(PRINTABLE, 'control characters may not be printed')
  .refine((text) => !looksLikeIdentifier(text), 'the text looks like an identifier');

/** A C2SP signed note, lines as they stand. */
const Note = z
  .string()
  .max(4000)
  .regex(/^[\x20-\x7e\n—]*$/);

/** Name of a member of staff, as the workspace knows it. */
export const PersonName = z.string().min(1).max(200).regex(PRINTABLE);
/** Names that code gives: agents, rules, files, stages. */
export const CodeName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._/+-]{0,119}$/);
export const Count = z.int().nonnegative();
export const TimeMs = z.int();
export const Seq = z.int().nonnegative();

/** A count over rows of people; small ones are given as a range, so that no small cell is shown. */
export const RowCount = z.union([Count, z.strictObject({ from: Count, to: Count })]);
export type RowCount = z.infer<typeof RowCount>;

/** Sheets that a report is set on. */
export const PAPER_NAMES = ['a4', 'letter'] as const;
export const PaperName = z.enum(PAPER_NAMES);
export type PaperName = z.infer<typeof PaperName>;

export const GRADES = ['enforced', 'recorded', 'asserted', 'unknown'] as const;
export const Grade = z.enum(GRADES);
export type Grade = z.infer<typeof Grade>;

export const ReportVerdict = z.enum(['ok', 'failed', 'unknown', 'not_checked']);
export type ReportVerdict = z.infer<typeof ReportVerdict>;

export const SIGNATURE_MEANINGS = ['review', 'approval', 'responsibility'] as const;
export const SignatureMeaning = z.enum(SIGNATURE_MEANINGS);
export type SignatureMeaning = z.infer<typeof SignatureMeaning>;

const ReportAnchoring = z.strictObject({
  /** The risk window: entries that no checkpoint outside the machine covers, this report's own left out. */
  unanchoredEntries: Count,
  last: z
    .strictObject({
      kind: z.enum(['report', 'file', 'workspace']),
      size: Count,
      atMs: TimeMs,
      witness: z.string().max(200).optional(),
    })
    .optional(),
  /** The checkpoint of the report before this one. */
  previous: z.strictObject({ entry: Seq, atMs: TimeMs, size: Count, note: Note }).optional(),
});
export type ReportAnchoring = z.infer<typeof ReportAnchoring>;

const ReportDrill = z.strictObject({
  entry: Seq,
  atMs: TimeMs,
  size: Count,
  asExpected: z.boolean(),
  attacks: z.array(
    z.strictObject({ what: ReportText, without: z.string().max(40), with: z.string().max(40) }),
  ),
});
export type ReportDrill = z.infer<typeof ReportDrill>;

export const ReportStatement = z.strictObject({
  what: ReportText,
  verdict: ReportVerdict,
  detail: ReportText,
});

const ReportFinding = z.strictObject({
  id: z.string().regex(/^F[1-9][0-9]{0,3}$/),
  kind: FindingKind,
  column: SafeName,
  detail: ReportText,
  state: z.enum(FINDING_STATES),
});
export type ReportFinding = z.infer<typeof ReportFinding>;

export const ReportCall = z.strictObject({
  number: z.int().positive(),
  id: CallId,
  step: Count,
  agent: CodeName,
  finding: z.string().max(8).optional(),
  tool: CodeName,
  /** Arguments whose values stand in the vocabulary of the run; others are withheld. */
  args: z.array(z.strictObject({ name: CodeName, value: ReportText })),
  behaviour: Behaviour.optional(),
  ruleId: CodeName.optional(),
  matched: z.array(z.strictObject({ id: CodeName, behaviour: Behaviour, decided: z.boolean() })),
  outcome: z.enum(['done', 'denied', 'refused', 'failed', 'interrupted', 'waiting', 'none']),
  cellsChanged: RowCount.optional(),
  rowsRemoved: RowCount.optional(),
  valuesLost: RowCount.optional(),
  columnsRemoved: Count.optional(),
  columnsAdded: Count.optional(),
  redactions: Count,
  agreedWithUsual: z.boolean().optional(),
  modelMs: z.number().nonnegative(),
  toolMs: z.number().nonnegative().optional(),
  entries: z.array(Seq),
});
export type ReportCall = z.infer<typeof ReportCall>;

export const ReportSafeguard = z.strictObject({
  /** Of 45 CFR, or a trust services criterion. */
  cite: z.string().regex(/^(?:164\.\d{3}[()a-zA-Z0-9]*|(?:CC|PI|C|A|P)\d(?:\.\d{1,2})?)$/),
  title: ReportText,
  addressable: z.boolean(),
  grade: Grade,
  evidence: ReportText,
  entries: z.array(Seq),
});
export type ReportSafeguard = z.infer<typeof ReportSafeguard>;

/** What every report says of itself, whatever it is about. */
export const ReportAbout = z.strictObject({
  id: ReportId,
  issuedAtMs: TimeMs,
  appVersion: z.string().max(40),
  /** A4 unless named. */
  paper: PaperName.optional(),
});
export const ReportWorkspace = z.strictObject({
  id: WorkspaceId,
  rootSha256: Sha256Hex,
  certificateSha256: Sha256Hex,
});
export const ReportSigner = z.strictObject({
  id: PersonId,
  name: PersonName,
  role: Role,
  meaning: SignatureMeaning,
  signedAtMs: TimeMs,
});
/** What a report does not prove, most serious first. Never empty: a clock is always asserted. */
export const ReportGaps = z
  .array(z.strictObject({ id: CodeName, title: ReportText, detail: ReportText }))
  .min(1);
export const ReportJournal = z.strictObject({
  /** Entries 0 to this one were known when the report was made. */
  throughSeq: Seq,
  checks: z.array(ReportStatement),
  checkpoint: z
    .strictObject({
      entry: Seq,
      atMs: TimeMs,
      size: Count,
      note: Note,
      anchored: z.boolean(),
    })
    .optional(),
  notUnderCheckpoint: Count,
  /** What of the journal is known outside the machine; absent in reports of versions before it was asked. */
  anchoring: ReportAnchoring.optional(),
  drill: ReportDrill.optional(),
});
export const ReportPeople = z.array(
  z.strictObject({ id: PersonId, name: PersonName, role: Role, entries: Count }),
);

/**
 * The report of one run: all that the PDF prints, computed by code from journal entries and from the
 * projections over them. No patient data: names are safe names, texts are redacted and checked.
 */
export const RunReport = z.strictObject({
  format: z.literal(REPORT_FORMAT),
  version: z.literal(REPORT_VERSION),
  report: ReportAbout,
  workspace: ReportWorkspace,
  signer: ReportSigner,
  /** Which template of the compliance profile sets the pages; absent in reports before there were several. */
  pages: RunReportTemplate.optional(),
  run: z.strictObject({
    id: RunId,
    template: CodeName,
    complianceProfile: CodeName,
    purpose: Purpose,
    deidProfile: DeidProfile,
    state: RunState,
    endReason: RunEndReason.optional(),
    dataset: DatasetId,
    table: SafeName,
    versions: z.strictObject({ before: Count, after: Count }),
    startedAtMs: TimeMs,
    endedAtMs: TimeMs.optional(),
    startedBy: PersonName,
    backend: z.string().max(120).regex(PRINTABLE),
    model: z.strictObject({ name: CodeName, sha256: Sha256Hex, bundled: z.boolean(), notice: ReportText }),
    limits: z.strictObject({ llmCalls: Count, toolCalls: Count, tokens: Count, minutes: z.number() }),
    used: z.strictObject({ llmCalls: Count, toolCalls: Count, tokens: Count, minutes: z.number() }),
    agreedWithUsual: Count,
    decided: Count,
  }),
  period: z.strictObject({
    fromMs: TimeMs,
    toMs: TimeMs,
    firstSeq: Seq,
    lastSeq: Seq,
    entries: Count,
    intents: Count,
    unanswered: Count,
    phiEntries: Count,
  }),
  verdicts: z.array(ReportStatement),
  gaps: ReportGaps,
  steps: z.array(
    z.strictObject({
      index: Count,
      id: CodeName,
      agent: CodeName,
      description: ReportText,
      findings: Count,
      closed: Count,
    }),
  ),
  findings: z.array(ReportFinding),
  calls: z.array(ReportCall),
  rules: z.array(
    z.strictObject({
      id: CodeName,
      behaviour: Behaviour,
      decided: Count,
      matched: Count,
      reason: ReportText,
      source: ReportText,
    }),
  ),
  denials: z.array(
    z.strictObject({
      seq: Seq,
      atMs: TimeMs,
      who: PersonName,
      agent: CodeName.optional(),
      tool: CodeName,
      stage: CodeName,
      ruleId: CodeName,
      reason: ReportText,
      /** What a compliance officer made of it, and whether a signed review covers it. */
      review: z
        .strictObject({
          outcome: DenialOutcome,
          by: PersonName,
          atMs: TimeMs,
          note: ReportText,
          entry: Seq,
          signed: z.boolean(),
        })
        .optional(),
    }),
  ),
  approvals: z.array(
    z.strictObject({
      id: ApprovalId,
      tool: CodeName,
      ruleId: CodeName,
      reason: ReportText,
      valuesLost: RowCount,
      recordsTouched: RowCount,
      requestedBy: PersonName,
      requestedAtMs: TimeMs,
      state: z.enum(['waiting', 'approved', 'refused', 'expired', 'voided']),
      answeredBy: PersonName.optional(),
      answeredAtMs: TimeMs.optional(),
      answerReason: ReportText.optional(),
      meaning: SignatureMeaning.optional(),
      argsSha256: Sha256Hex,
      snapshotSha256: Sha256Hex,
      policySha256: Sha256Hex,
      entries: z.array(Seq),
    }),
  ),
  redactions: z.array(z.strictObject({ class: IdentifierClass, count: Count })),
  artefacts: z.array(
    z.strictObject({
      kind: ArtefactKind,
      file: z.string().regex(/^[A-Za-z0-9._/-]{1,200}$/),
      mandatory: z.boolean(),
      state: z.enum(['missing', 'draft', 'awaiting_signature', 'done']),
      sizeBytes: Count.optional(),
      sha256: Sha256Hex.optional(),
      entry: Seq.optional(),
    }),
  ),
  signatures: z.array(
    z.strictObject({
      artefact: ArtefactKind,
      by: PersonName,
      role: z.union([Principal, z.literal('none')]),
      meaning: SignatureMeaning,
      atMs: TimeMs,
      sha256: Sha256Hex,
      entry: Seq,
    }),
  ),
  hashes: z.array(z.strictObject({ what: ReportText, sha256: Sha256Hex, entry: Seq.optional() })),
  exports: z.array(
    z.strictObject({
      entry: Seq,
      atMs: TimeMs,
      who: PersonName,
      format: z.enum(['csv', 'parquet']),
      columns: Count,
      behaviour: Behaviour,
      ruleId: CodeName,
      outcome: z.enum(['done', 'denied', 'failed', 'interrupted', 'none']),
      rows: RowCount.optional(),
      sha256: Sha256Hex.optional(),
    }),
  ),
  journal: ReportJournal,
  people: ReportPeople,
  safeguards: z.strictObject({
    asOf: ReportText,
    proposal: ReportText,
    items: z.array(ReportSafeguard),
  }),
});
export type RunReport = z.infer<typeof RunReport>;

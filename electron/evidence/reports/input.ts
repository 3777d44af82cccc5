import type { Entry } from '../../../shared/formats/journal/index.ts';
import type { DenialOutcome, ReportId, Sha256Hex, WorkspaceId } from '../../../shared/domain/index.ts';
import type { RunReportTemplate } from '../../../shared/formats/profile.ts';
import type {
  PaperName,
  ReportAnchoring,
  ReportDrill,
  SignatureMeaning,
} from '../../../shared/formats/report.ts';
import type { ApprovalView } from '../../../shared/ipc/approval-views.ts';
import type { DenialView } from '../../../shared/ipc/denial-views.ts';
import type { ModelView, RunView } from '../../../shared/ipc/run-views.ts';
import type { PersonView } from '../../../shared/ipc/session-views.ts';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';

/** A denial with what a compliance officer made of it; `signed` where a signed review covers that. */
export interface ReportedDenial extends DenialView {
  readonly review?:
    | {
        readonly seq: number;
        readonly atMs: number;
        readonly by: string;
        readonly outcome: DenialOutcome;
        readonly note: string;
        readonly signed: boolean;
      }
    | undefined;
}

/** Emergency access as it stands when a report is made, whatever the report is about. */
export interface EmergencyStanding {
  readonly uses: number;
  /** Entries that say that access began, which no signed review covers yet. */
  readonly unreviewed: readonly number[];
  /** The newest drill. */
  readonly drill?: { readonly seq: number; readonly wallMs: number; readonly good: boolean } | undefined;
}

/** All that a run report is made from. The caller fetches; `collectRunReport` computes. */
export interface RunReportInput {
  readonly reportId: ReportId;
  readonly workspaceId: WorkspaceId;
  readonly appVersion: string;
  /** When the report is made and signed, milliseconds since 1970. */
  readonly nowMs: number;
  readonly run: RunView;
  /** Of the compliance profile that the run was under. */
  readonly template: RunReportTemplate;
  readonly paper?: PaperName | undefined;
  readonly model: ModelView;
  /**
   * Journal entries that bear on the run, ascending: every entry whose `run` is this one, the import of
   * its dataset with what became of the source file, sign-ins of the people concerned, clock steps,
   * and exports of the run's dataset. Entries of other runs are ignored.
   */
  readonly entries: readonly Entry[];
  /** Last entry of the journal when the entries were read. */
  readonly throughSeq: number;
  readonly people: readonly PersonView[];
  readonly approvals: readonly ApprovalView[];
  readonly denials: readonly ReportedDenial[];
  /** Newest checkpoint: the entry that records it, its C2SP note, and whether a witness is known to hold it. */
  readonly checkpoint:
    | {
        readonly seq: number;
        readonly wallMs: number;
        readonly size: number;
        readonly note: string;
        readonly anchored: boolean;
      }
    | undefined;
  /** What of the journal is known outside the machine, and the checkpoint of the report before. */
  readonly anchoring?: ReportAnchoring | undefined;
  /** The newest tamper drill that the journal records. */
  readonly drill?: ReportDrill | undefined;
  readonly emergencies?: EmergencyStanding | undefined;
  /** What the verifier said about the journal for this report; undefined when it was not asked. */
  readonly verification: VerifyView | undefined;
  readonly signer: { readonly person: PersonView; readonly meaning: SignatureMeaning };
  /** SHA-256 over the DER of the workspace's root and of the report certificate. */
  readonly rootSha256: Sha256Hex;
  readonly certificateSha256: Sha256Hex;
  /** Counts over rows from 1 to this number are shown as a range; 0 shows all. */
  readonly smallCellThreshold: number;
  /** Removes identifiers from what people wrote by hand. MUST throw where it could not look. */
  readonly redact: (text: string) => string;
}

import type {
  PeriodReportKind,
  Principal,
  ReportId,
  Sha256Hex,
  WorkspaceId,
} from '../../../../shared/domain/index.ts';
import type {
  PaperName,
  ReportAnchoring,
  ReportDrill,
  SignatureMeaning,
} from '../../../../shared/formats/report.ts';
import type { PersonView } from '../../../../shared/ipc/session-views.ts';
import type { VerifyView } from '../../../../shared/ipc/verify-views.ts';
import type { EmergencyStanding, RunReportInput } from '../input.ts';
import type { PeriodFacts } from './facts.ts';

/** Something that the application lets people do, and who may. */
export interface Right {
  readonly doing: string;
  /** Nobody has to be signed in for `anyone`. */
  readonly roles: readonly Principal[] | 'anyone';
}

/** All that a report about a period is made from. The caller fetches; `collectPeriodReport` computes. */
export interface PeriodReportInput {
  readonly reportId: ReportId;
  readonly workspaceId: WorkspaceId;
  readonly appVersion: string;
  /** When the report is made and signed, milliseconds since 1970. */
  readonly nowMs: number;
  readonly kind: PeriodReportKind;
  readonly paper?: PaperName | undefined;
  readonly facts: PeriodFacts;
  readonly people: readonly PersonView[];
  readonly rights: readonly Right[];
  readonly checkpoint: RunReportInput['checkpoint'];
  readonly anchoring?: ReportAnchoring | undefined;
  readonly drill?: ReportDrill | undefined;
  readonly emergencies?: EmergencyStanding | undefined;
  readonly verification: VerifyView | undefined;
  readonly signer: { readonly person: PersonView; readonly meaning: SignatureMeaning };
  readonly rootSha256: Sha256Hex;
  readonly certificateSha256: Sha256Hex;
  /** Counts over rows from 1 to this number are not shown; 0 shows all. */
  readonly smallCellThreshold: number;
  /** Removes identifiers from what people wrote by hand. MUST throw where it could not look. */
  readonly redact: (text: string) => string;
}

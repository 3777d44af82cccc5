import type {
  ApprovalId,
  CallId,
  ChangeRecord,
  ColumnInfo,
  DatasetId,
  Decision,
  DeidProfile,
  PersonId,
  PolicyRequest,
  RunId,
  Sha256Hex,
  ToolName,
} from '../../../shared/domain/index.ts';
import type { EntryContext, JournalWriter, PayloadStore } from '../../../shared/formats/index.ts';
import type { Clock } from '../../core/index.ts';
import type { RedactionManner, Redactor } from '../phi/index.ts';

/** A cell that a call would change, for people with content rights only. */
export interface Example {
  readonly row: number;
  readonly column: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A dataset version, as far as the gate needs it. */
export interface TableFacts {
  readonly table: string;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  readonly snapshotSha256: Sha256Hex;
}

export interface Estimate {
  /** Values that the call would lose for good. */
  readonly valuesLost: number;
  readonly recordsTouched: number;
  readonly examples: readonly Example[];
}

export interface Applied {
  readonly version: number;
  readonly record: ChangeRecord;
  readonly examples: readonly Example[];
  readonly snapshotSha256: Sha256Hex;
}

export type ToolArguments = Readonly<Record<string, unknown>>;

/** Datasets, as the gate uses them. `apply` MUST make a new version and leave the old one as it was. */
export interface TablePort {
  describe(dataset: DatasetId, version: number): Promise<TableFacts>;
  /** Cells of one row, counted from 1, of these columns and no others. @throws Problem `not_found`. */
  record(
    dataset: DatasetId,
    version: number,
    row: number,
    columns: readonly string[],
  ): Promise<Readonly<Record<string, string | null>>>;
  /** @throws Problem when the call cannot be made on this table; nothing changes. */
  estimate(
    dataset: DatasetId,
    version: number,
    tool: ToolName,
    args: ToolArguments,
    manner: RedactionManner,
    signal: AbortSignal,
  ): Promise<Estimate>;
  apply(
    dataset: DatasetId,
    version: number,
    tool: ToolName,
    args: ToolArguments,
    manner: RedactionManner,
    signal: AbortSignal,
  ): Promise<Applied>;
}

export interface ExportRequest {
  readonly dataset: DatasetId;
  readonly version: number;
  readonly format: 'csv' | 'parquet';
  /** What becomes of cells that a spreadsheet would run. */
  readonly formulas: 'shield' | 'keep';
  /** The place outside that the person chose, which knows how to shut and write what it is given. */
  readonly place: ExportPlace;
}

/** A place outside the workspace; made by the transfer service, for one file. MUST record what it does. */
export interface ExportPlace {
  /** What marks the file, for formats that carry keys and values inside. */
  readonly stamp: Readonly<Record<string, string>>;
  send(
    content: AsyncIterable<Uint8Array>,
    context: EntryContext,
    sending: { readonly signal: AbortSignal },
  ): Promise<{ readonly sizeBytes: number; readonly sha256: Sha256Hex }>;
}

export interface Exported {
  readonly rows: number;
  readonly sizeBytes: number;
  readonly sha256: Sha256Hex;
  /** Cells that a spreadsheet would run, and how many of them were shielded. */
  readonly formulaLikeCells?: number | undefined;
  readonly shieldedCells?: number | undefined;
}

/** Writes a dataset version out of the workspace; only the gate calls it. */
export interface ExportPort {
  write(request: ExportRequest, context: EntryContext, signal: AbortSignal): Promise<Exported>;
}

/** Redacted text on its way out: what is asked about it. */
export interface TextExport {
  readonly dataset: DatasetId;
  readonly version: number;
  /** Columns that hold redacted text. */
  readonly columns: readonly string[];
  readonly deidProfile: DeidProfile;
}

/** What stands against redacted text leaving; only the gate asks. */
export interface TextProofPort {
  /** The part of a sentence that says why it may not leave, or undefined. MUST throw rather than guess. */
  whyNot(text: TextExport, signal: AbortSignal): Promise<string | undefined>;
}

export interface Limits {
  readonly llmCalls: number;
  readonly toolCalls: number;
  readonly tokens: number;
  readonly minutes: number;
}

/** What policy may know beside the request. */
export interface PolicyFacts {
  /** Tools that exist for the agent; absent for a person. */
  readonly allowedTools?: readonly ToolName[] | undefined;
  /** Absent where nothing is limited: what a person does by hand. */
  readonly limits?: Limits | undefined;
  readonly used?: Limits | undefined;
}

export interface PolicyPort {
  /** Hash of all rules in force. */
  readonly sha256: Sha256Hex;
  /** Pure: deny wins over ask over allow, default deny, an error in a rule denies. */
  authorize(request: PolicyRequest, facts: PolicyFacts): Decision;
}

/** What a person is asked to approve. `examples` are cells in clear and go into a payload, never an entry. */
export interface ApprovalDraft {
  readonly tool: string;
  readonly args: ToolArguments;
  readonly argsSha256: Sha256Hex;
  readonly snapshotSha256: Sha256Hex;
  readonly policySha256: Sha256Hex;
  readonly codeSha256: Sha256Hex;
  readonly ruleId: string;
  readonly reason: string;
  readonly valuesLost: number;
  readonly recordsTouched: number;
  /** Where the data rests on a paper on file, which the approver confirms. */
  readonly restsOn?: { readonly profile: DeidProfile; readonly reference: string } | undefined;
  readonly examples: readonly Example[];
}

/** An approval as the journal knows it. */
export interface ApprovalStanding {
  readonly id: ApprovalId;
  readonly state: 'waiting' | 'approved' | 'refused' | 'expired' | 'voided';
  readonly argsSha256: Sha256Hex;
  readonly snapshotSha256: Sha256Hex;
  readonly policySha256: Sha256Hex;
  /** Absent in requests of older versions. */
  readonly codeSha256?: Sha256Hex | undefined;
}

export interface ApprovalPort {
  /** Whether there is anybody but the requester who may answer; without one an ask is a deny. */
  canBeAnswered(requester: PersonId): Promise<boolean>;
  /** MUST resolve only after `approval.requested` is durable; `context` names run, call and agent. */
  request(draft: ApprovalDraft, context: EntryContext): Promise<ApprovalId>;
  /** What became of it. @throws Problem `not_found`. */
  find(approval: ApprovalId): Promise<ApprovalStanding>;
  /** Records that nobody can use this approval any more. */
  voidApproval(approval: ApprovalId, reason: string, context: EntryContext): Promise<void>;
}

/** Which agents are stopped for trying what is denied over and over. */
export interface AgentPort {
  isPaused(agent: string): Promise<boolean>;
  /** Denials of this aim by this agent in this run since it was last released. */
  countDenials(agent: string, aim: string, run: RunId): Promise<number>;
  /** MUST resolve only after `agent.paused` is durable; tells people. */
  pause(
    paused: {
      readonly agent: string;
      readonly aim: string;
      readonly denials: number;
      readonly ruleId: string;
      readonly forPerson: PersonId;
    },
    context: EntryContext,
  ): Promise<void>;
}

export interface GatePorts {
  readonly journal: JournalWriter;
  readonly payloads: PayloadStore;
  /** The rules that a compliance profile puts in force. @throws Problem `not_found`. */
  policyOf(complianceProfile: string): PolicyPort;
  readonly tables: TablePort;
  readonly exports: ExportPort;
  readonly textProof: TextProofPort;
  readonly approvals: ApprovalPort;
  readonly agents: AgentPort;
  /** SHA-256 over the program's own code: an approval is for what this version would do. */
  codeSha256(): Promise<Sha256Hex>;
  readonly clock: Clock;
  /** Whether an intent for this call stands in the journal: then it ran, or may have. */
  callBegan(call: CallId, run: RunId | undefined): Promise<boolean>;
  /** The redactor that knows the values of this dataset's identifying columns. */
  redactorFor(dataset: DatasetId): Promise<Redactor>;
}

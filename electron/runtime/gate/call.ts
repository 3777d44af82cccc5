import type {
  ApprovalId,
  CallId,
  ChangeRecord,
  ColumnInfo,
  ColumnLabel,
  DatasetId,
  Decision,
  DeidProfile,
  Finding,
  Principal,
  RedactionCounts,
  RunId,
  Sha256Hex,
  ToolEffect,
  ToolName,
} from '../../../shared/domain/index.ts';
import type {
  Actor,
  AgentFile,
  Appended,
  ComplianceProfileFile,
  PayloadRef,
} from '../../../shared/formats/index.ts';
import type { RedactionManner } from '../phi/index.ts';
import type {
  Estimate,
  ExportRequest,
  Exported,
  Limits,
  PolicyFacts,
  TableFacts,
  ToolArguments,
} from './ports.ts';

// What is known about a call after each stage. A stage takes one of these and returns the next.

/** Who asks, for what data, under which profile. The same for both entrances. */
interface Asked {
  readonly call: CallId;
  readonly actor: Actor & { readonly role: Principal };
  readonly correlation: string;
  readonly dataset: DatasetId;
  readonly version: number;
  readonly purpose: string;
  /** De-identification profile of the run behind the call; absent where there is none. */
  readonly deidProfile?: DeidProfile | undefined;
  /** What that profile rests on, for the person who approves: of the data use agreement or the method on file. */
  readonly reference?: string | undefined;
  /** Whether the run wants surrogates that read like values. */
  readonly realistic?: boolean | undefined;
  readonly profile: ComplianceProfileFile;
  readonly signal: AbortSignal;
  /** Set when this call was held before and a person has been asked. */
  readonly approval?: ApprovalId | undefined;
}

/** The first entrance: a model's answer, as text. */
export interface AgentAnswer extends Asked {
  readonly by: 'agent';
  readonly text: string;
  readonly run: RunId;
  readonly agent: AgentFile;
  readonly step: number;
  readonly turn: number;
  /** Findings that the model was shown as open. */
  readonly findings: readonly Finding[];
  /** What is usually done about a finding; the run shows how often the model agreed. */
  usual(finding: Finding): { readonly tool: ToolName; readonly extraArgs: Readonly<Record<string, string>> };
  readonly limits: Limits;
  readonly used: Limits;
  /** True where nobody waits for an answer, such as a run by a script: what would be asked is denied. */
  readonly unattended: boolean;
}

/** The second entrance: a person's own call. */
export interface PersonCall extends Asked {
  readonly by: 'person';
  readonly tool: ToolName;
  readonly args: ToolArguments;
  readonly run?: RunId | undefined;
  readonly destination?: Pick<ExportRequest, 'format' | 'formulas' | 'place'> | undefined;
}

export type Received = AgentAnswer | PersonCall;

export interface Parsed {
  readonly received: Received;
  readonly tool: ToolName;
  readonly args: ToolArguments;
  /** The model's reason, redacted; empty for a person. */
  readonly why: string;
  /** Monotonic time at which the call came in. */
  readonly enteredMs: number;
}

export interface Checked extends Parsed {
  readonly effect: ToolEffect;
  readonly argsSha256: Sha256Hex;
  readonly finding: Finding | undefined;
  readonly usual: { readonly tool: ToolName; readonly agreed: boolean } | undefined;
  readonly table: TableFacts;
  /** Columns that the call reads, changes or lets out. */
  readonly columns: readonly ColumnInfo[];
  /** Labels on them. */
  readonly labels: readonly ColumnLabel[];
  readonly facts: PolicyFacts;
}

export interface Decided extends Checked {
  readonly estimate: Estimate;
  /** Time of the dry plan, which is the tool's own work. */
  readonly planMs: number;
  readonly decision: Decision;
}

/** A call that may run: allowed, or asked and approved. */
export interface Permitted extends Decided {
  readonly approval: ApprovalId | undefined;
}

export interface Committed extends Permitted {
  readonly intent: Appended;
}

/** What a tool gave back, before anyone looked for identifiers in it. */
export interface RawResult {
  readonly version: number;
  readonly change: ChangeRecord | undefined;
  readonly exported: Exported | undefined;
  /** JSON of everything, cells included. */
  readonly text: string;
}

export interface Ran extends Committed {
  readonly raw: RawResult;
  readonly toolMs: number;
}

export interface Stored extends Ran {
  readonly output: PayloadRef;
}

export interface Redacted extends Stored {
  /** The raw result without identifiers. */
  readonly redactedText: string;
  readonly redactions: RedactionCounts;
}

/** Counts that may be shown outside: small ones are withheld. */
export interface Suppressed extends Redacted {
  readonly shownCounts: Readonly<Record<string, number | 'withheld'>>;
}

export interface Recorded extends Suppressed {
  /** Time in the gate's own stages: without tool, dry plan and waiting for a person. */
  readonly gateMs: number;
}

export interface Replied extends Recorded {
  /** The only text of this call that reaches the model. */
  readonly reply: string;
}

/** How identifiers are replaced in what a call makes; the strictest way where no run says. */
export function mannerOf({
  deidProfile = 'strict',
  realistic = false,
  run,
  call,
}: Received): RedactionManner {
  return { profile: deidProfile, realistic, session: run ?? call };
}

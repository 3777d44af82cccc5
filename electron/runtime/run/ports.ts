import type { ArtefactKind, CallId, DatasetId, RunId, Sha256Hex } from '../../../shared/domain/index.ts';
import type {
  AgentFile,
  ComplianceProfileFile,
  Entry,
  JournalWriter,
  PayloadStore,
  PipelineFile,
} from '../../../shared/formats/index.ts';
import type { Clock } from '../../core/index.ts';
import type { FindingDraft, RunContext } from '../findings/index.ts';
import type { Gate, PolicyPort, TablePort } from '../gate/index.ts';
import type { Inference, ModelFile } from '../inference/index.ts';
import type { Redactor } from '../phi/index.ts';

/** What a run is made of, as files. A hash changes with every byte of the file. */
export interface CataloguePort {
  /** @throws Problem `not_found` or `invalid_input`, here and below. */
  pipeline(name: string): Promise<{ readonly file: PipelineFile; readonly sha256: Sha256Hex }>;
  agent(name: string): Promise<AgentFile>;
  complianceProfile(name: string): Promise<ComplianceProfileFile>;
}

/** The model of a run and how much of it one conversation may use. */
export interface RunModel extends ModelFile {
  /** From the model sheet: findings that one conversation may hold. */
  readonly findingsPerConversation: number;
}

/** Looks at a dataset version with the run's eyes. Reads cells in a worker; changes nothing. */
export interface FindingPort {
  look(
    dataset: DatasetId,
    version: number,
    context: RunContext,
    signal: AbortSignal,
  ): Promise<readonly FindingDraft[]>;
}

export interface ArtefactContent {
  readonly kind: ArtefactKind;
  /** Path inside the run folder, with forward slashes. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** True where patient content may stand in it: encrypted at rest. */
  readonly secret: boolean;
}

/** The run folder. `write` MUST be durable when it resolves, and MUST replace a file as a whole. */
export interface ArtefactPort {
  write(
    run: RunId,
    artefact: ArtefactContent,
  ): Promise<{ readonly sizeBytes: number; readonly sha256: Sha256Hex }>;
  /** @throws Problem `not_found`, or `changed` when it is not what was written. */
  read(run: RunId, file: string): Promise<Uint8Array>;
}

export interface RunPorts {
  readonly journal: JournalWriter;
  readonly payloads: PayloadStore;
  /** Entries of one run, in order, all that are durable now. */
  entries(run: RunId): Promise<readonly Entry[]>;
  readonly catalogue: CataloguePort;
  policyOf(complianceProfile: string): Pick<PolicyPort, 'sha256'> & { readonly packSha256: Sha256Hex };
  readonly tables: Pick<TablePort, 'describe'>;
  readonly findings: FindingPort;
  readonly gate: Gate;
  readonly inference: Inference;
  redactorFor(dataset: DatasetId): Promise<Redactor>;
  readonly artefacts: ArtefactPort;
  readonly clock: Clock;
  readonly ids: { run(): RunId; call(): CallId };
}

import { randomUUID } from 'node:crypto';
import { Problem, type CallId, type RunId, type Sha256Hex } from '../../../../shared/domain/index.ts';
import {
  PipelineFile,
  type AgentFile,
  type ComplianceProfileFile,
  type RunRequest,
} from '../../../../shared/formats/index.ts';
import type { RunView } from '../../../../shared/ipc/index.ts';
import { sha256Hex } from '../../../core/index.ts';
import { createGate } from '../../gate/index.ts';
import {
  AGENT,
  gatePorts,
  OPERATOR,
  POLICY_SHA256,
  PROFILE,
  RULES,
  stays,
  type Rules,
} from '../../gate/testing/fixtures.ts';
import { DATASET, type MemoryTable } from '../../gate/testing/memory-table.ts';
import { createRedactor } from '../../phi/index.ts';
import { createRunEngine, type EnginePorts } from '../engine.ts';
import type { RunModel } from '../ports.ts';
import { projectRun } from '../projection.ts';
import { ScriptedModel, type Line } from './scripted-model.ts';

export const MODEL: RunModel = {
  name: 'scripted',
  path: '/nowhere/scripted.gguf',
  sha256: 'a'.repeat(64) as Sha256Hex,
  contextTokens: 832,
  findingsPerConversation: 4,
};

export const REQUEST: RunRequest = {
  template: 'table_readiness',
  dataset: DATASET,
  version: 1,
  purpose: 'model',
  deidProfile: 'strict',
  complianceProfile: 'hipaa',
  problem: 'what Wilhelmina Krauss wants to know',
};

export const START = { request: REQUEST, actor: OPERATOR, model: MODEL };

export const PIPELINE = {
  name: 'table_readiness',
  description: 'for tests',
  needs: [],
  flow: 'sequential',
  steps: [
    {
      id: 'deidentify',
      agent: 'deidentifier',
      description: 'identifiers go',
      findings: ['direct_identifier', 'identifier_in_text'],
    },
    { id: 'prepare', agent: 'deidentifier', description: 'gaps', findings: ['missing_numeric'] },
  ],
  max_iterations: 3,
  budget: { max_llm_calls: 50, max_tool_calls: 50, max_wall_clock_minutes: 10 },
  retry: { max_attempts: 2, retry_on: ['invalid_answer', 'process_ended'], backoff_seconds: 0 },
} as const;

export interface SetUp {
  readonly lines: readonly Line[];
  readonly rules?: Rules;
  readonly table?: MemoryTable;
  readonly pipeline?: object;
  readonly agent?: Partial<AgentFile>;
  readonly mandatory?: readonly string[];
  readonly profile?: Partial<ComplianceProfileFile>;
  /** In place of `rules`: the real policy. */
  readonly policy?: Parameters<typeof gatePorts>[2];
}

/** A run engine over memory, with the real gate and the real redactor. */
export function setUp({
  lines,
  rules = RULES,
  table = stays(),
  pipeline = {},
  agent = {},
  mandatory,
  profile = {},
  policy,
}: SetUp) {
  const memory = gatePorts(table, rules, policy);
  const { journal, payloads, approvals } = memory.ports;
  const model = new ScriptedModel(lines);
  const files = new Map<string, { bytes: Uint8Array; secret: boolean }>();
  const redactor = createRedactor([{ value: 'Wilhelmina Krauss', label: 'NAME' }]);
  const runs: RunId[] = [];
  const calls: CallId[] = [];
  let minutes = 0;
  const catalogue = { pipeline: PipelineFile.parse({ ...PIPELINE, ...pipeline }) };
  const ports: EnginePorts = {
    journal,
    payloads,
    entries: (run) => Promise.resolve(journal.entries(run)),
    catalogue: {
      pipeline: (name) =>
        name === catalogue.pipeline.name
          ? Promise.resolve({
              file: catalogue.pipeline,
              sha256: sha256Hex(JSON.stringify(catalogue.pipeline)),
            })
          : Promise.reject(new Problem('not_found', 'there is no such pipeline')),
      agent: () => Promise.resolve({ ...AGENT, ...agent }),
      complianceProfile: () =>
        Promise.resolve({
          ...PROFILE,
          ...profile,
          mandatory_artefacts: (mandatory as never) ?? PROFILE.mandatory_artefacts,
        }),
    },
    policyOf: () => ({ sha256: POLICY_SHA256, packSha256: POLICY_SHA256 }),
    tables: table,
    findings: table,
    gate: createGate(memory.ports),
    inference: model,
    redactorFor: () => Promise.resolve(redactor),
    artefacts: {
      write: (_run, { file, bytes, secret }) => {
        files.set(file, { bytes, secret });
        return Promise.resolve({ sizeBytes: bytes.byteLength, sha256: sha256Hex(bytes) });
      },
      read: (_run, file) => Promise.resolve(files.get(file)?.bytes ?? new Uint8Array()),
    },
    clock: { wallMs: () => 2_000_000, monoMs: () => minutes * 60_000 },
    ids: {
      run: () => keep(runs, randomUUID() as RunId),
      call: () => keep(calls, randomUUID() as CallId),
    },
    requireWorking: async (agents) => {
      for (const name of agents)
        if (await memory.ports.agents.isPaused(name)) throw new Problem('not_allowed', `${name} is paused`);
    },
    isWaiting: async (approval) => (await approvals.find(approval)).state === 'waiting',
  };
  return {
    ports,
    engine: createRunEngine(ports),
    model,
    table,
    journal,
    payloads,
    approvals,
    files,
    calls,
    catalogue,
    /** Lets minutes pass on the run's clock. */
    pass: (more: number) => (minutes += more),
    text: (file: string) => new TextDecoder().decode(files.get(file)?.bytes),
  };
}

function keep<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}

/** A tool call as the model writes it. */
export function says(
  why: string,
  tool: string,
  finding: string,
  column: string,
  extra: object = {},
): Record<string, unknown> {
  return { why, tool, args: { finding, table: 'stays', column, ...extra } };
}

export const FINISH = { why: 'no open findings', tool: 'finish', args: {} };

export const DROP_MRN_CALL = says('direct identifier', 'drop_column', 'F1', 'mrn');
export const REDACT_NOTES = says('identifiers inside free text', 'redact_column', 'F2', 'notes');

/** The run as its entries tell it. */
export function viewOf({ journal }: Pick<ReturnType<typeof setUp>, 'journal'>): RunView | undefined {
  return projectRun(journal.all, () => 'Olga Operator');
}

/** Answers that take the table of `stays` through both steps. */
export const WHOLE_RUN: readonly Line[] = [
  DROP_MRN_CALL,
  REDACT_NOTES,
  FINISH,
  says('numeric with gaps', 'impute_column', 'F3', 'age', { method: 'median' }),
  FINISH,
];

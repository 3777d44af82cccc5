import { randomUUID } from 'node:crypto';
import {
  Problem,
  type ApprovalId,
  type Behaviour,
  type CallId,
  type Decision,
  type PersonId,
  type PolicyRequest,
  type RunId,
  type Sha256Hex,
} from '../../../../shared/domain/index.ts';
import { AgentFile, ComplianceProfileFile, type EntryContext } from '../../../../shared/formats/index.ts';
import { createRedactor } from '../../phi/index.ts';
import { usualAnswer } from '../../tools/index.ts';
import type { AgentAnswer, PersonCall } from '../call.ts';
import type { ApprovalDraft, ApprovalStanding, ExportPlace, GatePorts, PolicyFacts } from '../ports.ts';
import { MemoryJournal, MemoryPayloads } from './memory-journal.ts';
import { DATASET, MemoryTable } from './memory-table.ts';

export const CODE_SHA256 = 'd'.repeat(64) as Sha256Hex;
export const POLICY_SHA256 = 'c'.repeat(64) as Sha256Hex;
export const OPERATOR = {
  id: '11111111-1111-4111-8111-111111111111' as PersonId,
  role: 'operator' as const,
};
export const RUN = '99999999-9999-4999-8999-999999999999' as RunId;

export const AGENT: AgentFile = AgentFile.parse({
  name: 'deidentifier',
  description: 'takes identifiers away',
  permissions: ['read_phi', 'write_phi', 'tool_call'],
  allowed_tools: [
    'drop_column',
    'redact_column',
    'derive_interval',
    'impute_column',
    'keep_column',
    'finish',
  ],
  phi_access: true,
  data_access: { phi_categories: ['all'], excluded: [] },
  session_limits: { max_tokens: 100_000, max_tool_calls: 100, timeout_minutes: 30 },
});

export const PROFILE: ComplianceProfileFile = ComplianceProfileFile.parse({
  name: 'hipaa',
  version: 1,
  description: 'for tests',
  policies: ['hipaa.yaml'],
  mandatory_artefacts: ['cleaned_dataset', 'minimum_necessary'],
  retention_days: 2555,
  residency: {
    conversation_history: ['workspace'],
    agent_memory: ['workspace'],
    tool_call_inputs: ['workspace'],
    tool_call_outputs: ['workspace'],
    datasets: ['workspace', 'export_folder'],
    artefacts: ['workspace'],
  },
  report_template: 'hipaa_run',
  small_cell_threshold: 10,
});

/** Behaviour per tool, in place of a policy file; what is not listed is denied. */
export type Rules = Partial<Record<string, { behaviour: Behaviour; ruleId: string }>>;

export const RULES: Rules = {
  drop_column: { behaviour: 'allow', ruleId: 'TRANSFORM-001' },
  redact_column: { behaviour: 'allow', ruleId: 'TRANSFORM-001' },
  impute_column: { behaviour: 'allow', ruleId: 'TRANSFORM-001' },
  keep_column: { behaviour: 'allow', ruleId: 'READ-001' },
  finish: { behaviour: 'allow', ruleId: 'CONTROL-001' },
  export_table: { behaviour: 'allow', ruleId: 'EXPORT-001' },
  export_raw_data: { behaviour: 'deny', ruleId: 'HIPAA-001' },
  web_search: { behaviour: 'deny', ruleId: 'HIPAA-002' },
  promote_challenger: { behaviour: 'ask', ruleId: 'HIPAA-003' },
};

/** Approvals in memory, answered by the test. */
const ANSWERER: EntryContext = {
  actor: { id: '5f0c9d5e-8a94-4b3a-9d0e-0000000000cc' as PersonId, role: 'compliance' },
  correlation: 'answer',
};

export class MemoryApprovals {
  readonly drafts: ApprovalDraft[] = [];
  readonly standing = new Map<ApprovalId, ApprovalStanding>();
  readonly voided: string[] = [];
  readonly #journal: MemoryJournal;

  constructor(journal: MemoryJournal) {
    this.#journal = journal;
  }

  request: GatePorts['approvals']['request'] = async (draft, context) => {
    const id = randomUUID() as ApprovalId;
    const { argsSha256, snapshotSha256, policySha256, codeSha256 } = draft;
    this.drafts.push(draft);
    this.standing.set(id, { id, state: 'waiting', argsSha256, snapshotSha256, policySha256, codeSha256 });
    await this.#journal.event(
      'approval.requested',
      {
        approval: id,
        tool: draft.tool,
        args: draft.args as Record<string, string>,
        argsSha256,
        snapshotSha256,
        policySha256,
        codeSha256,
        ruleId: draft.ruleId,
        reason: draft.reason,
        valuesLost: draft.valuesLost,
        recordsTouched: draft.recordsTouched,
        expiresAtMs: 9_000_000,
      },
      context,
    );
    return id;
  };

  /** Whether anybody but the requester could answer. */
  answerable = true;
  canBeAnswered = (): Promise<boolean> => Promise.resolve(this.answerable);

  find: GatePorts['approvals']['find'] = (id) => {
    const found = this.standing.get(id);
    if (found === undefined) return Promise.reject(new Problem('not_found', 'no such approval'));
    const voided = this.#journal.bodies('approval.voided').some(({ approval }) => approval === id);
    return Promise.resolve(voided ? { ...found, state: 'voided' } : found);
  };

  voidApproval: GatePorts['approvals']['voidApproval'] = async (id, reason, context) => {
    this.voided.push(reason);
    await this.#journal.event('approval.voided', { approval: id, reason }, context);
  };

  answer(id: ApprovalId, state: ApprovalStanding['state'], change: Partial<ApprovalStanding> = {}): void {
    const found = this.standing.get(id);
    if (found === undefined) return;
    this.standing.set(id, { ...found, state, ...change });
    if (state !== 'approved' && state !== 'refused') return;
    const body = { approval: id, answer: state, meaning: 'approval', reason: 'looked at it' } as const;
    const asked = this.#journal.all.find((entry) => entry.body.approval === id);
    void this.#journal.event('approval.answered', body, { ...ANSWERER, run: asked?.run, call: asked?.call });
  }
}

/** Ports of the gate in memory, with the real redactor. */
export function gatePorts(
  table: MemoryTable,
  rules: Rules = RULES,
  policy: (request: PolicyRequest, facts: PolicyFacts) => Decision = ({ tool }) => decision(rules[tool]),
) {
  const journal = new MemoryJournal();
  const payloads = new MemoryPayloads();
  const approvals = new MemoryApprovals(journal);
  const redactor = createRedactor([{ value: 'Wilhelmina Krauss', label: 'NAME' }]);
  const requests: { request: PolicyRequest; facts: PolicyFacts }[] = [];
  const exported: unknown[] = [];
  let nowMs = 0;
  const ports = {
    journal,
    payloads,
    approvals,
    tables: table,
    policyOf: () => ({
      sha256: POLICY_SHA256,
      authorize: (request: PolicyRequest, facts: PolicyFacts) => {
        requests.push({ request, facts });
        return policy(request, facts);
      },
    }),
    exports: {
      write: (request: unknown) => {
        exported.push(request);
        return Promise.resolve({ rows: 100, sizeBytes: 5000, sha256: 'e'.repeat(64) as Sha256Hex });
      },
    },
    clock: { wallMs: () => 1_000_000, monoMs: () => (nowMs += 1) },
    textProof: { whyNot: () => Promise.resolve(undefined as string | undefined) },
    agents: memoryAgents(journal),
    codeSha256: () => Promise.resolve(CODE_SHA256),
    callBegan: (call: CallId) =>
      Promise.resolve(
        journal.all.some(
          ({ kind, phase, call: of }) => kind === 'tool.call' && phase === 'intent' && of === call,
        ),
      ),
    redactorFor: () => Promise.resolve(redactor),
  } satisfies GatePorts;
  return { ports, requests, exported };
}

/** Pauses of agents, read from the journal in memory. */
export function memoryAgents(journal: MemoryJournal): GatePorts['agents'] {
  return {
    isPaused: (agent) => {
      const last = journal.all.findLast(
        (entry) =>
          entry.agent === agent && (entry.kind === 'agent.paused' || entry.kind === 'agent.released'),
      );
      return Promise.resolve(last?.kind === 'agent.paused');
    },
    countDenials: (agent, aim, run) =>
      Promise.resolve(
        journal
          .entries(run)
          .filter((entry) => entry.kind === 'tool.denied' && entry.agent === agent && entry.body.aim === aim)
          .length,
      ),
    pause: async ({ aim, denials, ruleId, forPerson }, context) => {
      await journal.event('agent.paused', { aim, denials, ruleId, forPerson }, context);
    },
  };
}

export function decision(rule: { behaviour: Behaviour; ruleId: string } | undefined): Decision {
  const { behaviour, ruleId } = rule ?? { behaviour: 'deny' as const, ruleId: 'DEFAULT-DENY' };
  const reason = `${ruleId} says ${behaviour}`;
  return {
    behaviour,
    ruleId,
    reason,
    matched: [
      {
        id: ruleId,
        behaviour,
        reason,
        file: 'policies/test.yaml',
        line: rule === undefined ? 0 : 7,
        decided: true,
      },
    ],
    policySha256: POLICY_SHA256,
  };
}

/** A table with a column for every kind of call. */
export function stays(): MemoryTable {
  return new MemoryTable(
    { mrn: ['direct_identifier'], notes: ['free_text'], age: [], admit: ['date'], discharge: ['date'] },
    [
      { kind: 'direct_identifier', column: 'mrn', detail: 'class MRN' },
      { kind: 'identifier_in_text', column: 'notes', detail: 'hits 57' },
      { kind: 'missing_numeric', column: 'age', detail: 'missing 4%' },
    ],
  );
}

/** The same table as a run leaves it: what may be exported. */
export function cleanedStays(): MemoryTable {
  return new MemoryTable({ key: ['surrogate'], notes: ['redacted_text'], age: [] }, []);
}

const LIMITS = { llmCalls: 100, toolCalls: 100, tokens: 100_000, minutes: 60 };

export function agentAnswer(answer: unknown, change: Partial<AgentAnswer> = {}): AgentAnswer {
  return {
    by: 'agent',
    call: randomUUID() as CallId,
    text: typeof answer === 'string' ? answer : JSON.stringify(answer),
    actor: OPERATOR,
    correlation: RUN,
    run: RUN,
    dataset: DATASET,
    version: 1,
    purpose: 'model',
    deidProfile: 'strict',
    profile: PROFILE,
    signal: new AbortController().signal,
    agent: AGENT,
    step: 0,
    turn: 1,
    findings: [
      { id: 'F1', kind: 'direct_identifier', table: 'stays', column: 'mrn', detail: 'class MRN' },
      { id: 'F2', kind: 'missing_numeric', table: 'stays', column: 'age', detail: 'missing 4%' },
    ],
    usual: (finding) => usualAnswer(finding, { purpose: 'model', deidProfile: 'strict' }),
    limits: LIMITS,
    used: { llmCalls: 0, toolCalls: 0, tokens: 0, minutes: 0 },
    unattended: false,
    ...change,
  };
}

/** A place that a person chose; nothing is written there by a gate over memory. */
export const CHOSEN_PLACE: ExportPlace = {
  stamp: {},
  send: () => Promise.reject(new Error('the port of exports writes')),
};

export function personCall(change: Partial<PersonCall> = {}): PersonCall {
  return {
    by: 'person',
    call: randomUUID() as CallId,
    tool: 'export_table',
    args: { table: 'stays' },
    actor: OPERATOR,
    correlation: 'by hand',
    dataset: DATASET,
    version: 1,
    purpose: 'for the readmission model',
    profile: PROFILE,
    signal: new AbortController().signal,
    destination: { format: 'csv', formulas: 'shield', place: CHOSEN_PLACE },
    ...change,
  };
}

export const DROP_MRN = {
  why: 'direct identifier',
  tool: 'drop_column',
  args: { finding: 'F1', table: 'stays', column: 'mrn' },
};

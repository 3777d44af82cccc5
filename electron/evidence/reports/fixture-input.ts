import type {
  ApprovalId,
  CallId,
  DatasetId,
  Decision,
  Finding,
  PersonId,
  ReportId,
  RunId,
  Sha256Hex,
  WorkspaceId,
} from '../../../shared/domain/index.ts';
import { ENTRY_FORMAT, EVENTS, type Entry, type EventName } from '../../../shared/formats/journal/index.ts';
import type { ApprovalView, CallView, DenialView, PersonView, RunView } from '../../../shared/ipc/views.ts';
import { sha256Hex } from '../../core/index.ts';
import type { RunReportInput } from './input.ts';

/** A run that never was, for tests and benchmarks: invented people, columns and figures. */
const START_MS = Date.UTC(2026, 10, 21, 9, 30, 12);
const uuid = (kind: number, index: number): string =>
  `${kind.toString(16).padStart(8, 'a')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
const hash = (text: string): Sha256Hex => sha256Hex(text);

export const FIXTURE_RUN = uuid(1, 1) as RunId;
const DATASET = uuid(2, 1) as DatasetId;
export const FIXTURE_WORKSPACE = uuid(3, 1) as WorkspaceId;
const PEOPLE: readonly PersonView[] = [
  { id: uuid(4, 1) as PersonId, name: 'Ines Amaral', role: 'admin' },
  { id: uuid(4, 2) as PersonId, name: 'Jonas Lindqvist', role: 'operator' },
  { id: uuid(4, 3) as PersonId, name: 'Maja Wójcik-Okonkwo', role: 'compliance' },
];

interface Pattern {
  readonly kind: Finding['kind'];
  readonly column: string;
  readonly detail: string;
  readonly tool: string;
  readonly args: Record<string, string>;
  readonly behaviour: Decision['behaviour'];
  readonly ruleId: string;
  readonly reason: string;
  readonly cells: number;
  readonly lost: number;
}

const pattern = (
  kind: Finding['kind'],
  column: string,
  detail: string,
  tool: string,
  args: Record<string, string> = {},
  rest: Partial<Pick<Pattern, 'behaviour' | 'ruleId' | 'reason' | 'cells' | 'lost'>> = {},
): Pattern => ({
  kind,
  column,
  detail,
  tool,
  args,
  behaviour: 'allow',
  ruleId: 'SWARM-010',
  reason: 'a transform of the run’s own table by an agent that may do it',
  cells: 10_000,
  lost: 0,
  ...rest,
});

const PATTERNS: readonly Pattern[] = [
  pattern('direct_identifier', 'patient_name', 'class NAME', 'drop_column', {}, { cells: 0 }),
  pattern('direct_identifier', 'ssn', 'class SSN', 'drop_column', {}, { cells: 0 }),
  pattern('patient_key', 'mrn', 'class MRN repeats', 'surrogate_key'),
  pattern('identifier_in_text', 'discharge_note', 'hits 57', 'redact_column', {}, { cells: 48 }),
  pattern('date_pair', 'admitted_on', 'until discharged_on', 'derive_interval', { other: 'discharged_on' }),
  pattern('date_of_event', 'birth_date', 'format YYYY-MM-DD', 'keep_year'),
  pattern('zip_code', 'zip', 'digits 5', 'truncate_zip'),
  pattern('age_over_89', 'age', 'rows 7', 'pool_age', {}, { cells: 7 }),
  pattern(
    'missing_high',
    'referral_source',
    'missing 71%',
    'export_raw_data',
    {},
    {
      behaviour: 'deny',
      ruleId: 'HIPAA-001',
      reason: 'raw export needs the de-identification workflow',
    },
  ),
  pattern(
    'missing_numeric',
    'creatinine',
    'missing 4%',
    'impute_column',
    { method: 'median' },
    { cells: 412 },
  ),
  pattern(
    'number_as_text',
    'bmi',
    'parsed 98%',
    'cast_column',
    { type: 'double' },
    {
      behaviour: 'ask',
      ruleId: 'SWARM-020',
      reason: 'the call would lose values for good',
      lost: 214,
    },
  ),
  pattern('code_as_number', 'icd10_primary', 'leading zeros 12%', 'cast_column', { type: 'text' }),
  pattern('outliers', 'length_of_stay', 'rows 40', 'clip_column', {}, { cells: 40, lost: 40 }),
  pattern('duplicate_rows', 'mrn', 'rows 9', 'drop_duplicates', {}, { cells: 0 }),
];

/** Writes entries as the journal would, with checked bodies; the chain is not part of what reports read. */
function entryWriter(): {
  readonly entries: Entry[];
  add(kind: EventName, phase: Entry['phase'], body: unknown, rest?: Partial<Entry>): Entry;
} {
  const entries: Entry[] = [];
  return {
    entries,
    add: (kind, phase, body, rest = {}) => {
      const schema = (EVENTS[kind] as Record<string, { parse(value: unknown): unknown }>)[phase];
      const seq = 4 + entries.length;
      const entry: Entry = {
        v: ENTRY_FORMAT,
        seq,
        epoch: 1,
        wallMs: START_MS + seq * 830,
        monoMs: seq * 830,
        kind,
        phase,
        actor: { id: PEOPLE[1]?.id ?? 'application', role: 'operator' },
        correlation: 'fixture',
        phiAccessed: kind === 'tool.call',
        body: schema?.parse(body) as Entry['body'],
        payloads:
          kind === 'tool.call' && phase === 'outcome'
            ? [{ id: uuid(9, seq) as Entry['payloads'][number]['id'], sha256: hash(`payload ${seq}`) }]
            : [],
        prev: hash(`previous ${seq}`),
        ...rest,
      };
      entries.push(entry);
      return entry;
    },
  };
}

/** @param calls how many calls the run made; the patterns repeat. */
export function makeFixtureInput(calls = PATTERNS.length): RunReportInput {
  const writer = entryWriter();
  const { add } = writer;
  const compliance = { actor: { id: PEOPLE[2]?.id ?? 'application', role: 'compliance' } } as Partial<Entry>;
  add('auth.signed_in', 'event', { method: 'password' });
  const imported = add('dataset.import', 'intent', { dataset: DATASET, format: 'csv', sizeBytes: 1_841_220 });
  add(
    'dataset.import',
    'outcome',
    {
      ok: true,
      dataset: DATASET,
      table: 'admissions',
      rows: 10_000,
      columns: [...new Set([...PATTERNS.map(({ column }) => column), 'discharged_on'])].map((name) => ({
        name,
        type: 'text',
        labels: [],
      })),
      paddedRows: 0,
    },
    { intent: imported.seq },
  );
  const run = { run: FIXTURE_RUN };
  add(
    'run.started',
    'event',
    {
      template: 'table_readiness',
      pipelineSha256: hash('pipeline'),
      policySha256: hash('policy'),
      complianceProfile: 'hipaa',
      purpose: 'model',
      deidProfile: 'strict',
      dataset: DATASET,
      datasetVersion: 1,
      snapshotSha256: hash('snapshot'),
      modelSha256: hash('model'),
      agents: ['data_cleaner', 'deidentifier'],
      limits: { llmCalls: 200, toolCalls: 120, tokens: 50_000, minutes: 30 },
    },
    run,
  );
  const callList: CallView[] = [];
  const findings: RunView['findings'] = [];
  const approvals: ApprovalView[] = [];
  const denials: DenialView[] = [];
  for (let index = 0; index < calls; index += 1) {
    const made = addCall(writer, index, findings);
    callList.push(made.call);
    if (made.approval !== undefined) approvals.push(made.approval);
    if (made.denial !== undefined) denials.push(made.denial);
  }
  addArtefact(writer, 'cleaned_dataset', 'reports/cleaned_dataset.json');
  addArtefact(writer, 'minimum_necessary', 'reports/minimum_necessary.json');
  add(
    'attestation.signed',
    'event',
    { artefact: 'minimum_necessary', meaning: 'responsibility', sha256: hash('minimum_necessary') },
    { ...run, ...compliance },
  );
  const ended = add(
    'run.ended',
    'event',
    {
      state: 'finished',
      reason: 'finished',
      calls,
      denials: denials.length,
      tokens: calls * 210,
      agreedWithUsual: calls - denials.length,
      decided: calls,
    },
    run,
  );
  const note = `swarm-clinical/${FIXTURE_WORKSPACE}\n${ended.seq + 1}\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— swarm-clinical+4a1b8c2e+AbCd yRyPG8Qm2rpYhJ0bWmB0cP0gkX2h9QJm8z3V7nTqk1sD4uZfE6LwR5xNaGvHtIyKoM0jB2lCeSdFpXzWqUrAg==\n`;
  return {
    reportId: uuid(5, 1) as ReportId,
    workspaceId: FIXTURE_WORKSPACE,
    appVersion: '0.1.0',
    nowMs: ended.wallMs + 60_000,
    run: {
      id: FIXTURE_RUN,
      template: 'table_readiness',
      dataset: DATASET,
      table: 'admissions',
      purpose: 'model',
      deidProfile: 'strict',
      complianceProfile: 'hipaa',
      state: 'finished',
      endReason: 'finished',
      startedAtMs: START_MS + 6000,
      endedAtMs: ended.wallMs,
      startedBy: 'Jonas Lindqvist',
      denials: denials.length,
      calls,
      waitingApprovals: 0,
      steps: [
        step(0, 'deidentify', 'deidentifier', 'Identifiers, keys, dates and places', calls, calls - 1),
        step(1, 'repair', 'data_cleaner', 'Gaps, types, outliers and duplicates', 6, 6),
      ],
      callList,
      findings,
      progress: 1,
      limits: { llmCalls: 200, toolCalls: 120, tokens: 50_000, minutes: 30 },
      used: { llmCalls: calls, toolCalls: calls - denials.length, tokens: calls * 210, minutes: 1.4 },
      backend: 'llama.cpp CPU, 1 thread',
      artefacts: [
        artefact('cleaned_dataset', 'done', 'reports/cleaned_dataset.json'),
        artefact('minimum_necessary', 'done', 'reports/minimum_necessary.json'),
        {
          kind: 'deidentification',
          file: 'reports/deidentification.json',
          mandatory: true,
          state: 'awaiting_signature',
        },
        { kind: 'audit_report', file: 'audit/audit_report.pdf', mandatory: true, state: 'missing' },
      ],
      versions: { before: 1, after: 14 },
      agreedWithUsual: calls - denials.length,
      decided: calls,
    },
    model: {
      name: 'starter',
      sha256: hash('model'),
      sizeBytes: 5_120_000,
      bundled: true,
      notice: 'Trained on synthetic conversations to try the application; not for clinical use.',
    },
    entries: writer.entries,
    throughSeq: ended.seq + 1,
    people: PEOPLE,
    approvals,
    denials,
    checkpoint: {
      seq: ended.seq + 1,
      wallMs: ended.wallMs + 900,
      size: ended.seq + 1,
      note,
      anchored: false,
    },
    verification: {
      ok: true,
      subject: 'journal',
      lines: [
        { what: 'Pages of the file', verdict: 'ok', detail: 'every page carries its own code' },
        { what: 'Chain', verdict: 'ok', detail: `${ended.seq + 2} entries, each linked to the one before` },
        { what: 'Checkpoints', verdict: 'ok', detail: '1 signed root recomputed' },
        { what: 'Witness', verdict: 'unknown', detail: 'no witness was named' },
      ],
    },
    signer: {
      person: PEOPLE[2] ?? { id: uuid(4, 3) as PersonId, name: 'x', role: 'compliance' },
      meaning: 'review',
    },
    rootSha256: hash('root'),
    certificateSha256: hash('certificate'),
    smallCellThreshold: 10,
    redact: (text) => text,
  };
}

function step(
  index: number,
  id: string,
  agent: string,
  description: string,
  findings: number,
  closed: number,
): RunView['steps'][number] {
  return { index, id, agent, description, state: 'done', findings, closed };
}

function artefact(
  kind: 'cleaned_dataset' | 'minimum_necessary',
  state: 'done',
  file: string,
): RunView['artefacts'][number] {
  return { kind, file, mandatory: true, state, sizeBytes: 48_211, sha256: hash(kind) };
}

function addArtefact(
  { add }: ReturnType<typeof entryWriter>,
  kind: 'cleaned_dataset' | 'minimum_necessary',
  file: string,
): void {
  const intent = add(
    'artefact.write',
    'intent',
    { artefact: kind, file, mandatory: true },
    { run: FIXTURE_RUN },
  );
  add(
    'artefact.write',
    'outcome',
    { ok: true, sizeBytes: 48_211, sha256: hash(kind) },
    { run: FIXTURE_RUN, intent: intent.seq },
  );
}

function addCall(
  { add, entries }: ReturnType<typeof entryWriter>,
  index: number,
  findings: RunView['findings'],
): { call: CallView; approval?: ApprovalView; denial?: DenialView } {
  const shape = PATTERNS[index % PATTERNS.length] ?? (PATTERNS[0] as Pattern);
  const id = uuid(6, index + 1) as CallId;
  const agent = index < PATTERNS.length / 2 ? 'deidentifier' : 'data_cleaner';
  const context: Partial<Entry> = { run: FIXTURE_RUN, call: id, agent };
  const finding: Finding = {
    id: `F${index + 1}`,
    kind: shape.kind,
    table: 'admissions',
    column: shape.column,
    detail: shape.detail,
  };
  findings.push({ ...finding, state: shape.behaviour === 'deny' ? 'refused' : 'closed' });
  const args = { finding: finding.id, table: 'admissions', column: shape.column, ...shape.args };
  const argsSha256 = hash(JSON.stringify(args));
  const decision: Decision = {
    behaviour: shape.behaviour,
    ruleId: shape.ruleId,
    reason: shape.reason,
    matched: [
      {
        id: shape.ruleId,
        behaviour: shape.behaviour,
        reason: shape.reason,
        file: 'policies/hipaa.yaml',
        line: 12,
        decided: true,
      },
    ],
    policySha256: hash('policy'),
  };
  const first = entries.length;
  const decided = add(
    'tool.decided',
    'event',
    { tool: shape.tool, argsSha256, labels: [], decision },
    context,
  );
  const base: CallView = {
    id,
    step: index < PATTERNS.length / 2 ? 0 : 1,
    agent,
    turn: 1,
    state: 'done',
    finding,
    tool: shape.tool,
    args,
    why: 'direct identifier',
    agreedWithUsual: shape.behaviour !== 'deny',
    decision,
    redactions: {},
    modelMs: 640,
    toolMs: 12,
    answerTokens: 42,
    tokensPerSecond: 65.6,
    entries: [],
  };
  if (shape.behaviour === 'deny') {
    const denied = add(
      'tool.denied',
      'event',
      { tool: shape.tool, stage: 'policy', ruleId: shape.ruleId, reason: shape.reason, finding: finding.id },
      context,
    );
    return {
      call: { ...base, state: 'denied', entries: entries.slice(first).map(({ seq }) => seq) },
      denial: {
        seq: denied.seq,
        wallMs: denied.wallMs,
        run: FIXTURE_RUN,
        call: id,
        agent,
        person: 'Jonas Lindqvist',
        role: 'operator',
        tool: shape.tool,
        stage: 'policy',
        ruleId: shape.ruleId,
        reason: shape.reason,
      },
    };
  }
  const approval =
    shape.behaviour === 'ask'
      ? addApproval({ add, entries }, index, shape, { args, argsSha256, context, decided })
      : undefined;
  const intent = add(
    'tool.call',
    'intent',
    { tool: shape.tool, args, argsSha256, finding: finding.id, datasetVersion: index + 1 },
    context,
  );
  add(
    'tool.call',
    'outcome',
    {
      ok: true,
      datasetVersion: index + 2,
      change: {
        cellsChanged: shape.cells,
        rowsRemoved: shape.tool === 'drop_duplicates' ? 9 : 0,
        columnsRemoved: shape.tool === 'drop_column' ? [shape.column] : [],
        columnsAdded: shape.tool === 'derive_interval' ? ['admitted_on_days'] : [],
        valuesLost: shape.lost,
        redactions: {},
      },
      redactions: shape.tool === 'redact_column' ? { NAME: 31, PHONE: 12, DATE: 14 } : {},
      ms: 12.4,
      agreedWithUsual: true,
    },
    { ...context, intent: intent.seq },
  );
  const call = { ...base, entries: entries.slice(first).map(({ seq }) => seq) };
  return approval === undefined ? { call } : { call: { ...call, approval: approval.id }, approval };
}

function addApproval(
  { add }: Pick<ReturnType<typeof entryWriter>, 'add' | 'entries'>,
  index: number,
  shape: Pattern,
  about: {
    readonly args: Record<string, string>;
    readonly argsSha256: Sha256Hex;
    readonly context: Partial<Entry>;
    readonly decided: Entry;
  },
): ApprovalView {
  const id = uuid(7, index + 1) as ApprovalId;
  const bound = {
    argsSha256: about.argsSha256,
    snapshotSha256: hash('snapshot'),
    policySha256: hash('policy'),
  };
  const expiresAtMs = about.decided.wallMs + 3_600_000;
  const common = { tool: shape.tool, args: about.args, ruleId: shape.ruleId, reason: shape.reason, ...bound };
  const figures = { valuesLost: shape.lost, recordsTouched: 10_000, expiresAtMs };
  const asked = add('approval.requested', 'event', { approval: id, ...common, ...figures }, about.context);
  const answered = add(
    'approval.answered',
    'event',
    {
      approval: id,
      answer: 'approved',
      meaning: 'approval',
      reason: 'unparsed cells were checked and are free text',
    },
    { ...about.context, actor: { id: PEOPLE[2]?.id ?? 'application', role: 'compliance' } },
  );
  return {
    id,
    run: FIXTURE_RUN,
    call: about.context.call as CallId,
    table: 'admissions',
    agent: about.context.agent ?? '',
    requestedBy: 'Jonas Lindqvist',
    requestedById: PEOPLE[1]?.id as PersonId,
    ...common,
    ...figures,
    what: 'cast a column',
    examples: [],
    requestedAtMs: asked.wallMs,
    state: 'approved',
    answeredBy: 'Maja Wójcik-Okonkwo',
    answeredAtMs: answered.wallMs,
    answerReason: 'unparsed cells were checked and are free text',
    meaning: 'approval',
  };
}

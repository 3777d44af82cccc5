import type { ApprovalId, CallId, Decision, Finding, Sha256Hex } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import type { ApprovalView } from '../../../shared/ipc/approval-views.ts';
import type { DenialView } from '../../../shared/ipc/denial-views.ts';
import type { CallView, RunView } from '../../../shared/ipc/run-views.ts';
import { FIXTURE_RUN, OFFICER, OPERATOR, hash, uuid, type entryWriter } from './fixture-basics.ts';

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

/** The calls of the invented run; a longer run repeats them. */
export const PATTERNS: readonly Pattern[] = [
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

function patternOf(index: number): Pattern {
  const shape = PATTERNS[index % PATTERNS.length];
  if (shape === undefined) throw new Error('no pattern');
  return shape;
}

/** Adds one call with its entries, and what the projections would show of it. */
export function addCall(
  { add, entries }: ReturnType<typeof entryWriter>,
  index: number,
  findings: RunView['findings'],
): { call: CallView; approval?: ApprovalView; denial?: DenialView } {
  const shape = patternOf(index);
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
        person: OPERATOR.name,
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
      ? addApproval({ add, entries }, index, shape, { args, argsSha256, call: id, context, decided })
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
    readonly call: CallId;
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
    { ...about.context, actor: { id: OFFICER.id, role: 'compliance' } },
  );
  return {
    id,
    run: FIXTURE_RUN,
    call: about.call,
    table: 'admissions',
    agent: about.context.agent ?? '',
    requestedBy: OPERATOR.name,
    requestedById: OPERATOR.id,
    ...common,
    ...figures,
    what: 'cast a column',
    examples: [],
    requestedAtMs: asked.wallMs,
    state: 'approved',
    answeredBy: OFFICER.name,
    answeredAtMs: answered.wallMs,
    answerReason: 'unparsed cells were checked and are free text',
    meaning: 'approval',
  };
}

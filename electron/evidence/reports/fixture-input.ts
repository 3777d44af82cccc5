import type { ReportId } from '../../../shared/domain/index.ts';
import type { ApprovalView } from '../../../shared/ipc/approval-views.ts';
import type { DenialView } from '../../../shared/ipc/denial-views.ts';
import type { CallView, RunView } from '../../../shared/ipc/run-views.ts';
import {
  DATASET,
  FIXTURE_RUN,
  FIXTURE_WORKSPACE,
  OFFICER,
  OPERATOR,
  PEOPLE,
  START_MS,
  entryWriter,
  hash,
  uuid,
} from './fixture-basics.ts';
import { PATTERNS, addCall } from './fixture-calls.ts';
import type { RunReportInput } from './input.ts';

/** @param calls how many calls the run made; the patterns repeat. */
export function makeFixtureInput(calls = PATTERNS.length): RunReportInput {
  const writer = entryWriter();
  const { add } = writer;
  const compliance = { actor: { id: OFFICER.id, role: 'compliance' } } as const;
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
  const signing = { artefact: 'minimum_necessary', meaning: 'responsibility' } as const;
  const signed = add('attestation.sign', 'intent', signing, { ...run, ...compliance });
  add(
    'attestation.sign',
    'outcome',
    { ok: true, ...signing, sha256: hash('minimum_necessary') },
    { ...run, ...compliance, intent: signed.seq },
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
    template: 'hipaa_run',
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
      startedBy: OPERATOR.name,
      denials: denials.length,
      calls,
      waitingApprovals: 0,
      steps: [
        step(
          0,
          'deidentify',
          'deidentifier',
          'Identifiers, keys, dates and places',
          calls,
          Math.max(0, calls - 1),
        ),
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
    anchoring: {
      unanchoredEntries: 41,
      last: { kind: 'file', size: 7, atMs: ended.wallMs - 86_400_000 },
      previous: { entry: 3, atMs: ended.wallMs - 172_800_000, size: 3, note },
    },
    drill: {
      entry: 5,
      atMs: ended.wallMs - 3_600_000,
      size: 25,
      asExpected: true,
      attacks: [
        { what: 'Remove an entry', without: 'entry missing', with: 'entry missing' },
        { what: 'Put the whole journal back to an older copy of itself', without: 'ok', with: 'rolled back' },
      ],
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
    signer: { person: OFFICER, meaning: 'review' },
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

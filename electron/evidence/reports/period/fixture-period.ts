import type { PersonId, PeriodReportKind, ReportId } from '../../../../shared/domain/index.ts';
import type { Entry, EventName } from '../../../../shared/formats/journal/index.ts';
import {
  DATASET,
  FIXTURE_WORKSPACE,
  OFFICER,
  OPERATOR,
  PEOPLE,
  entryWriter,
  hash,
  uuid,
} from '../fixture-basics.ts';
import { makeFixtureInput } from '../fixture-input.ts';
import type { PeriodReportInput } from './input.ts';
import { scanPeriod, type ScanSource } from './scan.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The quarter that the invented journal tells of; it has entries before and after it too. */
export const FROM_MS = Date.UTC(2026, 8, 1);
export const TO_MS = Date.UTC(2026, 11, 1);
const LEAVER = uuid(4, 9) as PersonId;
const BY_OFFICER = { actor: { id: OFFICER.id, role: 'compliance' } } as const;
const BY_ADMIN = { actor: { id: PEOPLE[0]?.id ?? OFFICER.id, role: 'admin' } } as const;
const BY_APPLICATION = { actor: { id: 'application', role: 'none' } } as const;
const RULES = ['HIPAA-001', 'HIPAA-002', 'SWARM-030'];
const TOOLS = ['export_raw_data', 'web_search', 'drop_column'];

/**
 * The journal of a workspace that never was: three months of work, with denials that were reviewed in
 * time, late and never, an emergency, exports, somebody who left, and a drill.
 */
class InventedJournal {
  atMs = FROM_MS - 10 * DAY_MS;
  readonly #writer = entryWriter(0);
  readonly #unreviewed: number[] = [];

  get entries(): readonly Entry[] {
    return this.#writer.entries;
  }

  put(kind: EventName, phase: Entry['phase'], body: object, rest: Partial<Entry> = {}): Entry {
    this.atMs += 20_000;
    return this.#writer.add(kind, phase, body, { wallMs: this.atMs, ...rest });
  }

  /** An act: what was intended, and its end. */
  act(kind: EventName, intent: object, outcome: object, rest: Partial<Entry> = {}): void {
    const { seq } = this.put(kind, 'intent', intent, rest);
    this.put(kind, 'outcome', outcome, { ...rest, intent: seq });
  }

  /** A key for scheduled runs: asked for, made, used, rotated, and later taken away; another was declined. */
  serviceKey(): void {
    const [key, other] = [uuid(7, 1) as PersonId, uuid(7, 2) as PersonId];
    const scope = {
      ...{ template: 'table_readiness', dataset: DATASET, purpose: 'quality', deidProfile: 'strict' },
      ...{ complianceProfile: 'hipaa', questions: 'wait' },
    };
    const said = { scope, days: 90, reason: 'the weekly round' };
    const terms = { key, scope, expiresAtMs: TO_MS + 30 * DAY_MS };
    this.put('service_key.proposed', 'event', { ...said, key, name: 'weekly' });
    this.put('service_key.proposed', 'event', { ...said, key: other, name: 'daily' });
    const made = { ...terms, generation: 1, proposedBy: OPERATOR.id };
    this.act('service_key.made', made, { ok: true }, BY_OFFICER);
    this.put('service_key.declined', 'event', { key: other, reason: 'once a week will do' }, BY_OFFICER);
    const byKey = { actor: { id: key, role: 'service' } } as const;
    this.put('service_key.used', 'event', { key, generation: 1 }, byKey);
    this.act('service_key.rotated', { ...terms, generation: 2 }, { ok: true }, BY_OFFICER);
    this.put('service_key.used', 'event', { key, generation: 2 }, byKey);
  }

  begin(): void {
    const people = [...PEOPLE.map(({ id, role }) => ({ id, role }))];
    this.put('workspace.created', 'event', { people, formats: { workspace: 1, journal: 1 } }, BY_APPLICATION);
    this.put('key.created', 'event', { what: 'report root', fingerprint: hash('root') }, BY_APPLICATION);
    this.atMs = FROM_MS + DAY_MS;
    const newcomer = { person: LEAVER, role: 'operator', change: 'new' };
    this.act('person.proposed', { ...newcomer, reason: 'covers the night shift' }, { ok: true }, BY_ADMIN);
    const agreed = { ...newcomer, proposedBy: BY_ADMIN.actor.id, contentKeys: true };
    this.act('person.changed', agreed, { ok: true }, BY_OFFICER);
    const loaded = {
      ...{ policySha256: hash('policy'), agentsSha256: hash('agents') },
      pipelinesSha256: hash('pipelines'),
    };
    this.put('config.loaded', 'event', loaded, BY_APPLICATION);
    const about = { dataset: DATASET, format: 'csv', sizeBytes: 1_841_220 };
    const imported = this.put('dataset.import', 'intent', about);
    const columns = [
      { name: 'mrn', type: 'text', labels: ['direct_identifier'] },
      { name: 'age', type: 'integer', labels: ['quasi_identifier'] },
    ];
    this.put(
      'dataset.import',
      'outcome',
      { ok: true, dataset: DATASET, table: 'admissions', rows: 10_000, columns, paddedRows: 0 },
      { intent: imported.seq },
    );
    const measured = {
      ...{ dataset: DATASET, columns: ['discharge_note'], seed: 7, identities: 200, notes: 400 },
      ...{ planted: 1200, found: 1188, low: 0.981, classes: [], everydayWords: 9000, everydayRedacted: 41 },
    };
    this.put('redaction.measured', 'event', measured, BY_OFFICER);
    const finding = 'No interface leads out of this machine.';
    const checks = [
      { id: 'guard', grade: 'enforced', state: 'fine', finding: 'Every process of ours has the guard.' },
      { id: 'interfaces', grade: 'recorded', state: 'attention', finding },
      { id: 'disk', grade: 'unknown', state: 'not_known', finding: 'It cannot be seen from here.' },
    ];
    const posture = { why: 'start', happenedAtMs: this.atMs, checks };
    this.put('posture.checked', 'event', posture, BY_APPLICATION);
  }

  day(index: number, calls: number): void {
    this.atMs = FROM_MS + index * DAY_MS + 8 * HOUR_MS;
    // Nobody works on Sundays.
    if (new Date(this.atMs).getUTCDay() === 0) return;
    this.put('auth.signed_in', 'event', { method: 'password' });
    if (index % 11 === 4)
      this.put(
        'auth.sign_in_failed',
        'event',
        { claimed: OPERATOR.id, reason: 'wrong password' },
        BY_APPLICATION,
      );
    this.put('dataset.viewed', 'event', { dataset: DATASET, version: 1, what: 'profile' });
    if (index % 3 === 0) this.run(index, calls);
    if (index % 9 === 0) this.export(index);
    if (index % 13 === 0)
      this.put('access.refused', 'event', { verb: 'policies.activate', reason: 'role operator may not' });
    this.put('auth.locked', 'event', { reason: 'no input for 15 minutes' });
    if (index % 7 === 3 && index < 60) this.review();
    this.put(
      'journal.checkpoint',
      'event',
      { size: this.entries.length, root: hash(`root ${index}`), reason: 'lock', note: '' },
      BY_APPLICATION,
    );
  }

  /** A compliance officer looks for a purpose that she stated, the operator beside her without, and she again later. */
  looks(): void {
    const rows = { dataset: DATASET, version: 1, what: 'rows' };
    this.put(
      'content.purpose_stated',
      'event',
      { purpose: 'incident', reason: 'a complaint of the ward' },
      BY_OFFICER,
    );
    this.put('dataset.viewed', 'event', rows, BY_OFFICER);
    this.put('dataset.viewed', 'event', rows);
    this.put('auth.locked', 'event', { reason: 'locked by the person' }, BY_OFFICER);
    this.put('dataset.viewed', 'event', rows, BY_OFFICER);
  }

  run(index: number, calls: number): void {
    const run = uuid(1, index + 10) as Entry['run'];
    const inRun = { run, agent: 'data_cleaner' } as Partial<Entry>;
    const started = {
      ...{ template: 'table_readiness', pipelineSha256: hash('pipeline'), policySha256: hash('policy') },
      ...{ complianceProfile: 'hipaa', purpose: 'model', deidProfile: 'strict', dataset: DATASET },
      ...{ datasetVersion: 1, snapshotSha256: hash('snapshot'), modelSha256: hash('model') },
      ...{ agents: ['data_cleaner'], limits: { llmCalls: 200, toolCalls: 120, tokens: 50_000, minutes: 30 } },
      ...{ table: 'admissions', mandatoryArtefacts: ['minimum_necessary', 'deidentification'] },
    };
    this.put('run.started', 'event', started, { run });
    for (let call = 0; call < calls; call += 1) {
      const id = uuid(6, index * 1000 + call) as Entry['call'];
      const body = { tool: 'drop_column', args: {}, argsSha256: hash('args'), datasetVersion: 1 };
      const intent = this.put('tool.call', 'intent', body, { ...inRun, call: id });
      const done = { ok: true, datasetVersion: 2, redactions: {}, ms: 4 };
      this.put('tool.call', 'outcome', done, { ...inRun, call: id, intent: intent.seq });
    }
    const which = Math.floor(index / 3) % RULES.length;
    const denied = {
      ...{ tool: TOOLS[which], stage: 'policy', ruleId: RULES[which] },
      reason: 'raw rows do not leave without the de-identification workflow',
    };
    this.#unreviewed.push(this.put('tool.denied', 'event', denied, inRun).seq);
    if (index % 2 === 0) this.approval(index, run);
    const ended = {
      ...{ state: 'finished', reason: 'finished', calls: calls + 1, denials: 1, tokens: 4000 },
      ...{ agreedWithUsual: calls, decided: calls },
    };
    this.put('run.ended', 'event', ended, { run });
    if (index % 4 !== 0)
      for (const artefact of ['minimum_necessary', 'deidentification'] as const)
        this.act(
          'attestation.sign',
          { artefact, meaning: 'responsibility' },
          { ok: true, artefact, meaning: 'responsibility', sha256: hash(`${artefact} ${index}`) },
          { ...BY_OFFICER, run },
        );
  }

  approval(index: number, run: Entry['run']): void {
    const approval = uuid(7, index);
    const asked = {
      ...{ approval, tool: 'cast_column', args: {}, argsSha256: hash('args'), snapshotSha256: hash('snap') },
      ...{ policySha256: hash('policy'), ruleId: 'SWARM-020', reason: 'the call would lose values' },
      ...{ valuesLost: 214, recordsTouched: 214, expiresAtMs: this.atMs + DAY_MS },
    };
    this.put('approval.requested', 'event', asked, { run, agent: 'data_cleaner' });
    if (index % 10 !== 0)
      this.put(
        'approval.answered',
        'event',
        {
          ...{ approval, answer: index % 4 === 0 ? 'refused' : 'approved', meaning: 'approval' },
          reason: 'unparsed cells were checked',
        },
        { ...BY_OFFICER, run },
      );
  }

  export(index: number): void {
    const denied = index % 2 === 0;
    const decision = {
      ...{ behaviour: denied ? 'deny' : 'allow', ruleId: denied ? 'HIPAA-001' : 'SWARM-040' },
      ...{ reason: 'labels of the columns', matched: [], policySha256: hash('policy') },
    };
    const asked = {
      ...{ dataset: DATASET, version: 2, format: 'csv', columns: ['age', 'los'], labels: ['clinical'] },
      ...{ purpose: 'readmission model for the quality board', decision },
    };
    const intent = this.put('dataset.export', 'intent', asked);
    const end = denied
      ? { ok: false, code: 'not_allowed', message: 'did not complete' }
      : { ok: true, rows: 9991, sizeBytes: 201_114, sha256: hash(`file ${index}`) };
    this.put('dataset.export', 'outcome', end, { intent: intent.seq });
  }

  /** Judges and signs for all that is open, as an officer does each week. */
  review(): void {
    const denials = this.#unreviewed.splice(0);
    if (denials.length > 0)
      this.put(
        'denials.reviewed',
        'event',
        { denials, outcome: 'expected', note: 'as the rule intends' },
        BY_OFFICER,
      );
    const outcomes = { expected: denials.length, policy_too_tight: 0, training: 0, incident: 0 };
    this.put(
      'denials.review_signed',
      'event',
      {
        fromSeq: 0,
        throughSeq: this.entries.length - 1,
        outcomes,
        sha256: hash('review'),
        meaning: 'review',
      },
      BY_OFFICER,
    );
  }

  rareThings(): void {
    const endsAtMs = this.atMs + HOUR_MS;
    const began = this.put('emergency.began', 'event', {
      ...{ person: OPERATOR.id, reason: 'patient_care', endsAtMs, set: '0a1b2c3d', papers: 1 },
      scope: { kind: 'dataset', dataset: DATASET },
    });
    const ended = { began: began.seq, how: 'expired', views: 3 };
    this.put('emergency.ended', 'event', ended, BY_APPLICATION);
    const left = { person: LEAVER, role: 'operator', reason: 'left the hospital' };
    this.act('person.removed', left, { ok: true }, BY_ADMIN);
    this.serviceKey();
    this.looks();
    const paused = { aim: 'export_raw_data admissions', denials: 3, ruleId: 'HIPAA-001' };
    this.put('agent.paused', 'event', { ...paused, forPerson: OPERATOR.id }, { agent: 'data_cleaner' });
    this.put('clock.stepped', 'event', { byMs: -64_000 }, BY_APPLICATION);
    const activated = {
      ...{ version: uuid(8, 1), profile: 'hipaa', textSha256: hash('text'), policySha256: hash('policy 2') },
      ...{ replacesSha256: hash('policy'), meaning: 'approval', reason: 'tightened for exports' },
    };
    this.put('policy.activated', 'event', activated, BY_OFFICER);
    const attacks = [{ attack: 'edit_entry', without: 'entry_altered', with: 'entry_altered' }];
    this.put('integrity.drilled', 'event', { size: 900, asExpected: true, attacks }, BY_OFFICER);
    this.put('integrity.verified', 'event', { verdict: 'ok', size: 910 }, BY_OFFICER);
    const handedOut = { size: 910, root: hash('root'), medium: 'file' };
    this.act('witness.export', handedOut, { ok: true, ...handedOut }, BY_OFFICER);
  }
}

/** @param calls calls of each run, of which there are some thirty */
export function makePeriodEntries(calls = 4): readonly Entry[] {
  const journal = new InventedJournal();
  journal.begin();
  for (let index = 2; index < 90; index += 1) {
    journal.day(index, calls);
    if (index === 40) journal.rareThings();
  }
  journal.atMs = TO_MS + 2 * DAY_MS;
  journal.put('auth.signed_in', 'event', { method: 'password' }, BY_OFFICER);
  return journal.entries;
}

/** Entries as a journal would give them to whoever reads it. */
export function sourceOf(entries: readonly Entry[]): ScanSource {
  const rows = entries.map((entry) => ({ seq: entry.seq, bytes: JSON.stringify(entry) }));
  return {
    after: (seq, limit) => rows.filter((row) => row.seq > seq).slice(0, limit),
    row: (seq) => rows.find((row) => row.seq === seq),
  };
}

/** All that a report of this kind about the invented quarter is made from. */
export async function makePeriodInput(
  kind: PeriodReportKind,
  change: { readonly entries?: readonly Entry[]; readonly fromMs?: number; readonly toMs?: number } = {},
): Promise<PeriodReportInput> {
  const { entries = makePeriodEntries(), fromMs = FROM_MS, toMs = TO_MS } = change;
  const throughSeq = entries.length - 1;
  const run = makeFixtureInput(0);
  return {
    ...{ kind, reportId: uuid(5, 2) as ReportId, workspaceId: FIXTURE_WORKSPACE, appVersion: '0.1.0' },
    nowMs: TO_MS + 3 * DAY_MS,
    facts: await scanPeriod(sourceOf(entries), { fromMs, toMs, throughSeq }),
    people: PEOPLE,
    rights: [
      { doing: 'sign in', roles: 'anyone' },
      { doing: 'import a dataset', roles: ['operator'] },
      { doing: 'issue a report about a period', roles: ['compliance'] },
      { doing: 'list runs', roles: ['viewer', 'operator', 'compliance', 'admin'] },
    ],
    ...{ checkpoint: run.checkpoint, anchoring: run.anchoring, drill: run.drill },
    ...{ verification: run.verification, signer: run.signer },
    ...{ rootSha256: run.rootSha256, certificateSha256: run.certificateSha256 },
    smallCellThreshold: 10,
    redact: (text) => text,
  };
}

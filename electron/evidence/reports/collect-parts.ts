import type { PersonId } from '../../../shared/domain/index.ts';
import { SIGNATURE_MEANINGS, type RunReport, type SignatureMeaning } from '../../../shared/formats/report.ts';
import type { Evidence } from './evidence.ts';
import { toolName } from './collect-calls.ts';
import type { RunReportInput } from './input.ts';
import { codeName, personName, rowCount, type TextGuard } from './text.ts';

type Parts = Pick<
  RunReport,
  'rules' | 'denials' | 'approvals' | 'artefacts' | 'signatures' | 'hashes' | 'exports' | 'people'
>;

/** The lists of a report that follow entries and views one to one. */
export function collectParts(input: RunReportInput, evidence: Evidence, guard: TextGuard): Parts {
  const names = new Map(input.people.map((person) => [person.id as string, person.name]));
  const nameOf = (id: PersonId | 'application'): string =>
    id === 'application' ? 'the application' : personName(names.get(id) ?? 'unknown person');
  return {
    rules: rules(evidence, guard),
    denials: input.denials
      .filter((denial) => denial.run === undefined || denial.run === input.run.id)
      .map((denial) => ({
        seq: denial.seq,
        atMs: denial.wallMs,
        who: personName(denial.person),
        ...(denial.agent === undefined ? {} : { agent: codeName(denial.agent) }),
        tool: toolName(denial.tool),
        stage: codeName(denial.stage),
        ruleId: codeName(denial.ruleId),
        reason: guard.code(denial.reason),
        ...(denial.review && {
          review: {
            outcome: denial.review.outcome,
            by: personName(denial.review.by),
            atMs: denial.review.atMs,
            note: guard.person(denial.review.note),
            entry: denial.review.seq,
            signed: denial.review.signed,
          },
        }),
      })),
    approvals: approvals(input, evidence, guard),
    artefacts: artefacts(input, evidence),
    signatures: evidence.facts('attestation.sign', 'outcome').flatMap(({ entry, body }) =>
      body.ok
        ? [
            {
              artefact: body.artefact,
              by: nameOf(entry.actor.id),
              role: entry.actor.role,
              meaning: body.meaning,
              atMs: entry.wallMs,
              sha256: body.sha256,
              entry: entry.seq,
            },
          ]
        : [],
    ),
    hashes: hashes(input, evidence),
    exports: exports(input, evidence, nameOf),
    people: people(input, evidence),
  };
}

function rules(evidence: Evidence, guard: TextGuard): RunReport['rules'] {
  const byRule = new Map<string, RunReport['rules'][number]>();
  const decisions = [
    ...evidence.facts('tool.decided', 'event').map(({ body }) => body.decision),
    ...evidence.facts('dataset.export', 'intent').map(({ body }) => body.decision),
  ];
  for (const decision of decisions)
    for (const rule of decision.matched) {
      const known = byRule.get(rule.id) ?? {
        id: codeName(rule.id),
        behaviour: rule.behaviour,
        decided: 0,
        matched: 0,
        reason: guard.code(rule.reason),
        source: guard.code(rule.line > 0 ? `${rule.file}, line ${rule.line}` : rule.file),
      };
      byRule.set(rule.id, {
        ...known,
        matched: known.matched + 1,
        decided: known.decided + (rule.id === decision.ruleId ? 1 : 0),
      });
    }
  return [...byRule.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function approvals(input: RunReportInput, evidence: Evidence, guard: TextGuard): RunReport['approvals'] {
  const requested = evidence.facts('approval.requested', 'event');
  const answered = evidence.facts('approval.answered', 'event');
  const voided = evidence.facts('approval.voided', 'event');
  return input.approvals
    .filter((approval) => approval.run === input.run.id)
    .map((approval) => {
      const meaning = meaningOf(approval.meaning);
      return {
        id: approval.id,
        tool: toolName(approval.tool),
        ruleId: codeName(approval.ruleId),
        reason: guard.code(approval.reason),
        valuesLost: rowCount(approval.valuesLost, input.smallCellThreshold),
        recordsTouched: rowCount(approval.recordsTouched, input.smallCellThreshold),
        requestedBy: personName(approval.requestedBy),
        requestedAtMs: approval.requestedAtMs,
        state: approval.state,
        ...(approval.answeredBy === undefined ? {} : { answeredBy: personName(approval.answeredBy) }),
        ...(approval.answeredAtMs === undefined ? {} : { answeredAtMs: approval.answeredAtMs }),
        ...(approval.answerReason === undefined ? {} : { answerReason: guard.person(approval.answerReason) }),
        ...(meaning === undefined ? {} : { meaning }),
        argsSha256: approval.argsSha256,
        snapshotSha256: approval.snapshotSha256,
        policySha256: approval.policySha256,
        entries: [...requested, ...answered, ...voided]
          .filter(({ body }) => body.approval === approval.id)
          .map(({ entry }) => entry.seq),
      };
    });
}

function meaningOf(text: string | undefined): SignatureMeaning | undefined {
  return SIGNATURE_MEANINGS.find((meaning) => meaning === text);
}

function artefacts(input: RunReportInput, evidence: Evidence): RunReport['artefacts'] {
  const written = evidence.facts('artefact.write', 'outcome').filter(({ body }) => body.ok);
  // The report itself is listed nowhere in it: its hash is known only when it is done.
  const others = input.run.artefacts.filter((artefact) => artefact.kind !== 'audit_report');
  return others.map((artefact) => {
    const entry = written.findLast(({ body }) => body.ok && body.sha256 === artefact.sha256)?.entry.seq;
    return {
      kind: artefact.kind,
      file: artefact.file.replace(/[^A-Za-z0-9._/-]/g, '_').slice(0, 200),
      mandatory: artefact.mandatory,
      state: artefact.state,
      ...(artefact.sizeBytes === undefined ? {} : { sizeBytes: artefact.sizeBytes }),
      ...(artefact.sha256 === undefined ? {} : { sha256: artefact.sha256 }),
      ...(entry === undefined ? {} : { entry }),
    };
  });
}

function hashes(input: RunReportInput, evidence: Evidence): RunReport['hashes'] {
  const started = evidence.facts('run.started', 'event')[0];
  const config = evidence.facts('config.loaded', 'event').at(-1);
  return [
    ...(started === undefined
      ? []
      : [
          { what: 'Pipeline as it ran', sha256: started.body.pipelineSha256, entry: started.entry.seq },
          { what: 'Policy in force', sha256: started.body.policySha256, entry: started.entry.seq },
          {
            what: 'Dataset snapshot at start',
            sha256: started.body.snapshotSha256,
            entry: started.entry.seq,
          },
          { what: 'Model named at start', sha256: started.body.modelSha256, entry: started.entry.seq },
        ]),
    ...(config === undefined
      ? []
      : [
          { what: 'Agents as loaded', sha256: config.body.agentsSha256, entry: config.entry.seq },
          { what: 'Pipelines as loaded', sha256: config.body.pipelinesSha256, entry: config.entry.seq },
        ]),
    { what: 'Model file', sha256: input.model.sha256 },
    { what: 'Workspace root certificate', sha256: input.rootSha256 },
    { what: 'Report certificate', sha256: input.certificateSha256 },
  ];
}

function exports(
  input: RunReportInput,
  evidence: Evidence,
  nameOf: (id: PersonId | 'application') => string,
): RunReport['exports'] {
  const outcomes = new Map(
    evidence.facts('dataset.export', 'outcome').map((fact) => [fact.entry.intent, fact.body]),
  );
  return evidence
    .facts('dataset.export', 'intent')
    .filter(({ body }) => body.dataset === input.run.dataset)
    .map(({ entry, body }) => {
      const outcome = outcomes.get(entry.seq);
      return {
        entry: entry.seq,
        atMs: entry.wallMs,
        who: nameOf(entry.actor.id),
        format: body.format,
        columns: body.columns.length,
        behaviour: body.decision.behaviour,
        ruleId: codeName(body.decision.ruleId),
        outcome: exportOutcome(body.decision.behaviour, outcome),
        ...(outcome?.ok === true
          ? { rows: rowCount(outcome.rows, input.smallCellThreshold), sha256: outcome.sha256 }
          : {}),
      };
    });
}

function exportOutcome(
  behaviour: string,
  outcome: { readonly ok: boolean; readonly code?: string } | undefined,
): RunReport['exports'][number]['outcome'] {
  if (outcome === undefined) return behaviour === 'deny' ? 'denied' : 'none';
  if (outcome.ok) return 'done';
  return outcome.code === 'interrupted' ? 'interrupted' : outcome.code === 'denied' ? 'denied' : 'failed';
}

function people(input: RunReportInput, evidence: Evidence): RunReport['people'] {
  return input.people
    .map((person) => ({
      id: person.id,
      name: personName(person.name),
      role: person.role,
      entries: evidence.entries.filter((entry) => entry.actor.id === person.id).length,
    }))
    .filter((person) => person.entries > 0 || person.id === input.signer.person.id);
}

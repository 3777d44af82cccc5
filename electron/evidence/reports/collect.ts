import { identityOf } from './collect-identity.ts';
import { Problem, type IdentifierClass } from '../../../shared/domain/index.ts';
import { IDENTIFIER_CLASSES } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import { REPORT_FORMAT, REPORT_VERSION, RunReport } from '../../../shared/formats/report.ts';
import { collectCalls, type CollectedCalls } from './collect-calls.ts';
import { collectGaps } from './collect-gaps.ts';
import { journalVerdict } from './journal-verdict.ts';
import { collectParts } from './collect-parts.ts';
import { collectCriteria, CRITERIA_AS_OF, CRITERIA_NOTE } from './collect-criteria.ts';
import {
  collectSafeguards,
  RULE_PROPOSAL,
  RULE_TEXT_AS_OF,
  type SafeguardFacts,
} from './collect-safeguards.ts';
import { readEvidence, type Evidence } from './evidence.ts';
import type { RunReportInput } from './input.ts';
import { codeName, formatCount, hideSmallCounts, personName, plural, textGuard, words } from './text.ts';
import { runVocabulary } from './vocabulary.ts';

/**
 * Computes the model of a run report. Pure: the same input gives the same model, byte for byte in
 * canonical JSON. Figures come from entries; views add names and positions.
 *
 * @throws Problem `invalid_input` when the input cannot make a report (no entry of the run, or a value
 * outside the report's schema); the message names the place, never the value.
 */
export function collectRunReport(input: RunReportInput): RunReport {
  const evidence = readEvidence(input.entries, input.run.id);
  const own = evidence.entries.filter((entry) => entry.run === input.run.id);
  const first = own[0];
  const last = own.at(-1);
  if (first === undefined || last === undefined)
    throw new Problem('invalid_input', 'the journal holds no entry of this run');

  const guard = textGuard(input.redact, input.throughSeq + 2);
  const calls = collectCalls(input, evidence, runVocabulary(input.run, evidence));
  const parts = collectParts(input, evidence, guard);
  const unanswered = own.filter(
    (entry) => entry.phase === 'intent' && !ofThisReport(entry) && evidence.outcomeOf(entry) === undefined,
  ).length;
  const covered = input.checkpoint?.size ?? 0;
  const notUnderCheckpoint = evidence.entries.filter(
    (entry) => entry.seq >= covered && !ofThisReport(entry) && entry.kind !== 'journal.checkpoint',
  ).length;
  const checks = (input.verification?.lines ?? []).map((line) => ({
    what: guard.code(line.what),
    verdict: line.verdict,
    detail: guard.code(
      line.firstBad === undefined ? line.detail : `${line.detail} (first at ${line.firstBad})`,
    ),
  }));
  const steps = input.run.steps.map((step) => ({
    index: step.index,
    id: codeName(step.id),
    agent: codeName(step.agent),
    description: guard.code(step.description),
    findings: step.findings,
    closed: step.closed,
  }));
  const rowsOfTable = evidence
    .facts('dataset.import', 'outcome')
    .flatMap(({ body }) => (body.ok && body.dataset === input.run.dataset ? [body.rows] : []))[0];
  const findings = input.run.findings.map((finding) => ({
    id: finding.id,
    kind: finding.kind,
    column: finding.column,
    detail: guard.code(hideSmallCounts(finding.detail, input.smallCellThreshold, rowsOfTable)),
    state: finding.state,
  }));
  const notice = guard.code(input.model.notice);

  const model: RunReport = {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    ...identityOf(input),
    pages: input.template,
    run: runHead(input, notice, guard.code(input.run.backend).slice(0, 120)),
    period: {
      fromMs: first.wallMs,
      toMs: last.wallMs,
      firstSeq: first.seq,
      lastSeq: last.seq,
      entries: own.length,
      intents: own.filter((entry) => entry.phase === 'intent').length,
      unanswered,
      phiEntries: own.filter((entry) => entry.phiAccessed).length,
    },
    verdicts: verdicts(input, evidence, calls, notUnderCheckpoint),
    gaps: [],
    steps,
    findings,
    calls: [...calls.calls],
    ...parts,
    redactions: redactionCounts(evidence),
    journal: {
      throughSeq: input.throughSeq,
      checks,
      ...(input.checkpoint === undefined
        ? {}
        : {
            checkpoint: {
              entry: input.checkpoint.seq,
              atMs: input.checkpoint.wallMs,
              size: input.checkpoint.size,
              note: input.checkpoint.note,
              anchored: input.checkpoint.anchored,
            },
          }),
      notUnderCheckpoint,
      ...(input.anchoring === undefined ? {} : { anchoring: input.anchoring }),
      ...(input.drill === undefined ? {} : { drill: input.drill }),
    },
    safeguards: heldAgainst(input, {
      evidence,
      calls,
      people: parts.people,
      unanswered,
      denials: parts.denials,
    }),
  };
  // Last, because a text that was withheld anywhere is itself a gap.
  const gaps = collectGaps(input, {
    evidence,
    calls,
    unanswered,
    artefacts: parts.artefacts,
    denials: parts.denials,
    notUnderCheckpoint,
    withheld: guard.withheld,
  });
  const checked = RunReport.safeParse({ ...model, gaps });
  if (checked.success) return checked.data;
  const place = checked.error.issues[0]?.path.join('.') ?? 'unknown place';
  throw new Problem('invalid_input', `the report cannot hold the value at \`${place}\``);
}

/** The run held against what its profile's template names; a plain one against nothing. */
function heldAgainst(input: RunReportInput, facts: SafeguardFacts): RunReport['safeguards'] {
  switch (input.template) {
    case 'hipaa_run':
      return { asOf: RULE_TEXT_AS_OF, proposal: RULE_PROPOSAL, items: collectSafeguards(input, facts) };
    case 'soc2_run':
      return { asOf: CRITERIA_AS_OF, proposal: CRITERIA_NOTE, items: collectCriteria(input, facts) };
    case 'plain_run':
      return { asOf: 'The profile of this run names no rule to hold it against.', proposal: '', items: [] };
  }
}

/** Making a report leaves entries too; they cannot be finished, or under a root, before it is. */
function ofThisReport(entry: Entry): boolean {
  return (
    entry.kind === 'report.issue' ||
    (entry.kind === 'artefact.write' && entry.body.artefact === 'audit_report')
  );
}

function runHead(input: RunReportInput, notice: string, backend: string): RunReport['run'] {
  const { run, model } = input;
  return {
    id: run.id,
    template: codeName(run.template),
    complianceProfile: codeName(run.complianceProfile),
    purpose: run.purpose,
    deidProfile: run.deidProfile,
    state: run.state,
    ...(run.endReason === undefined ? {} : { endReason: run.endReason }),
    dataset: run.dataset,
    table: run.table,
    versions: run.versions,
    startedAtMs: run.startedAtMs,
    ...(run.endedAtMs === undefined ? {} : { endedAtMs: run.endedAtMs }),
    startedBy: personName(run.startedBy),
    backend,
    model: { name: codeName(model.name), sha256: model.sha256, bundled: model.bundled, notice },
    limits: run.limits,
    used: run.used,
    agreedWithUsual: run.agreedWithUsual,
    decided: run.decided,
  };
}

function redactionCounts(evidence: Evidence): RunReport['redactions'] {
  const counts = new Map<IdentifierClass, number>();
  for (const { body } of evidence.facts('tool.call', 'outcome')) {
    if (!body.ok) continue;
    for (const [label, count] of Object.entries(body.redactions))
      counts.set(label as IdentifierClass, (counts.get(label as IdentifierClass) ?? 0) + count);
  }
  return IDENTIFIER_CLASSES.flatMap((label) => {
    const count = counts.get(label) ?? 0;
    return count === 0 ? [] : [{ class: label, count }];
  });
}

/** The few sentences a reader wants first; each is computed, none is a matter of opinion. */
function verdicts(
  input: RunReportInput,
  evidence: Evidence,
  calls: CollectedCalls,
  notUnderCheckpoint: number,
): RunReport['verdicts'] {
  const { run, verification, checkpoint } = input;
  const ran = evidence.facts('tool.call', 'intent').length;
  const mandatory = run.artefacts.filter(
    (artefact) => artefact.mandatory && artefact.kind !== 'audit_report',
  );
  const done = mandatory.filter((artefact) => artefact.state === 'done').length;
  const undecided = calls.undecided.length;
  return [
    journalVerdict(verification, input.throughSeq),
    {
      what: 'Calls under policy',
      verdict: undecided === 0 && calls.disagreeing === 0 ? 'ok' : 'failed',
      detail:
        undecided === 0
          ? `Each of ${plural(ran, 'call')} that ran was let by a recorded decision.`
          : `${plural(undecided, 'call')} ran without one.`,
    },
    {
      what: 'Mandatory artefacts',
      verdict: done === mandatory.length ? 'ok' : 'failed',
      detail: `${formatCount(done)} of ${formatCount(mandatory.length)} done, besides this report.`,
    },
    {
      what: 'Run',
      verdict: run.state === 'finished' ? 'ok' : run.state === 'stopped' ? 'failed' : 'unknown',
      detail: `State ${words(run.state)}${run.endReason === undefined ? '' : `; loop ended on ${words(run.endReason)}`}.`,
    },
    {
      what: 'Checkpoint',
      verdict: checkpoint === undefined ? 'unknown' : notUnderCheckpoint === 0 ? 'ok' : 'unknown',
      detail:
        checkpoint === undefined
          ? 'No signed checkpoint.'
          : notUnderCheckpoint === 0
            ? `All entries of this report stand under the signed root of size ${formatCount(checkpoint.size)}.`
            : `${plural(notUnderCheckpoint, 'entry', 'entries')} came after the signed root.`,
    },
  ];
}

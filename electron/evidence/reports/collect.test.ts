import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import { collectRunReport } from './collect.ts';
import { makeFixtureInput } from './fixture-input.ts';
import type { RunReportInput } from './input.ts';

const gapsOf = (input: RunReportInput): string[] => collectRunReport(input).gaps.map((gap) => gap.id);

/** The same entries with one changed or left out. */
function withEntries(input: RunReportInput, change: (entry: Entry) => Entry | undefined): RunReportInput {
  return { ...input, entries: input.entries.map(change).filter((entry) => entry !== undefined) };
}

describe('the model of a run report', () => {
  it('gives the same bytes for the same input, whatever the order of entries', () => {
    const first = canonicalJson(collectRunReport(makeFixtureInput()));
    const input = makeFixtureInput();
    expect(canonicalJson(collectRunReport({ ...input, entries: input.entries.toReversed() }))).toBe(first);
  });

  it('tells the run from its entries', () => {
    const report = collectRunReport(makeFixtureInput());
    expect({
      verdicts: report.verdicts.map(({ what, verdict }) => [what, verdict]),
      gaps: report.gaps.map((gap) => gap.id),
      outcomes: report.calls.map((call) => [call.tool, call.behaviour, call.ruleId, call.outcome]),
      redactions: report.redactions,
      rules: report.rules.map((rule) => [rule.id, rule.matched, rule.decided]),
      denials: report.denials.map((denial) => [denial.seq, denial.ruleId, denial.reason]),
      approvals: report.approvals.map((approval) => [approval.state, approval.meaning, approval.entries]),
      artefacts: report.artefacts.map((artefact) => [artefact.kind, artefact.state, artefact.entry]),
      signatures: report.signatures.map((signature) => [signature.artefact, signature.by, signature.meaning]),
      period: report.period,
    }).toEqual({
      approvals: [['approved', 'approval', [38, 39]]],
      artefacts: [
        ['cleaned_dataset', 'done', 52],
        ['minimum_necessary', 'done', 54],
        ['deidentification', 'awaiting_signature', undefined],
      ],
      denials: [[33, 'HIPAA-001', 'raw export needs the de-identification workflow']],
      gaps: [
        'artefact-missing',
        'source-file-open',
        'checkpoint-not-anchored',
        'denials-unreviewed',
        'findings-left',
        'starter-model',
        'free-text',
        'clock-asserted',
        'signer-key-local',
      ],
      outcomes: [
        ['drop_column', 'allow', 'SWARM-010', 'done'],
        ['drop_column', 'allow', 'SWARM-010', 'done'],
        ['surrogate_key', 'allow', 'SWARM-010', 'done'],
        ['redact_column', 'allow', 'SWARM-010', 'done'],
        ['derive_interval', 'allow', 'SWARM-010', 'done'],
        ['keep_year', 'allow', 'SWARM-010', 'done'],
        ['truncate_zip', 'allow', 'SWARM-010', 'done'],
        ['pool_age', 'allow', 'SWARM-010', 'done'],
        ['export_raw_data', 'deny', 'HIPAA-001', 'denied'],
        ['impute_column', 'allow', 'SWARM-010', 'done'],
        ['cast_column', 'ask', 'SWARM-020', 'done'],
        ['cast_column', 'allow', 'SWARM-010', 'done'],
        ['clip_column', 'allow', 'SWARM-010', 'done'],
        ['drop_duplicates', 'allow', 'SWARM-010', 'done'],
      ],
      period: {
        entries: 51,
        firstSeq: 7,
        fromMs: 1795253417810,
        intents: 16,
        lastSeq: 57,
        phiEntries: 26,
        toMs: 1795253459310,
        unanswered: 0,
      },
      redactions: [
        { class: 'NAME', count: 31 },
        { class: 'DATE', count: 14 },
        { class: 'PHONE', count: 12 },
      ],
      rules: [
        ['HIPAA-001', 1, 1],
        ['SWARM-010', 12, 12],
        ['SWARM-020', 1, 1],
      ],
      signatures: [['minimum_necessary', 'Maja Wójcik-Okonkwo', 'responsibility']],
      verdicts: [
        ['Journal', 'ok'],
        ['Calls under policy', 'ok'],
        ['Mandatory artefacts', 'failed'],
        ['Run', 'ok'],
        ['Checkpoint', 'ok'],
      ],
    });
  });

  it('grades every item of 164.312 once', () => {
    const { items } = collectRunReport(makeFixtureInput()).safeguards;
    expect(items.map((item) => [item.cite, item.addressable, item.grade])).toEqual([
      ['164.312(a)(1)', false, 'enforced'],
      ['164.312(a)(2)(i)', false, 'recorded'],
      ['164.312(a)(2)(ii)', false, 'unknown'],
      ['164.312(a)(2)(iii)', true, 'unknown'],
      ['164.312(a)(2)(iv)', true, 'recorded'],
      ['164.312(b)', false, 'recorded'],
      ['164.312(c)(1)', false, 'enforced'],
      ['164.312(c)(2)', true, 'recorded'],
      ['164.312(d)', false, 'recorded'],
      ['164.312(e)(1)', false, 'asserted'],
      ['164.312(e)(2)(i)', true, 'unknown'],
      ['164.312(e)(2)(ii)', true, 'unknown'],
    ]);
  });

  it('never claims more than support', () => {
    const text = canonicalJson(collectRunReport(makeFixtureInput())).toLowerCase();
    expect(text).not.toMatch(/compliant|certified|certif(?:y|ies)|immutable|guarantee/);
  });

  it('refuses a run without entries, and another run’s entries', () => {
    const input = makeFixtureInput();
    expect(() => collectRunReport({ ...input, entries: [] })).toThrow(/no entry of this run/);
    const foreign = withEntries(input, (entry) =>
      entry.run === undefined
        ? entry
        : { ...entry, run: input.run.dataset as unknown as typeof input.run.id },
    );
    expect(() => collectRunReport(foreign)).toThrow(/no entry of this run/);
  });
});

describe('gaps', () => {
  const input = makeFixtureInput();

  it('names a tool that ran without a decision', () => {
    const call = input.run.callList[0]?.id;
    const without = withEntries(input, (entry) =>
      entry.kind === 'tool.decided' && entry.call === call ? undefined : entry,
    );
    const report = collectRunReport(without);
    expect(report.gaps.map((gap) => gap.id)).toContain('call-without-decision');
    expect(report.verdicts.find(({ what }) => what === 'Calls under policy')?.verdict).toBe('failed');
    expect(report.safeguards.items[0]?.grade).toBe('unknown');
  });

  it('does not accept an approval of other arguments, a late one, or a refusal', () => {
    const change = (edit: (entry: Entry) => Entry): string[] =>
      gapsOf(withEntries(input, (entry) => (entry.kind.startsWith('approval.') ? edit(entry) : entry)));
    expect(
      change((entry) =>
        entry.kind === 'approval.requested'
          ? { ...entry, body: { ...entry.body, argsSha256: 'f'.repeat(64) } }
          : entry,
      ),
    ).toContain('call-without-decision');
    expect(
      change((entry) => (entry.kind === 'approval.answered' ? { ...entry, seq: entry.seq + 1000 } : entry)),
    ).toContain('call-without-decision');
    expect(
      change((entry) =>
        entry.kind === 'approval.answered' ? { ...entry, body: { ...entry.body, answer: 'refused' } } : entry,
      ),
    ).toContain('call-without-decision');
  });

  it('names calls that only the journal knows', () => {
    const shorter = { ...input, run: { ...input.run, callList: input.run.callList.slice(1) } };
    expect(gapsOf(shorter)).toContain('projection-differs');
  });

  it('stops naming denials once each is judged and a signed review covers it', () => {
    const judged = (signed: boolean) => ({
      ...input,
      denials: input.denials.map((denial) => ({
        ...denial,
        review: {
          ...{ seq: denial.seq + 1, atMs: denial.wallMs, by: 'Cora', outcome: 'training' as const },
          ...{ note: 'call 555-123-4567', signed },
        },
      })),
    });
    expect(gapsOf(judged(false))).toContain('denial-review-unsigned');
    expect(gapsOf(judged(false))).not.toContain('denials-unreviewed');
    expect(gapsOf(judged(true))).not.toContain('denial-review-unsigned');
    expect(JSON.stringify(collectRunReport(judged(true)).denials)).not.toContain('555-123');
  });

  it('names what is missing around the run', () => {
    expect(gapsOf(input)).toEqual(
      expect.arrayContaining(['artefact-missing', 'source-file-open', 'denials-unreviewed', 'starter-model']),
    );
    expect(gapsOf({ ...input, checkpoint: undefined })).toContain('no-checkpoint');
    expect(gapsOf({ ...input, verification: undefined })[0]).toBe('journal-unverified');
    const unsigned = withEntries(input, (entry) => (entry.kind === 'attestation.sign' ? undefined : entry));
    expect(gapsOf(unsigned)).toContain('statement-unsigned');
    const unanswered = withEntries(input, (entry) =>
      entry.kind === 'artefact.write' && entry.phase === 'outcome' ? undefined : entry,
    );
    expect(gapsOf(unanswered)).toEqual(
      expect.arrayContaining(['intent-without-outcome', 'artefact-unrecorded']),
    );
    const operator = input.people.find((person) => person.role === 'operator');
    if (operator === undefined) throw new Error('no operator');
    expect(gapsOf({ ...input, signer: { person: operator, meaning: 'review' } })).toContain('signer-ran-it');
    const early = input.checkpoint === undefined ? undefined : { ...input.checkpoint, size: 20 };
    expect(gapsOf({ ...input, checkpoint: early })).toContain('entries-after-checkpoint');
  });

  it('does not count the entries that making a report leaves', () => {
    const last = input.entries.at(-1);
    if (last === undefined) throw new Error('no entry');
    const issue: Entry = {
      ...last,
      seq: last.seq + 5,
      kind: 'report.issue',
      phase: 'intent',
      body: { report: input.reportId, kind: 'run', throughSeq: last.seq },
    };
    const write: Entry = {
      ...issue,
      seq: issue.seq + 1,
      kind: 'artefact.write',
      body: { artefact: 'audit_report', file: 'audit/audit_report.pdf', mandatory: true },
    };
    expect(gapsOf({ ...input, entries: [...input.entries, issue, write] })).toEqual(gapsOf(input));
  });

  it('says where a check first failed', () => {
    const verification = {
      ok: false,
      subject: 'journal',
      lines: [{ what: 'Entries', verdict: 'failed' as const, detail: 'altered', firstBad: 'entry 17' }],
    };
    const report = collectRunReport({ ...input, verification });
    expect(report.journal.checks[0]?.detail).toBe('altered (first at entry 17)');
    expect(report.gaps[0]?.id).toBe('journal-not-ok');
  });

  it('says so when a body cannot be read', () => {
    const odd = withEntries(input, (entry) =>
      entry.kind === 'run.ended' ? { ...entry, body: { other: true } } : entry,
    );
    expect(gapsOf(odd)).toContain('unreadable-entries');
  });
});

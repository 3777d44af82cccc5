import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import { Problem } from '../../../shared/domain/index.ts';
import { collectRunReport } from './collect.ts';
import { makeFixtureInput } from './fixture-input.ts';
import type { RunReportInput } from './input.ts';

const CANARIES = ['555-12-3456', 'p.canary@mail.example', '(555) 010-4477', '48211093', '3/14/1931'];

/** Puts a text wherever a view or an entry holds free text of any origin. */
function poison(input: RunReportInput, canary: string): RunReportInput {
  const text = `seen ${canary} here`;
  const [step, ...steps] = input.run.steps;
  return {
    ...input,
    run: {
      ...input.run,
      problem: text,
      backend: text,
      steps: step === undefined ? [] : [{ ...step, description: text }, ...steps],
      findings: input.run.findings.map((finding) => ({ ...finding, detail: text })),
      callList: input.run.callList.map((call) => ({
        ...call,
        why: text,
        usual: text,
        args: { ...call.args, value: canary, other: text, list: [canary], nested: { deep: canary } },
        ...(call.refusal === undefined ? {} : { refusal: { ...call.refusal, reason: text } }),
      })),
    },
    model: { ...input.model, notice: text },
    approvals: input.approvals.map((approval) => ({
      ...approval,
      reason: text,
      answerReason: text,
      what: text,
      args: { value: canary },
      examples: [{ row: 1, column: 'ssn', before: canary, after: null }],
    })),
    denials: input.denials.map((denial) => ({ ...denial, reason: text, tool: canary })),
    entries: input.entries.map((entry) => {
      if (entry.kind === 'tool.call' && entry.phase === 'intent') {
        const args = entry.body.args as Record<string, unknown>;
        return {
          ...entry,
          body: { ...entry.body, args: { ...args, value: canary, number: 48211093 } },
        };
      }
      return entry;
    }),
    verification: {
      ok: true,
      subject: text,
      lines: [{ what: text, verdict: 'ok', detail: text }],
    },
  };
}

describe('identifiers on their way into a report', () => {
  it.each(CANARIES)('withholds `%s` wherever it stands', (canary) => {
    const report = collectRunReport(poison(makeFixtureInput(), canary));
    expect(canonicalJson(report)).not.toContain(canary);
    expect(report.gaps.map((gap) => gap.id)).toContain('text-withheld');
  });

  it('withholds argument values outside the run’s vocabulary, names without digits too', () => {
    const report = collectRunReport(poison(makeFixtureInput(), 'Aurelia Quimby'));
    const values = report.calls.flatMap((call) => call.args.map(({ value }) => value));
    expect(values).toContain('[withheld]');
    expect(values.join()).not.toMatch(/Aurelia|Quimby|48211093/);
  });

  it('redacts what people wrote before anything else', () => {
    const input = makeFixtureInput();
    const report = collectRunReport({ ...input, redact: () => 'answer with [NAME]' });
    expect(report.approvals[0]?.answerReason).toBe('answer with [NAME]');
  });

  it('makes no report where the redactor could not look', () => {
    const redact = (): string => {
      throw new Problem('internal', 'the redactor failed');
    };
    expect(() => collectRunReport({ ...makeFixtureInput(), redact })).toThrow('the redactor failed');
  });

  it('lets the figures of a large journal pass, and no larger ones', () => {
    const detail = (text: string): string | undefined =>
      collectRunReport({
        ...makeFixtureInput(),
        throughSeq: 48_000_000,
        verification: { ok: true, subject: '', lines: [{ what: 'Chain', verdict: 'ok', detail: text }] },
      }).journal.checks[0]?.detail;
    expect(detail('all 48000001 are as they were written')).toBe('all 48,000,001 are as they were written');
    expect(detail('all 48211093 are as they were written')).toBe('[withheld]');
  });

  it('never repeats what the model wrote', () => {
    const input = makeFixtureInput();
    const spoken = {
      ...input,
      run: { ...input.run, callList: input.run.callList.map((call) => ({ ...call, why: 'xylophone' })) },
    };
    expect(canonicalJson(collectRunReport(spoken))).not.toContain('xylophone');
  });

  it('shows small counts over rows as a range', () => {
    const report = collectRunReport(makeFixtureInput());
    const pooled = report.calls.find((call) => call.tool === 'pool_age');
    expect(pooled?.cellsChanged).toEqual({ from: 1, to: 10 });
    expect(report.findings.find(({ kind }) => kind === 'age_over_89')?.detail).toBe('rows 1 to 10');
    const open = collectRunReport({ ...makeFixtureInput(), smallCellThreshold: 0 });
    expect(open.calls.find((call) => call.tool === 'pool_age')?.cellsChanged).toBe(7);
  });

  it('says where a value does not fit, not what it is', () => {
    const input = makeFixtureInput();
    const bad = { ...input, run: { ...input.run, table: 'no such name 555-12-3456' } };
    expect(() => collectRunReport(bad)).toThrow('the report cannot hold the value at `run.table`');
  });
});

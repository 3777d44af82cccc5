import { describe, expect, it } from 'vitest';
import type { Redactor } from '../../phi/index.ts';
import { GATE_STAGES } from '../gate.ts';
import { agentAnswer, DROP_MRN, gatePorts, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { redactResult } from './redaction.ts';

describe('redaction', () => {
  it('takes identifiers out and counts them by class', async () => {
    const table = stays();
    const before = 'Wilhelmina Krauss, SSN 954-11-8652, w.krauss@example.org';
    table.examples = [{ row: 1, column: 'notes', before, after: null }];
    const { ports } = gatePorts(table);
    const { stored } = await walk(agentAnswer(DROP_MRN), ports);
    const { redactedText, redactions } = await redactResult(stored, ports);
    expect(redactions).toEqual({ NAME: 1, SSN: 1, EMAIL: 1 });
    expect(redactedText).not.toMatch(/Krauss|954-11|example\.org/);
  });

  it('stops the call when the redactor throws, is missing, or leaves something', async () => {
    const { ports } = gatePorts(stays());
    const { stored } = await walk(agentAnswer(DROP_MRN), ports);
    let times = 0;
    const redactors: Redactor['redact'][] = [
      () => {
        throw new Error('Wilhelmina Krauss');
      },
      (text) => ({ text: `${text}${(times += 1)}`, spans: [], counts: {} }),
    ];
    for (const redact of redactors) {
      const redactorFor = () => Promise.resolve({ detect: () => [], redact });
      const failed = await redactResult(stored, { ...ports, redactorFor }).catch((error: unknown) => error);
      expect(failed).toMatchObject({ code: 'check_failed', message: expect.not.stringContaining('Krauss') });
    }
    const redactorFor = () => Promise.reject(new Error('no dictionary'));
    await expect(redactResult(stored, { ...ports, redactorFor })).rejects.toMatchObject({
      code: 'check_failed',
    });
  });

  it('stops the call when searching takes too long or the call is cancelled', async () => {
    const { ports } = gatePorts(stays());
    const { stored } = await walk(agentAnswer(DROP_MRN), ports);
    let now = 0;
    const clock = { ...ports.clock, monoMs: () => (now += 120_000) };
    await expect(redactResult(stored, { ...ports, clock })).rejects.toMatchObject({ code: 'check_failed' });
    const received = { ...stored.received, signal: AbortSignal.abort() };
    await expect(redactResult({ ...stored, received }, ports)).rejects.toMatchObject({
      code: 'check_failed',
    });
  });

  it('takes a long result in pieces, and finds what lies across them', async () => {
    const { ports } = gatePorts(stays());
    const { stored } = await walk(agentAnswer(DROP_MRN), ports);
    const filler = 'Stable overnight, eats well, no pain on moving. '.repeat(400);
    const text = `${filler}Wilhelmina Krauss, SSN 954-11-8652. `.repeat(30);
    const raw = { ...stored.raw, text };
    const { redactedText, redactions } = await redactResult({ ...stored, raw }, ports);
    expect(redactedText).not.toMatch(/Krauss|954-11/);
    expect(redactions).toMatchObject({ NAME: 30, SSN: 30 });
  });

  it('has no setting that leads round it', () => {
    expect(redactResult.length).toBe(2);
    expect(GATE_STAGES.indexOf('redaction')).toBeGreaterThan(GATE_STAGES.indexOf('tool'));
    expect(GATE_STAGES.indexOf('redaction')).toBeLessThan(GATE_STAGES.indexOf('reply'));
  });
});

import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../electron/core/index.ts';
import { authorize, loadCatalogue } from '../../electron/governance/index.ts';
import { createGate } from '../../electron/runtime/gate/index.ts';
import { agentAnswer, DROP_MRN, gatePorts, stays } from '../../electron/runtime/gate/testing/fixtures.ts';
import { createRedactor, type KnownValue } from '../../electron/runtime/phi/index.ts';
import type { CallId } from '../../shared/domain/index.ts';

const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url));
const CALLS = 300;
const KNOWN_VALUES = 20_000;

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: string;
}

/**
 * What the gate itself costs per call: every stage with the rules that ship and a redactor that knows
 * 20,000 values, over a table, journal and payload store in memory. So the tool, the model and the disk
 * are left out, and nothing else.
 */
export async function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const catalogue = await loadCatalogue(RESOURCES);
  const profile = catalogue.profiles.get('hipaa');
  const agent = catalogue.agents.get('deidentifier');
  if (profile === undefined || agent === undefined)
    throw new Error('the shipped profile or agent is missing');
  const redactor = createRedactor(knownValues());
  redactor.redact('the dictionary is built at first use');
  const allowed: number[] = [];
  const denied: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const table = stays();
    table.examples = Array.from({ length: 5 }, (_, row) => ({
      row,
      column: 'mrn',
      before: `MRN ${40_000_000 + row}`,
      after: null,
    }));
    const gate = createGate({
      ...gatePorts(table).ports,
      clock: systemClock,
      policyOf: () => ({
        sha256: profile.policy.sha256,
        authorize: (request, facts) => authorize(request, profile.policy, facts),
      }),
      redactorFor: () => Promise.resolve(redactor),
    });
    const answer = agentAnswer(DROP_MRN, { agent, profile: profile.file, call: randomUUID() as CallId });
    const began = performance.now();
    await gate.pass(answer);
    allowed.push(performance.now() - began);
    const again = performance.now();
    await gate.pass({ ...answer, actor: { ...answer.actor, role: 'viewer' } });
    denied.push(performance.now() - again);
  }
  return {
    name: 'gate',
    rows: [
      {
        what: 'an allowed call through every stage, median',
        ...inMs(allowed, 0.5),
        baseline: 'wanted at most 2 ms',
      },
      { what: 'an allowed call, 99th percentile', ...inMs(allowed, 0.99) },
      { what: 'a denied call, median', ...inMs(denied, 0.5) },
    ],
  };
}

function knownValues(): KnownValue[] {
  return Array.from({ length: KNOWN_VALUES }, (_, at) => ({
    value: `Patient${at.toString(36)} Number${(at * 7919).toString(36)}`,
    label: 'NAME',
  }));
}

function inMs(values: readonly number[], share: number): { value: number; unit: 'ms' } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return { value: Math.round((sorted[at] ?? Number.NaN) * 1000) / 1000, unit: 'ms' };
}

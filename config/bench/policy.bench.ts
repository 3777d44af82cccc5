import { authorize, provePolicy, replay, type RecordedDecision } from '../../electron/governance/index.ts';
import { askCedar, cedarQuestion, prepareCedar } from '../../electron/governance/policy/testing/cedar.ts';
import {
  MADE_AGENTS,
  MADE_WORKSTATIONS,
  policyOf,
  randomRequest,
  randomRules,
  seeded,
} from '../../electron/governance/policy/testing/random-policy.ts';

const REQUESTS = 20_000;
const ASKED_OF_CEDAR = 300;
const REPLAYED = 300_000;

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string | number;
}

/**
 * What a decision costs, against Cedar with the same rules parsed beforehand; how it grows with the rules;
 * what a check of 200 rules costs, and how fast recorded decisions are asked again.
 */
export function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const random = seeded(7);
  const questions = Array.from({ length: REQUESTS }, () => randomRequest(random));
  const medians = new Map<number, number>();
  for (const count of [125, 250, 500, 1000, 2000]) medians.set(count, decisionUs(count, questions));
  const ours = medians.get(1000) ?? 0;
  const cedar = cedarUs(1000, questions.slice(0, ASKED_OF_CEDAR));
  const growth = (medians.get(2000) ?? 0) / (medians.get(125) ?? 1);
  const began = performance.now();
  const made = randomRules(200, seeded(11));
  const { findings } = provePolicy({
    ...{ policy: policyOf(made), agents: MADE_AGENTS, profile: 'hipaa', workstations: MADE_WORKSTATIONS },
  });
  const checkMs = performance.now() - began;
  const rows: BenchRow[] = [
    ...[...medians].map(([count, us]) => ({
      what: `authorize, ${count} rules, median`,
      value: us,
      unit: 'us',
    })),
    {
      what: '1,000 rules against Cedar, statefulIsAuthorized',
      value: ours,
      unit: 'us',
      ratio: cedar / ours,
      baseline: cedar,
    },
    {
      what: 'growth from 125 to 2,000 rules',
      value: growth,
      unit: 'times',
      ratio: growth / 16,
      baseline: 'linear, 16 times',
    },
    { what: `check of 200 rules (${findings.length} findings)`, value: checkMs, unit: 'ms' },
    { what: 'replay under 1,000 rules', value: replayedPerSecond(questions), unit: 'decisions/s' },
  ];
  return Promise.resolve({ name: 'Policy', rows });
}

type Question = ReturnType<typeof randomRequest>;

function decisionUs(count: number, questions: readonly Question[]): number {
  const policy = policyOf(randomRules(count, seeded(3)));
  const times: number[] = [];
  for (const { request, facts } of questions) {
    const began = performance.now();
    authorize(request, policy, facts);
    times.push((performance.now() - began) * 1000);
  }
  return median(times);
}

function cedarUs(count: number, questions: readonly Question[]): number {
  const rules = randomRules(count, seeded(3));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  prepareCedar('bench', rules);
  const times = questions.map(({ request, facts }) => {
    const question = cedarQuestion(request, facts);
    const began = performance.now();
    askCedar('bench', byId, question);
    return (performance.now() - began) * 1000;
  });
  return median(times);
}

function replayedPerSecond(questions: readonly Question[]): number {
  const policy = policyOf(randomRules(1000, seeded(3)));
  const said = { behaviour: 'deny', ruleId: 'DEFAULT-DENY' } as const;
  const recorded = questions.map((question, seq): RecordedDecision => ({
    ...question,
    seq,
    atMs: seq,
    said,
  }));
  const rounds = Math.ceil(REPLAYED / recorded.length);
  const decisions = Array.from({ length: rounds }, () => recorded).flat();
  const began = performance.now();
  replay(decisions, policy);
  return (decisions.length / (performance.now() - began)) * 1000;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

import { expect, it } from 'vitest';
import { authorize, decide } from './authorize.ts';
import { askCedar, cedarQuestion, prepareCedar } from './testing/cedar.ts';
import { policyOf, randomRequest, randomRules, seeded } from './testing/random-policy.ts';

/** One set of rules may hold one that decides nearly everything; of several, some do not. */
const SEEDS = [1, 2, 3, 4, 5];

it('decides 10,000 random requests as Cedar does, by five times 250 rules', { timeout: 120_000 }, () => {
  const differing: unknown[] = [];
  const counts = { allow: 0, ask: 0, deny: 0 };
  for (const seed of SEEDS) {
    const random = seeded(seed);
    const rules = randomRules(250, random);
    const policy = policyOf(rules);
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    const name = `comparison-${seed}`;
    prepareCedar(name, rules);
    for (let at = 0; at < 10_000 / SEEDS.length; at += 1) {
      const { request, facts } = randomRequest(random);
      const ours = authorize(request, policy, facts);
      const theirs = askCedar(name, byId, cedarQuestion(request, facts));
      const brief = decide(request, policy, facts);
      counts[ours.behaviour] += 1;
      if (ours.behaviour !== theirs || brief.behaviour !== theirs || brief.ruleId !== ours.ruleId)
        differing.push({ request, ours: ours.ruleId, brief: brief.ruleId, theirs });
    }
  }
  expect(differing).toEqual([]);
  // A comparison in which everything is denied would show nothing.
  expect(Math.min(counts.allow, counts.ask)).toBeGreaterThan(300);
});

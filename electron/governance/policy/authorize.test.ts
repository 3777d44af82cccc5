import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEHAVIOURS, TOOL_NAMES, type PolicyRequest } from '../../../shared/domain/index.ts';
import { PolicyFile, type PolicyRule } from '../../../shared/formats/index.ts';
import { authorize } from './authorize.ts';
import type { PolicyFacts } from './built-in.ts';
import { compilePolicy, type Policy } from './compile.ts';

const request: PolicyRequest = {
  by: 'agent',
  agent: 'data_cleaner',
  role: 'operator',
  tool: 'drop_column',
  effect: 'transform',
  args: { n: 1 },
  labels: [],
  purpose: 'model',
  complianceProfile: 'hipaa',
  valuesLost: 0,
};
const facts: PolicyFacts = { allowedTools: [...TOOL_NAMES] };
const policy = (...rules: object[]): Policy =>
  compilePolicy([
    {
      file: 'policies/test.yaml',
      value: PolicyFile.parse({ version: 1, rules }),
      place: (path) => ({ line: Number(path[1]) + 10, column: 1 }),
    },
  ]);
const rule = (id: string, behaviour: string, more: object = {}) => ({
  id,
  behaviour,
  when: { tool: 'drop_column' },
  reason: `because of ${id}`,
  ...more,
});

describe('a decision', () => {
  it('names every rule that matched, where it stands, and which decided', () => {
    const rules = policy(
      rule('A-001', 'allow'),
      rule('B-001', 'deny', { when: { tool: 'finish' } }),
      rule('C-001', 'ask'),
    );
    expect(authorize(request, rules, facts)).toEqual({
      behaviour: 'ask',
      ruleId: 'C-001',
      reason: 'because of C-001',
      matched: [
        {
          ...{ id: 'C-001', behaviour: 'ask', reason: 'because of C-001' },
          ...{ file: 'policies/test.yaml', line: 12, decided: true, part: 'profile' },
        },
        {
          ...{ id: 'A-001', behaviour: 'allow', reason: 'because of A-001' },
          ...{ file: 'policies/test.yaml', line: 10, decided: false, part: 'profile' },
        },
      ],
      policySha256: rules.sha256,
      basis: {
        ...{ by: 'agent', agent: 'data_cleaner', role: 'operator', tool: 'drop_column', effect: 'transform' },
        ...{ purpose: 'model', complianceProfile: 'hipaa', valuesLost: 0, toolListed: true },
      },
    });
  });

  it('is deny where no rule speaks', () => {
    expect(authorize(request, policy(), facts)).toMatchObject({
      behaviour: 'deny',
      ruleId: 'DEFAULT-DENY',
      matched: [{ id: 'DEFAULT-DENY', file: 'built-in', line: 0, decided: true }],
    });
  });

  it('is deny where a rule fails, even one that would allow', () => {
    const broken = rule('B-001', 'allow', { when: { args: { n: { gt: 3 } } } });
    const decision = authorize(
      { ...request, args: { n: 'x' } },
      policy(rule('A-001', 'allow'), broken),
      facts,
    );
    expect(decision).toMatchObject({ behaviour: 'deny', ruleId: 'B-001', reason: /could not be evaluated/ });
  });

  it('names the rule of highest priority first', () => {
    const rules = policy(
      rule('A-001', 'deny'),
      rule('B-001', 'deny', { priority: 5 }),
      rule('C-001', 'deny'),
    );
    expect(authorize(request, rules, facts).matched.map(({ id }) => id)).toEqual(['B-001', 'A-001', 'C-001']);
  });

  it('never lets a priority overrule a stronger behaviour', () => {
    const rules = policy(
      rule('A-001', 'allow', { priority: 1000 }),
      rule('B-001', 'deny', { priority: -1000 }),
    );
    expect(authorize(request, rules, facts)).toMatchObject({ behaviour: 'deny', ruleId: 'B-001' });
  });

  it('is the same whatever the order of rules; deny wins over ask over allow', () => {
    const rules = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 99 }).map((n) => `R-${String(n).padStart(3, '0')}`),
        behaviour: fc.constantFrom(...BEHAVIOURS),
        priority: fc.integer({ min: -2, max: 2 }),
        when: fc.constantFrom({ tool: '*' }, { tool: 'drop_*' }, { tool: 'finish' }, { args: { n: 1 } }),
        reason: fc.constant('because'),
      }),
      { selector: ({ id }) => id, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        rules.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
        ),
        ([some, shuffled]) => {
          const decision = authorize(request, policy(...some), facts);
          const other = authorize(request, policy(...shuffled), facts);
          const matching = some.filter(({ when }) => !('tool' in when) || when.tool !== 'finish');
          const strongest = ['deny', 'ask', 'allow'].find((each) =>
            matching.some(({ behaviour }) => behaviour === each),
          );
          expect(decision.behaviour).toBe(strongest ?? 'deny');
          expect([other.behaviour, other.ruleId]).toEqual([decision.behaviour, decision.ruleId]);
          expect(other.matched.map(({ id }) => id)).toEqual(decision.matched.map(({ id }) => id));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('built-in rules', () => {
  const all = policy(rule('A-001', 'allow', { when: { tool: '*' }, priority: 9999 }));
  const limits = { llmCalls: 10, toolCalls: 10, tokens: 10, minutes: 10 };
  const used = { llmCalls: 0, toolCalls: 0, tokens: 0, minutes: 0 };
  const decide = (change: Partial<PolicyRequest>, more: PolicyFacts = {}) => {
    const { behaviour, ruleId } = authorize({ ...request, ...change }, all, { ...facts, ...more });
    return `${behaviour} ${ruleId}`;
  };

  it.each<[string, Partial<PolicyRequest>, PolicyFacts, string]>([
    ['an operator`s agent', {}, {}, 'allow A-001'],
    ['a viewer', { role: 'viewer' }, {}, 'deny ROLE-001'],
    ['an admin', { role: 'admin' }, {}, 'deny ROLE-001'],
    ['compliance that changes data', { role: 'compliance' }, {}, 'deny ROLE-001'],
    ['compliance that reads', { role: 'compliance', effect: 'read' }, {}, 'allow A-001'],
    ['compliance that exports', { role: 'compliance', effect: 'export', by: 'person' }, {}, 'deny ROLE-001'],
    ['a tool outside the allowlist', {}, { allowedTools: ['keep_column'] }, 'deny ROLE-003'],
    ['an agent without allowlist', {}, { allowedTools: undefined }, 'deny ROLE-003'],
    [
      'a person, who needs none',
      { by: 'person', agent: undefined },
      { allowedTools: undefined },
      'allow A-001',
    ],
    ['use within limits', {}, { limits, used: { ...used, tokens: 9 } }, 'allow A-001'],
    ['tokens used up', {}, { limits, used: { ...used, tokens: 10 } }, 'deny LIMIT-001'],
    ['calls used up', {}, { limits, used: { ...used, toolCalls: 11 } }, 'deny LIMIT-002'],
    ['minutes used up', {}, { limits, used: { ...used, minutes: 10.5 } }, 'deny LIMIT-003'],
    ['use that is no number', {}, { limits, used: { ...used, tokens: NaN } }, 'deny LIMIT-001'],
    ['use that nobody counted', {}, { limits }, 'deny LIMIT-001'],
    [
      'the end of a step, always',
      { tool: 'finish', effect: 'control' },
      { allowedTools: [], limits, used: { ...used, tokens: 99 } },
      'allow A-001',
    ],
  ])('%s', (_, change, more, expected) => {
    expect(decide(change, more)).toBe(expected);
  });

  it('stand before rules of files, and all of them are named', () => {
    const rules = policy(rule('A-001', 'deny', { when: { tool: '*' }, priority: 9999 }));
    const decision = authorize({ ...request, role: 'viewer' }, rules, { limits, used: limits });
    expect(decision.matched.map(({ id, decided }) => `${id} ${String(decided)}`)).toEqual([
      'LIMIT-001 true',
      'LIMIT-002 true',
      'LIMIT-003 true',
      'ROLE-001 true',
      'ROLE-003 true',
      'A-001 true',
    ]);
  });
});

describe('the hash of a policy', () => {
  const source = (file: string, rules: PolicyRule[], line = 1) => ({
    file,
    value: { version: 1 as const, rules },
    place: () => ({ line, column: 1 }),
  });
  const one = PolicyFile.parse({ version: 1, rules: [rule('A-001', 'allow')] }).rules;
  const two = PolicyFile.parse({ version: 1, rules: [rule('B-001', 'deny')] }).rules;

  it('depends on every rule, and neither on order of files nor on layout', () => {
    const hash = compilePolicy([source('a', one), source('b', two)]).sha256;
    expect(compilePolicy([source('b', two, 7), source('a', one, 9)]).sha256).toBe(hash);
    const others = [
      compilePolicy([source('a', one)]),
      compilePolicy([source('a', two), source('b', one)]),
      compilePolicy([source('a', one), source('b', [{ ...two[0]!, reason: 'other' }])]),
    ];
    expect(new Set([hash, ...others.map(({ sha256 }) => sha256)]).size).toBe(4);
  });
});

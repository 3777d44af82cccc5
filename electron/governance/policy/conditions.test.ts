import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyRequest } from '../../../shared/domain/index.ts';
import { RuleCondition } from '../../../shared/formats/index.ts';
import { compileConditions } from './conditions.ts';
import { compileNames } from './names.ts';

const request: PolicyRequest = {
  by: 'agent',
  agent: 'data_cleaner',
  role: 'operator',
  tool: 'drop_column',
  effect: 'transform',
  args: {},
  labels: ['date', 'clinical'],
  purpose: 'model',
  complianceProfile: 'hipaa',
  deidProfile: 'strict',
  valuesLost: 5,
};
const fits = (
  when: RuleCondition,
  change: Partial<PolicyRequest> = {},
  behaviour: 'allow' | 'deny' = 'deny',
): boolean =>
  compileConditions(RuleCondition.parse(when), behaviour).every((test) =>
    test.fits({ ...request, ...change }, {}),
  );

it.each<[RuleCondition, boolean]>([
  [{}, true],
  [{ tool: 'drop_column' }, true],
  [{ tool: 'drop_*' }, true],
  [{ tool: '*_column' }, true],
  [{ tool: ['web_search', 'd*_c*n'] }, true],
  [{ tool: 'drop' }, false],
  [{ tool: 'Drop_column' }, false],
  [{ effect: ['read', 'transform'] }, true],
  [{ effect: 'export' }, false],
  [{ agent: 'data_*' }, true],
  [{ agent: 'deidentifier' }, false],
  [{ role: 'operator', by: 'agent' }, true],
  [{ by: 'person' }, false],
  [{ purpose: 'model', compliance_profile: 'hipaa', deid_profile: 'strict' }, true],
  [{ deid_profile: 'limited' }, false],
  [{ compliance_profile: 'other' }, false],
  [{ data: { contains: ['date', 'free_text'] } }, true],
  [{ data: { contains: ['free_text'] } }, false],
  [{ data: { lacks: ['free_text', 'patient_key'] } }, true],
  [{ data: { lacks: ['free_text', 'clinical'] } }, false],
  [{ data: { contains: ['date'], lacks: ['clinical'] } }, false],
  [{ values_lost: { gt: 4 } }, true],
  [{ values_lost: { gt: 5 } }, false],
  [{ tool: 'drop_column', agent: 'deidentifier' }, false],
])('%j fits: %s', (when, expected) => {
  expect(fits(when)).toBe(expected);
});

it('fits no condition on what the request does not have', () => {
  expect(fits({ agent: '*' }, { by: 'person', agent: undefined })).toBe(false);
  expect(fits({ deid_profile: '*' }, { deidProfile: undefined })).toBe(false);
  expect(fits({ args: { env: 'prod' } })).toBe(false);
  expect(fits({ args: { toString: 'x' } })).toBe(false);
});

describe('an argument', () => {
  const prod = { args: { env: { in: ['prod', 'production'] } } };
  it.each([
    ['prod'],
    ['PROD'],
    ['Production'],
    [' prod\n'],
    ['ｐｒｏｄ'],
    ['pro\u200bd'],
    [['staging', 'prod']],
    [{ name: 'prod', replicas: 2 }],
    [{ deep: [{ er: ['PROD'] }] }],
  ])('is found as %j', (env) => {
    expect(fits(prod, { args: { env } })).toBe(true);
  });

  it.each([['staging'], ['productive'], [7], [null], [[]], [{}]])('is not found as %j', (env) => {
    expect(fits(prod, { args: { env } })).toBe(false);
  });

  it('must fit wholly where a rule allows, and in one part where it denies', () => {
    const mixed = { args: { env: ['dev', 'prod'] } };
    expect(fits({ args: { env: 'dev' } }, mixed, 'allow')).toBe(false);
    expect(fits({ args: { env: 'dev' } }, { args: { env: ['dev', 'DEV'] } }, 'allow')).toBe(true);
    expect(fits({ args: { env: 'dev' } }, { args: { env: [] } }, 'allow')).toBe(false);
    expect(fits({ args: { env: 'dev' } }, mixed, 'deny')).toBe(true);
  });

  it('compares numbers and other scalars', () => {
    expect(fits({ args: { n: { gt: 3, lt: 5 } } }, { args: { n: 4 } })).toBe(true);
    expect(fits({ args: { n: { gt: 3, lt: 5 } } }, { args: { n: 5 } })).toBe(false);
    expect(fits({ args: { n: 4 } }, { args: { n: '4' } })).toBe(false);
    expect(fits({ args: { on: true } }, { args: { on: true } })).toBe(true);
    expect(() => fits({ args: { n: { gt: 3 } } }, { args: { n: 'many' } })).toThrow(TypeError);
  });

  it('may be nested deeper than a call stack', () => {
    let env: PolicyRequest['args'][string] = 'prod';
    for (let depth = 0; depth < 100_000; depth += 1) env = [env];
    expect(fits(prod, { args: { env } })).toBe(true);
  });
});

describe('a glob', () => {
  it('means what a regular expression would, in time that does not explode', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (glob, value) => {
        const expression = new RegExp(`^${glob.replaceAll(/\*+/g, '.*')}$`);
        expect(compileNames(glob)(value)).toBe(expression.test(value));
      }),
      { numRuns: 300 },
    );
    expect(compileNames('*a'.repeat(500) + 'b')('a'.repeat(5000))).toBe(false);
  });
});

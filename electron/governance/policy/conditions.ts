import type { Behaviour, LocalTime, PolicyRequest } from '../../../shared/domain/index.ts';
import type { RuleCondition } from '../../../shared/formats/index.ts';
import { compileArgument } from './argument-conditions.ts';
import { compileArgsPattern } from './args-pattern.ts';
import type { PolicyFacts } from './built-in.ts';
import { compileNames } from './names.ts';
import { compileTimeWindow } from './time-window.ts';

/**
 * What a condition looks at. Conditions on different aspects are independent of each other, which is
 * what proofs about policies rest on.
 */
export const ASPECTS = ['call', 'who', 'role', 'labels', 'time', 'place', 'pattern'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** One condition of a rule, ready to be asked. Throws where it cannot be answered; that denies. */
export interface Test {
  readonly aspect: Aspect;
  /** Looks at tool, effect, agent, role or kind of caller alone, so that rules can be sorted by it. */
  readonly named?: true;
  fits(request: PolicyRequest, facts: PolicyFacts): boolean;
}

type Names = string | readonly string[];

/** All conditions of a rule as tests, cheap ones first; the rule fits where every one does. */
export function compileConditions(when: RuleCondition, behaviour: Behaviour): Test[] {
  const tests: Test[] = [];
  const name = (
    aspect: Aspect,
    names: Names | undefined,
    of: (request: PolicyRequest) => string | undefined,
    named?: true,
  ): void => {
    if (names === undefined) return;
    const matches = compileNames(names);
    tests.push({
      ...{ aspect, ...(named && { named }) },
      fits: (request) => {
        const value = of(request);
        return value !== undefined && matches(value);
      },
    });
  };
  name('call', when.tool, ({ tool }) => tool, true);
  name('call', when.effect, ({ effect }) => effect, true);
  name('who', when.agent, ({ agent }) => agent, true);
  name('role', when.role, ({ role }) => role, true);
  name('who', when.by, ({ by }) => by, true);
  name('who', when.purpose, ({ purpose }) => purpose);
  name('who', when.compliance_profile, ({ complianceProfile }) => complianceProfile);
  name('who', when.deid_profile, ({ deidProfile }) => deidProfile);
  tests.push(...labelTests(when), ...placeAndTime(when));
  const lost = when.values_lost;
  if (lost !== undefined) tests.push({ aspect: 'call', fits: ({ valuesLost }) => valuesLost > lost.gt });
  for (const [argument, condition] of Object.entries(when.args ?? {})) {
    const matches = compileArgument(argument, condition, behaviour);
    tests.push({ aspect: 'call', fits: ({ args }) => matches(args) });
  }
  if (when.args_pattern !== undefined) {
    const matches = compileArgsPattern(when.args_pattern);
    tests.push({ aspect: 'pattern', fits: ({ args }) => matches(args) });
  }
  return tests;
}

function labelTests({ data }: RuleCondition): Test[] {
  const tests: Test[] = [];
  const { contains, lacks } = data ?? {};
  if (contains !== undefined)
    tests.push({
      aspect: 'labels',
      fits: ({ labels }) => contains.some((label) => labels.includes(label)),
    });
  if (lacks !== undefined)
    tests.push({ aspect: 'labels', fits: ({ labels }) => !lacks.some((label) => labels.includes(label)) });
  return tests;
}

/** A rule about a place or an hour that nobody knows cannot be answered. */
function placeAndTime({ workstation, time_window: window }: RuleCondition): Test[] {
  const tests: Test[] = [];
  if (workstation !== undefined) {
    const matches = compileNames(workstation);
    tests.push({ aspect: 'place', fits: (_, facts) => matches(known(facts.workstation, 'workstation')) });
  }
  if (window !== undefined) {
    const lies = compileTimeWindow(window);
    tests.push({ aspect: 'time', fits: (_, facts) => lies(known<LocalTime>(facts.localTime, 'time')) });
  }
  return tests;
}

function known<T>(fact: T | undefined, what: string): T {
  if (fact === undefined) throw new TypeError(`a rule asks for the ${what}, and nobody knows it`);
  return fact;
}

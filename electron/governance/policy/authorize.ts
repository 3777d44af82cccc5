import {
  PURPOSES,
  type Behaviour,
  type Decision,
  type DecisionBasis,
  type MatchedRule,
  type PolicyRequest,
} from '../../../shared/domain/index.ts';
import { builtIn, builtInDenials, toolListed, type PolicyFacts } from './built-in.ts';
import type { CompiledRule, Policy } from './compile.ts';

const COULD_NOT = 'this rule could not be evaluated for the call, so it denies';

/**
 * Allow, ask or deny. Pure: no clock, no I/O. Deny wins over ask over allow whatever the order of rules;
 * what no rule speaks of is denied; a rule that fails while it is asked denies. The decision names every
 * rule that matched, those that lost as well, and as `ruleId` the first of the winning behaviour: built-in
 * ones, then by priority, then by id. It carries what it was made from, so that it can be made again.
 */
export function authorize(request: PolicyRequest, policy: Policy, facts: PolicyFacts): Decision {
  const denials = builtInDenials(request, facts);
  const matched: CompiledRule[] = [];
  const failed = new Set<CompiledRule>();
  let winning: Behaviour | undefined = denials.length === 0 ? undefined : 'deny';
  for (const rule of policy.candidates(request)) {
    const behaviour = behaviourOf(rule, request, facts);
    if (behaviour === undefined) continue;
    matched.push(rule);
    if (behaviour === 'failed') failed.add(rule);
    winning = stronger(winning, behaviour === 'failed' ? 'deny' : behaviour);
  }
  const behaviour = winning ?? 'deny';
  const standing = (rule: CompiledRule): MatchedRule => {
    if (failed.has(rule)) return { ...rule.asDeciding, behaviour: 'deny', reason: COULD_NOT };
    return rule.behaviour === behaviour ? rule.asDeciding : rule.asOverruled;
  };
  const named = [...denials.map(builtIn), ...matched.map(standing)];
  if (named.length === 0) named.push(builtIn('DEFAULT-DENY'));
  const ordered = [...named.filter(({ decided }) => decided), ...named.filter(({ decided }) => !decided)];
  const [first] = ordered;
  if (first === undefined) throw new Error('a decision without a rule');
  return {
    behaviour,
    ruleId: first.id,
    reason: first.reason,
    matched: ordered,
    policySha256: policy.sha256,
    basis: basisOf(request, facts),
  };
}

/** What was decided, by which rule. */
export interface Said {
  readonly behaviour: Behaviour;
  readonly ruleId: string;
  readonly reason: string;
}

/** The same decision without its account, for comparing many. */
export function decide(request: PolicyRequest, policy: Policy, facts: PolicyFacts): Said {
  const [denial] = builtInDenials(request, facts);
  if (denial !== undefined) return saidBy(builtIn(denial));
  let first: CompiledRule | undefined;
  let winning: Behaviour | undefined;
  for (const rule of policy.candidates(request)) {
    const found = behaviourOf(rule, request, facts);
    if (found === undefined) continue;
    const behaviour = found === 'failed' ? 'deny' : found;
    const next = stronger(winning, behaviour);
    if (next !== winning) first = rule;
    winning = next;
    if (winning === 'deny')
      return { behaviour: 'deny', ruleId: rule.id, reason: found === 'failed' ? COULD_NOT : rule.reason };
  }
  if (first === undefined || winning === undefined) return saidBy(builtIn('DEFAULT-DENY'));
  return { behaviour: winning, ruleId: first.id, reason: first.reason };
}

function saidBy({ id, behaviour, reason }: MatchedRule): Said {
  return { ruleId: id, behaviour, reason };
}

function behaviourOf(
  rule: CompiledRule,
  request: PolicyRequest,
  facts: PolicyFacts,
): Behaviour | 'failed' | undefined {
  try {
    return rule.fits(request, facts) ? rule.behaviour : undefined;
  } catch {
    return 'failed';
  }
}

const STRENGTH: Readonly<Record<Behaviour, number>> = { allow: 1, ask: 2, deny: 3 };

function stronger(left: Behaviour | undefined, right: Behaviour): Behaviour {
  return left === undefined || STRENGTH[right] > STRENGTH[left] ? right : left;
}

function basisOf(request: PolicyRequest, facts: PolicyFacts): DecisionBasis {
  const { by, agent, role, tool, effect, complianceProfile, deidProfile, valuesLost } = request;
  return {
    ...{ by, agent, role, tool, effect, complianceProfile, deidProfile, valuesLost },
    purpose: PURPOSES.find((known) => known === request.purpose) ?? 'own_words',
    toolListed: toolListed(request, facts),
    limits: facts.limits,
    used: facts.used,
    workstation: facts.workstation,
    localTime: facts.localTime,
  };
}

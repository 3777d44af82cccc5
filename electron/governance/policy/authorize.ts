import {
  BEHAVIOURS,
  type Decision,
  type MatchedRule,
  type PolicyRequest,
} from '../../../shared/domain/index.ts';
import { builtIn, builtInDenials, type PolicyFacts } from './built-in.ts';
import type { CompiledRule, Policy } from './compile.ts';

type Match = Omit<MatchedRule, 'decided'> & { readonly priority: number };

/** Before every rule of a file. */
const BUILT_IN_PRIORITY = Infinity;

/**
 * Allow, ask or deny. Pure: no clock, no I/O. Deny wins over ask over allow whatever the order of rules;
 * what no rule speaks of is denied; a rule that fails while it is asked denies. The decision names every
 * rule that matched, and as `ruleId` the first of the winning behaviour: built-in ones, then by priority,
 * then by id.
 */
export function authorize(request: PolicyRequest, policy: Policy, facts: PolicyFacts): Decision {
  const matches: Match[] = [
    ...builtInDenials(request, facts).map((rule) => ({ ...rule, priority: BUILT_IN_PRIORITY })),
    ...policy.rules.flatMap((rule) => match(rule, request)),
  ];
  const winning = BEHAVIOURS.findLast((behaviour) => matches.some((each) => each.behaviour === behaviour));
  if (winning === undefined) matches.push({ ...builtIn('DEFAULT-DENY'), priority: BUILT_IN_PRIORITY });
  const behaviour = winning ?? 'deny';
  const ordered = matches.toSorted((left, right) => compare(left, right, behaviour));
  const [first] = ordered;
  if (first === undefined) throw new Error('a decision without a rule');
  return {
    behaviour,
    ruleId: first.id,
    reason: first.reason,
    matched: ordered.map((each) => matchedRule(each, behaviour)),
    policySha256: policy.sha256,
  };
}

function matchedRule({ id, behaviour, reason, file, line }: Match, winning: Match['behaviour']): MatchedRule {
  return { id, behaviour, reason, file, line, decided: behaviour === winning };
}

function match(rule: CompiledRule, request: PolicyRequest): Match[] {
  const { id, file, line, priority } = rule;
  try {
    if (!rule.fits(request)) return [];
    return [{ id, behaviour: rule.behaviour, reason: rule.reason, file, line, priority }];
  } catch {
    const reason = 'this rule could not be evaluated for the call, so it denies';
    return [{ id, behaviour: 'deny', reason, file, line, priority }];
  }
}

function compare(left: Match, right: Match, winning: Match['behaviour']): number {
  const wins = Number(right.behaviour === winning) - Number(left.behaviour === winning);
  if (wins !== 0) return wins;
  if (left.priority !== right.priority) return left.priority > right.priority ? -1 : 1;
  return left.id < right.id ? -1 : 1;
}

import type {
  DecisionPart,
  LocalTime,
  MatchedRule,
  PolicyRequest,
  Principal,
  ToolEffect,
  ToolName,
} from '../../../shared/domain/index.ts';

/** How much a run may use, or has used. */
export interface Limits {
  readonly llmCalls: number;
  readonly toolCalls: number;
  readonly tokens: number;
  readonly minutes: number;
}

/** What policy may know beside the request. */
export interface PolicyFacts {
  /** Tools that exist for the agent; an agent without this list has none. */
  readonly allowedTools?: readonly ToolName[] | undefined;
  /** Absent where nothing is limited: what a person does by hand. */
  readonly limits?: Limits | undefined;
  readonly used?: Limits | undefined;
  /** This machine's name, in lower case. */
  readonly workstation?: string | undefined;
  readonly localTime?: LocalTime | undefined;
}

/**
 * What each role may have done, by themselves or through an agent. No file can widen it. A service key has agents read
 * and change the one table that it is good for; nothing leaves by it.
 */
export const ROLES_FOR_EFFECT: Readonly<Record<ToolEffect, readonly Principal[]>> = {
  read: ['operator', 'compliance', 'service'],
  transform: ['operator', 'service'],
  export: ['operator'],
  egress: ['operator'],
  promote: ['operator'],
  control: ['operator', 'service'],
};

/** Rules that no file can change; each denies. */
export const BUILT_IN_RULES = {
  'ROLE-001': 'this role may not do that',
  'ROLE-003': 'the tool does not exist for this agent',
  'LIMIT-001': 'the token limit of the run is used up',
  'LIMIT-002': 'the call limit of the run is used up',
  'LIMIT-003': 'the time limit of the run is used up',
  'DEFAULT-DENY': 'no rule allows this',
} as const;
export type BuiltInRule = keyof typeof BUILT_IN_RULES;

const PARTS: Readonly<Record<BuiltInRule, DecisionPart>> = {
  'ROLE-001': 'role',
  'ROLE-003': 'agent',
  'LIMIT-001': 'limits',
  'LIMIT-002': 'limits',
  'LIMIT-003': 'limits',
  'DEFAULT-DENY': 'default',
};

/** A built-in rule as it stands in a decision: it always decides, since it denies. */
export function builtIn(id: BuiltInRule): MatchedRule {
  const reason = BUILT_IN_RULES[id];
  return { id, behaviour: 'deny', reason, file: 'built-in', line: 0, part: PARTS[id], decided: true };
}

/** The built-in rules that forbid this request, in order. Ending a step is always within limits and allowlist. */
export function builtInDenials(request: PolicyRequest, facts: PolicyFacts): BuiltInRule[] {
  const denials: BuiltInRule[] = request.effect === 'control' ? [] : usedUp(facts);
  if (!ROLES_FOR_EFFECT[request.effect].includes(request.role)) denials.push('ROLE-001');
  if (request.effect !== 'control' && !toolListed(request, facts)) denials.push('ROLE-003');
  return denials;
}

/** Whether the tool exists for the caller: a person needs no list, an agent without one has no tool. */
export function toolListed({ by, tool }: PolicyRequest, { allowedTools }: PolicyFacts): boolean {
  const tools: readonly string[] = allowedTools ?? [];
  return by === 'person' || tools.includes(tool);
}

/** INVARIANT: `!(used < limit)` also holds for NaN and for figures that are missing (authorize.test.ts). */
function usedUp({ limits, used }: PolicyFacts): BuiltInRule[] {
  if (limits === undefined) return [];
  const within = (figure: keyof Limits): boolean => used !== undefined && used[figure] < limits[figure];
  const found: BuiltInRule[] = [];
  if (!within('tokens')) found.push('LIMIT-001');
  if (!within('toolCalls')) found.push('LIMIT-002');
  if (!within('minutes')) found.push('LIMIT-003');
  return found;
}

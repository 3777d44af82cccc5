import type { MatchedRule, PolicyRequest, Role, ToolEffect, ToolName } from '../../../shared/domain/index.ts';

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
}

/** What each person's role may have done, by themselves or through an agent. No file can widen it. */
export const ROLES_FOR_EFFECT: Readonly<Record<ToolEffect, readonly Role[]>> = {
  read: ['operator', 'compliance'],
  transform: ['operator'],
  export: ['operator'],
  egress: ['operator'],
  promote: ['operator'],
  control: ['operator'],
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

export function builtIn(id: BuiltInRule): Omit<MatchedRule, 'decided'> {
  return { id, behaviour: 'deny', reason: BUILT_IN_RULES[id], file: 'built-in', line: 0 };
}

/** The built-in rules that forbid this request. Ending a step is always within limits and allowlist. */
export function builtInDenials(request: PolicyRequest, facts: PolicyFacts): Omit<MatchedRule, 'decided'>[] {
  const denials: BuiltInRule[] = [];
  if (!ROLES_FOR_EFFECT[request.effect].includes(request.role)) denials.push('ROLE-001');
  if (request.effect !== 'control') {
    const tools: readonly string[] = facts.allowedTools ?? [];
    if (request.by === 'agent' && !tools.includes(request.tool)) denials.push('ROLE-003');
    denials.push(...usedUp(facts));
  }
  return denials.map(builtIn);
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

import type { Behaviour } from '../../../../shared/domain/index.ts';
import { decide, type Said } from '../authorize.ts';
import type { Policy } from '../compile.ts';
import type { Question } from './classes.ts';

/** In which order behaviours win, and what an allowlist means. */
export interface Precedence {
  readonly strongestFirst: readonly Behaviour[];
  /** An agent's allowlist allows what is on it, before any rule. Ours only bounds what exists for the agent. */
  readonly allowlistAllows: boolean;
  decide(question: Question, policy: Policy): Said;
}

/** Ours: deny over ask over allow, default deny. */
export const DENY_FIRST: Precedence = {
  strongestFirst: ['deny', 'ask', 'allow'],
  allowlistAllows: false,
  decide: ({ request, facts }, policy) => decide(request, policy, facts),
};

/**
 * The documented order: allow before deny before ask, default allow, and an allowlist allows. Kept to show
 * what rules written for it are worth; nothing is ever decided by it.
 */
export const AS_DOCUMENTED: Precedence = {
  strongestFirst: ['allow', 'deny', 'ask'],
  allowlistAllows: true,
  decide: ({ request, facts }, policy) => {
    const listed = facts.allowedTools?.some((tool) => tool === request.tool) ?? false;
    if (listed) return { behaviour: 'allow', ruleId: 'ALLOWLIST', reason: 'the tool is on the allowlist' };
    const fitting = policy.candidates(request).filter((rule) => rule.fits(request, facts));
    for (const behaviour of AS_DOCUMENTED.strongestFirst) {
      const first = fitting.find((rule) => rule.behaviour === behaviour);
      if (first !== undefined) return { behaviour, ruleId: first.id, reason: first.reason };
    }
    return { behaviour: 'allow', ruleId: 'DEFAULT-ALLOW', reason: 'no rule speaks of it' };
  },
};

import type { DenialView } from '../../../shared/ipc/index.ts';

export interface RuleFacet {
  readonly rule: string;
  readonly count: number;
  readonly reason: string;
}

/** Denials counted by the rule that denied, most frequent first. */
export function facetsOf(denials: readonly Pick<DenialView, 'ruleId' | 'reason'>[]): readonly RuleFacet[] {
  const facets = new Map<string, RuleFacet>();
  for (const denial of denials) {
    const last = facets.get(denial.ruleId);
    facets.set(denial.ruleId, {
      rule: denial.ruleId,
      count: (last?.count ?? 0) + 1,
      reason: last?.reason ?? denial.reason,
    });
  }
  return [...facets.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
}

import type { CompiledRule } from '../policy/index.ts';
import type { Catalogue } from './catalogue.ts';

/** Every rule of every compliance profile once, in the order in which the profiles name them. */
export function rulesInEffect(catalogue: Pick<Catalogue, 'profiles'>): readonly CompiledRule[] {
  const rules = [...catalogue.profiles.values()].flatMap(({ policy }) => policy.rules);
  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

import type { PolicyDiffView } from '../../../shared/ipc/index.ts';
import {
  diffDecisions,
  diffRules,
  diffSettings,
  type Catalogue,
  type Profile,
} from '../../governance/index.ts';
import { proofInput, witnessView, workstationsOf } from './check.ts';

/** What two versions of a profile's rules differ in: words, settings, and what they decide. */
export function diffProfiles(
  catalogue: Catalogue,
  left: Profile,
  right: Profile,
): Omit<PolicyDiffView, 'left' | 'right'> {
  const rules = (profile: Profile) => profile.policy.rules.map(({ source }) => source);
  const lineIn = (profile: Profile, id: string) => profile.policy.rules.find((rule) => rule.id === id)?.line;
  const { changes, complete } = diffDecisions(left.policy, right.policy, {
    ...proofInput(catalogue, right),
    workstations: [...new Set([...workstationsOf(left.rules), ...workstationsOf(right.rules)])],
  });
  const [before, after] = [left.rules[0]?.value, right.rules[0]?.value];
  return {
    rules: diffRules(rules(left), rules(right)).map((change) => ({
      ...change,
      fields: [...change.fields],
      leftLine: lineIn(left, change.id),
      rightLine: lineIn(right, change.id),
    })),
    settings: before === undefined || after === undefined ? [] : diffSettings(before, after),
    decisions: changes.map((change) => ({
      before: { behaviour: change.before.behaviour, ruleId: change.before.ruleId },
      after: { behaviour: change.after.behaviour, ruleId: change.after.ruleId },
      witness: witnessView(change.witness),
    })),
    complete,
  };
}

import { Problem } from '../../../shared/domain/index.ts';
import type { PolicyRuleExplainView, PolicyRuleView } from '../../../shared/ipc/index.ts';
import { witnessFor, type Catalogue, type CompiledRule, type Profile } from '../../governance/index.ts';
import { checkProfile, proofInput, witnessView } from './check.ts';

export function ruleView({ source, file, line, part, reason }: CompiledRule): PolicyRuleView {
  return { ...source, file, line, part, shownReason: reason };
}

/**
 * What a rule says, decides and is worth.
 *
 * @param textOf the text of a file of rules
 * @throws Problem `not_found`
 */
export async function explainRule(
  catalogue: Catalogue,
  profile: Profile,
  id: string,
  ports: { textOf(file: string): Promise<string>; clockMs(): number },
): Promise<PolicyRuleExplainView> {
  const rule = profile.policy.rules.find((each) => each.id === id.toUpperCase());
  if (rule === undefined)
    throw new Problem(
      'not_found',
      `the profile \`${profile.file.name}\` has no rule \`${id}\``,
      `There are: ${profile.policy.rules.map((each) => each.id).join(', ')}.`,
    );
  const witness = witnessFor(proofInput(catalogue, profile), rule.id);
  const { findings } = checkProfile(catalogue, profile, ports.clockMs);
  return {
    rule: ruleView(rule),
    text: excerpt(await ports.textOf(rule.file), rule.line),
    inWords: `${rule.source.description ?? rule.reason} ${SAYS[rule.behaviour]}`,
    decides: witness === undefined ? undefined : witnessView(witness),
    findings: findings.filter(({ ruleId }) => ruleId === rule.id),
  };
}

const SAYS = {
  allow: 'What it fits may happen, unless a rule denies it or asks.',
  ask: 'What it fits waits for a person, unless a rule denies it.',
  deny: 'What it fits never happens, whatever else is written.',
} as const;

/** The lines of one rule: from where it begins to where the next one does. */
export function excerpt(text: string, line: number): string {
  const lines = text.split(/\r?\n/);
  const first = lines[line - 1];
  if (first === undefined) return '';
  const indent = first.search(/\S/);
  const rest = lines.slice(line);
  const end = rest.findIndex((each) => /\S/.test(each) && each.search(/\S/) <= indent);
  return [first, ...(end === -1 ? rest : rest.slice(0, end))].join('\n').trimEnd();
}

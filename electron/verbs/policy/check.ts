import type {
  PolicyCheckView,
  PolicyFindingView,
  PolicyProblemView,
  PolicyWitnessView,
} from '../../../shared/ipc/index.ts';
import {
  provePolicy,
  type Catalogue,
  type ConfigProblem,
  type Finding,
  type PolicySource,
  type Precedence,
  type Profile,
  type ProofInput,
  type Witness,
} from '../../governance/index.ts';

/** What proofs about a profile's policy are made with. */
export function proofInput(catalogue: Catalogue, profile: Profile, precedence?: Precedence): ProofInput {
  return {
    policy: profile.policy,
    agents: new Map([...catalogue.agents].map(([name, { allowed_tools: tools }]) => [name, tools])),
    profile: profile.file.name,
    workstations: workstationsOf(profile.rules),
    precedence,
  };
}

/** Workstations that the rules in force may name. */
export function workstationsOf(sources: readonly PolicySource[]): string[] {
  return sources.flatMap(({ value }) => value.workstations ?? []);
}

/** Proves what can be proven about a profile as it would be in force. */
export function checkProfile(
  catalogue: Catalogue,
  profile: Profile,
  clockMs: () => number,
  precedence?: Precedence,
): PolicyCheckView {
  const began = clockMs();
  const { findings, classes } = provePolicy(proofInput(catalogue, profile, precedence));
  return {
    ok: findings.every(({ severity }) => severity !== 'error'),
    problems: [],
    findings: findings.map(findingView),
    rules: profile.policy.rules.length,
    classes,
    ms: clockMs() - began,
  };
}

/** A text that could not be read: its mistakes, and no proof. */
export function unreadCheck(problems: readonly ConfigProblem[]): PolicyCheckView {
  return { ok: false, problems: problems.map(problemView), findings: [], rules: 0, classes: 0, ms: 0 };
}

export function problemView(problem: ConfigProblem): PolicyProblemView {
  const { file, line, column, path, message, hint } = problem;
  return { file, line, column, path, message, hint };
}

export function findingView({
  kind,
  severity,
  rule,
  others,
  message,
  hint,
  witness,
}: Finding): PolicyFindingView {
  return {
    ...{ kind, severity, others: [...others], message, hint },
    ruleId: rule?.id,
    file: rule?.file ?? '',
    line: rule?.line ?? 0,
    witness: witness === undefined ? undefined : witnessView(witness),
  };
}

export function witnessView({ request, inWords, behaviour, ruleId, matched }: Witness): PolicyWitnessView {
  return { request, inWords, behaviour, ruleId, matched: [...matched] };
}

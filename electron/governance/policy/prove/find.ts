import { TOOL_NAMES, TOOL_SHAPES } from '../../../../shared/domain/index.ts';
import type { RuleCondition } from '../../../../shared/formats/index.ts';
import { asCondition } from '../args-pattern.ts';
import { toolsOf } from '../check-arguments.ts';
import type { CompiledRule } from '../compile.ts';
import { compileNames } from '../names.ts';
import { contains, intersect, isEmpty, type Box } from './boxes.ts';
import type { Question } from './classes.ts';
import { questions, type Reach } from './coverage.ts';
import type { Finding, Witness } from './findings.ts';
import { Proof, type ProofInput } from './prove.ts';
import { LISTED_ASPECTS, type ListedAspect } from './values.ts';
import { inWords, list } from './words.ts';

/** Overlaps of rules beyond so many are not listed: deny wins in each. */
const MOST_OVERLAPS = 20;

export interface Proven {
  readonly findings: readonly Finding[];
  /** Requests that some rule tells apart; the proofs are over all of them. */
  readonly classes: number;
}

/**
 * What holds for every request that can come: rules that never fit, rules that others always overrule,
 * asks that nobody is ever asked, rules that contradict each other, tools that nobody may use. Each with a
 * request that shows it. Where a free pattern keeps something from being proven, that is said.
 */
export function provePolicy(input: ProofInput): Proven {
  const proof = new Proof(input);
  const reaches = new Map<CompiledRule, Reach>();
  const findings: Finding[] = [];
  for (const rule of proof.policy.rules) {
    const found = aboutRule(proof, rule, reaches);
    findings.push(...found);
  }
  findings.push(...contradictions(proof), ...redundancies(proof));
  findings.push(...aboutTools(proof, reaches), ...aboutTheWhole(proof, reaches));
  const contradicted = new Set(
    findings
      .filter(({ kind, severity }) => kind === 'contradiction' && severity === 'warning')
      .map(({ rule }) => rule),
  );
  // A rule that another one contradicts whole is overruled too; once is enough.
  const isEcho = ({ kind, rule }: Finding): boolean =>
    (kind === 'shadowed_rule' || kind === 'unreachable_ask') && contradicted.has(rule);
  return { findings: findings.filter((finding) => !isEcho(finding)), classes: proof.classes.count };
}

function aboutRule(proof: Proof, rule: CompiledRule, reaches: Map<CompiledRule, Reach>): Finding[] {
  const findings: Finding[] = [];
  const box = proof.classes.boxOf(rule);
  if (isEmpty(box)) return [deadRule(proof, rule, box)];
  const pattern = rule.source.when.args_pattern;
  if (pattern !== undefined) findings.push(...aboutPattern(proof, rule, pattern));
  const found = proof.reachOf(rule);
  reaches.set(rule, found);
  if (found.kind === 'covered') findings.push(overruled(proof, rule, found));
  else if (found.kind === 'undecided' && findings.every(({ kind }) => kind !== 'cannot_decide')) {
    const ids = found.by.map(({ id }) => id);
    findings.push({
      ...{ kind: 'cannot_decide', severity: 'undecided', rule, others: ids },
      message:
        found.because === 'size'
          ? `whether ${rule.id} ever decides could not be worked out: too many rules meet here`
          : `whether ${rule.id} ever decides hangs on the pattern of ${list(ids.length === 0 ? [rule.id] : ids)}`,
      hint: 'Say what the pattern means as conditions under `args`; those can be proven.',
      witness: firstWitness(proof, [box], rule.source.when),
    });
  }
  return findings;
}

function deadRule(proof: Proof, rule: CompiledRule, box: Box): Finding {
  const at = box.indexOf(0n);
  const aspect = LISTED_ASPECTS[at] ?? 'call';
  const nearest = box.with(at, nearestClasses(proof, rule, aspect));
  return {
    ...{ kind: 'dead_rule', severity: 'warning', rule, others: [] },
    message: `${rule.id} never fits: ${NEVER[aspect]}`,
    hint: 'Change that condition, or take the rule out.',
    witness: isEmpty(nearest) ? undefined : firstWitness(proof, [nearest], rule.source.when),
  };
}

/** Every class of an aspect; of calls, those of the tools that the rule names. */
function nearestClasses(proof: Proof, { source }: CompiledRule, aspect: ListedAspect): bigint {
  const all = proof.classes.full[LISTED_ASPECTS.indexOf(aspect)] ?? 0n;
  if (aspect !== 'call' || source.when.tool === undefined) return all;
  const isNamed = compileNames(source.when.tool);
  return proof.classes.maskWhere('call', ({ tool }) => tool !== undefined && isNamed(tool)) || all;
}

const NEVER: Readonly<Record<ListedAspect, string>> = {
  call: 'no tool has this name, this effect and these arguments together',
  who: 'no agent or person calls like this',
  role: 'nobody has this role',
  labels: 'no data has and lacks these labels at once',
  time: 'the clock never stands there',
  place: 'no workstation bears this name',
};

function overruled(proof: Proof, rule: CompiledRule, found: Extract<Reach, { kind: 'covered' }>): Finding {
  const by = [...new Set(found.by.map(({ id }) => id))];
  const isAsk = rule.behaviour === 'ask';
  const what = isAsk ? 'nobody is ever asked' : `it never ${rule.behaviour === 'deny' ? 'denies' : 'allows'}`;
  return {
    kind: isAsk ? 'unreachable_ask' : 'shadowed_rule',
    severity: 'warning',
    rule,
    others: by,
    message:
      by.length === 0
        ? `${rule.id} never decides: no agent has the tools that it speaks of`
        : `${rule.id} never decides: ${list(by)} ${by.length === 1 ? 'decides' : 'decide'} everything it fits, so ${what}`,
    hint: 'Narrow the stronger rule, or take this one out.',
    witness: firstWitness(proof, proof.region(rule), rule.source.when),
  };
}

function aboutPattern(proof: Proof, rule: CompiledRule, pattern: string): Finding[] {
  const findings: Finding[] = [];
  const typed = asCondition(pattern);
  const tools = toolsOf(rule.source).filter(
    (tool) => typed !== undefined && typed.argument in TOOL_SHAPES[tool].args,
  );
  if (typed !== undefined && tools.length > 0) {
    const { in: words = [] } = typeof typed.condition === 'object' ? typed.condition : {};
    findings.push({
      ...{ kind: 'pattern_as_condition', severity: 'note', rule, others: [] },
      message: `the pattern of ${rule.id} looks at one argument of ${list(tools)}; as a condition it can be proven, and no other spelling passes it by`,
      hint: `Write \`args: {${typed.argument}: {in: [${words.join(', ')}]}}\` in its place.`,
    });
  }
  if (proof.fitting(rule) === undefined)
    findings.push({
      ...{ kind: 'cannot_decide', severity: 'undecided', rule, others: [] },
      message: `whether ${rule.id} ever fits hangs on its pattern, and no request was found that it fits`,
      hint: findings[0]?.hint ?? 'Say what the pattern means as conditions under `args`.',
      witness: firstWitness(proof, proof.region(rule), rule.source.when),
    });
  return findings;
}

function contradictions(proof: Proof): Finding[] {
  const { rules } = proof.policy;
  const overlaps: Finding[] = [];
  const findings: Finding[] = [];
  for (const [index, first] of rules.entries()) {
    for (const second of rules.slice(index + 1)) {
      if (first.behaviour === second.behaviour) continue;
      const [winner, loser] = proof.isStronger(first.behaviour, second.behaviour)
        ? [first, second]
        : [second, first];
      const [mine, other] = [proof.classes.boxOf(loser), proof.classes.boxOf(winner)];
      const common = intersect(mine, other);
      if (isEmpty(common) || proof.classes.inexact.has(loser) || proof.classes.inexact.has(winner)) continue;
      const same = contains(other, mine) && contains(mine, other);
      if (!same && !isSurprising(winner, loser)) continue;
      if (!same && (contains(other, mine) || contains(mine, other))) continue;
      const finding: Finding = {
        ...{ kind: 'contradiction', severity: same ? 'warning' : 'note', rule: loser, others: [winner.id] },
        message: same
          ? `${loser.id} says ${loser.behaviour} and ${winner.id} says ${winner.behaviour} to exactly the same requests`
          : `${loser.id} says ${loser.behaviour} and ${winner.id} says ${winner.behaviour} to some of the same requests; ${winner.behaviour} wins`,
        hint: same ? 'Take one of the two out.' : undefined,
        witness: firstWitness(proof, [common], { ...winner.source.when, ...loser.source.when }),
      };
      (same ? findings : overlaps).push(finding);
    }
  }
  return [...findings, ...overlaps.slice(0, MOST_OVERLAPS)];
}

/** A floor is meant to cut into what is allowed, and an ask into it as well; a deny beside an allow may not be. */
function isSurprising(winner: CompiledRule, loser: CompiledRule): boolean {
  return winner.behaviour !== 'ask' && loser.behaviour === 'allow' && winner.part !== 'floor';
}

/** A rule within another one of the same behaviour: nothing changes where it goes. */
function redundancies(proof: Proof): Finding[] {
  const { classes, policy } = proof;
  return policy.rules.flatMap((rule, index): Finding[] => {
    const box = classes.boxOf(rule);
    if (isEmpty(box)) return [];
    const wider = policy.rules.find((other, at) => {
      if (other === rule || other.behaviour !== rule.behaviour || classes.inexact.has(other)) return false;
      const outer = classes.boxOf(other);
      return contains(outer, box) && (!contains(box, outer) || at < index);
    });
    if (wider === undefined) return [];
    return [
      {
        ...{ kind: 'redundant_rule', severity: 'note', rule, others: [wider.id] },
        message: `${rule.id} adds nothing: ${wider.id} says ${rule.behaviour} to all that it fits`,
        hint: 'Keep it for its reason, or take it out.',
        witness: firstWitness(proof, [box], rule.source.when),
      },
    ];
  });
}

function aboutTools(proof: Proof, reaches: ReadonlyMap<CompiledRule, Reach>): Finding[] {
  if (proof.precedence.allowlistAllows) return [];
  const permitting = [...reaches].filter(
    ([rule, { kind }]) => rule.behaviour !== 'deny' && kind !== 'covered',
  );
  return TOOL_NAMES.flatMap((tool): Finding[] => {
    const box = proof.forTool(tool);
    const found = permitting
      .filter(([rule]) => toolsOf(rule.source).includes(tool))
      .map(([rule]) => ({ rule, reach: proof.reachOf(rule, box) }));
    if (found.some(({ reach }) => reach.kind === 'reached')) return [];
    const open = found.filter(({ reach }) => reach.kind === 'undecided').map(({ rule }) => rule.id);
    const witness = firstWitness(proof, [box], {});
    if (open.length > 0)
      return [
        {
          ...{ kind: 'cannot_decide', severity: 'undecided', others: open },
          message: `whether anyone may use ${tool} hangs on a pattern: ${list(open)}`,
          witness,
        },
      ];
    const denying = witness === undefined ? [] : [witness.ruleId];
    return [
      {
        ...{ kind: 'unused_tool', severity: 'note', others: denying },
        message: `nobody may use ${tool}: every request for it is denied`,
        witness,
      },
    ];
  });
}

function aboutTheWhole(proof: Proof, reaches: ReadonlyMap<CompiledRule, Reach>): Finding[] {
  const { classes, policy } = proof;
  const everything = policy.rules.filter(
    (rule) =>
      rule.behaviour === 'deny' && !classes.inexact.has(rule) && contains(classes.boxOf(rule), classes.full),
  );
  const witness = firstWitness(proof, [classes.full], {});
  if (everything.length > 0)
    return everything.map((rule) => ({
      ...({ kind: 'denies_everything', severity: 'error', rule, others: [], witness } as const),
      message: `${rule.id} denies everything to everybody, the administrator too`,
      hint: 'Say which tools, people or data it is about.',
    }));
  const working = proof.box({
    call: classes.maskWhere('call', ({ effect }) => effect !== 'control'),
  });
  const usable = [...reaches].some(
    ([rule, { kind }]) =>
      rule.behaviour !== 'deny' && kind !== 'covered' && proof.reachOf(rule, working).kind !== 'covered',
  );
  if (usable || proof.precedence.allowlistAllows) return [];
  return [
    {
      ...{ kind: 'allows_nothing', severity: 'error', others: [], witness },
      message: 'no rule allows anybody anything, so all work would be denied',
      hint: 'Add rules that say what may happen.',
    },
  ];
}

/** The first request of some boxes, with what is really decided about it. */
function firstWitness(proof: Proof, boxes: readonly Box[], about: RuleCondition): Witness | undefined {
  let chosen: Question | undefined;
  for (const question of questions(boxes, proof.classes, () => [])) {
    chosen ??= question;
    // One that rules decide tells more than one that a role or an allowlist ends.
    if (!/^(?:ROLE|LIMIT)-/.test(proof.precedence.decide(question, proof.policy).ruleId)) {
      chosen = question;
      break;
    }
  }
  return chosen === undefined ? undefined : witnessOf(proof, chosen, about);
}

/** A request that this rule decides, really asked; undefined where none was found. */
export function witnessFor(input: ProofInput, id: string): Witness | undefined {
  const proof = new Proof(input);
  const rule = input.policy.rules.find((each) => each.id === id);
  if (rule === undefined) return undefined;
  const found = proof.reachOf(rule);
  return found.kind === 'reached' ? witnessOf(proof, found.question, rule.source.when) : undefined;
}

function witnessOf(proof: Proof, question: Question, about: RuleCondition): Witness {
  const { request, facts } = question;
  const { behaviour, ruleId } = proof.precedence.decide(question, proof.policy);
  const matched = proof.policy.rules.filter((rule) => {
    try {
      return rule.fits(request, facts);
    } catch {
      return true;
    }
  });
  return {
    ...{ request, facts, behaviour, ruleId },
    inWords: inWords(request, facts, about),
    matched: matched.map(({ id }) => id),
  };
}

import type { Behaviour } from '../../../../shared/domain/index.ts';
import { decide, type Said } from '../authorize.ts';
import type { CompiledRule, Policy } from '../compile.ts';
import { intersect, isEmpty, subtract, uncovered, type Box } from './boxes.ts';
import { classesOf, type Classes } from './classes.ts';
import { questions } from './coverage.ts';
import type { Witness } from './findings.ts';
import type { Allowlists } from './values.ts';
import { inWords } from './words.ts';

export interface DecisionChange {
  readonly before: Said;
  readonly after: Said;
  readonly witness: Witness;
}

/** Pairs of rules shown, and pieces that may lie open at a time. */
const MOST_CHANGES = 200;
const MOST_PIECES = 20_000;
const STRONGER: Readonly<Record<Behaviour, readonly Behaviour[]>> = {
  allow: ['ask', 'deny'],
  ask: ['deny'],
  deny: [],
};

/**
 * Requests that two policies decide differently, one for each pair of rules that decide; each was really
 * asked of both. Where a decision differs, a rule that came or went decides it in one of the two, so the
 * regions of those rules are all that is looked through.
 *
 * @returns `complete` false where a pattern, or the number of differences, leaves more to be found
 */
export function diffDecisions(
  left: Policy,
  right: Policy,
  known: { readonly agents: Allowlists; readonly profile: string; readonly workstations: readonly string[] },
): { readonly changes: readonly DecisionChange[]; readonly complete: boolean } {
  const before = new Set(left.rules.map(keyOf));
  const after = new Set(right.rules.map(keyOf));
  const come = right.rules.filter((rule) => !before.has(keyOf(rule)));
  const gone = left.rules.filter((rule) => !after.has(keyOf(rule)));
  const classes = classesOf([...left.rules, ...right.rules], known);
  const found = new Map<string, DecisionChange>();
  let complete = classes.inexact.size === 0;
  const look = (rule: CompiledRule, own: Policy, other: Policy): void => {
    const region = decidedRegion(rule, own, classes);
    const pieces = region === undefined ? undefined : split(region, other, classes);
    if (pieces === undefined) complete = false;
    for (const { behaviour, box } of pieces ?? []) {
      if (behaviour === rule.behaviour) continue;
      const change = firstChange(box, { left, right, classes, rule });
      if (change === undefined) continue;
      const name = JSON.stringify([change.before.ruleId, change.after.ruleId]);
      if (!found.has(name)) found.set(name, change);
      if (found.size >= MOST_CHANGES) complete = false;
    }
  };
  for (const rule of gone) if (found.size < MOST_CHANGES) look(rule, left, right);
  for (const rule of come) if (found.size < MOST_CHANGES) look(rule, right, left);
  return { changes: [...found.values()], complete };
}

function keyOf({ source }: CompiledRule): string {
  return JSON.stringify([source.id, source.behaviour, source.when]);
}

/** Where the rule's behaviour stands, since nothing stronger of its own policy fits. */
function decidedRegion(rule: CompiledRule, policy: Policy, classes: Classes): Box[] | undefined {
  const stronger = policy.rules.filter(
    (other) => STRONGER[rule.behaviour].includes(other.behaviour) && !classes.inexact.has(other),
  );
  return uncovered([classes.boxOf(rule)], stronger.map(classes.boxOf), MOST_PIECES);
}

/** The same requests by what another policy says to them; undefined where there are too many pieces. */
function split(
  region: readonly Box[],
  policy: Policy,
  classes: Classes,
): { behaviour: Behaviour; box: Box }[] | undefined {
  const pieces: { behaviour: Behaviour; box: Box }[] = [];
  let left = [...region];
  for (const behaviour of ['deny', 'ask', 'allow'] as const) {
    for (const rule of policy.rules) {
      if (rule.behaviour !== behaviour) continue;
      const own = classes.boxOf(rule);
      for (const box of left) {
        const common = intersect(box, own);
        if (!isEmpty(common)) pieces.push({ behaviour, box: common });
      }
      if (!classes.inexact.has(rule)) left = left.flatMap((box) => subtract(box, own));
      if (left.length + pieces.length > MOST_PIECES) return undefined;
    }
  }
  return [...pieces, ...left.map((box) => ({ behaviour: 'deny' as const, box }))];
}

function firstChange(
  box: Box,
  { left, right, classes, rule }: { left: Policy; right: Policy; classes: Classes; rule: CompiledRule },
): DecisionChange | undefined {
  for (const { request, facts } of questions([box], classes, () => [])) {
    const before = decide(request, left, facts);
    const after = decide(request, right, facts);
    if (before.behaviour === after.behaviour) continue;
    const { behaviour, ruleId } = after;
    const matched = right.candidates(request).filter((each) => fits(each, { request, facts }));
    const witness: Witness = {
      ...{ request, facts, behaviour, ruleId, matched: matched.map(({ id }) => id) },
      inWords: inWords(request, facts, rule.source.when),
    };
    return { before, after, witness };
  }
  return undefined;
}

function fits(rule: CompiledRule, { request, facts }: Pick<Witness, 'request' | 'facts'>): boolean {
  try {
    return rule.fits(request, facts);
  } catch {
    return true;
  }
}

import type {
  Behaviour,
  DecisionPart,
  MatchedRule,
  PolicyRequest,
  Sha256Hex,
} from '../../../shared/domain/index.ts';
import { canonicalJson, type PolicyFile, type PolicyRule } from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { BUILT_IN_RULES, ROLES_FOR_EFFECT, type PolicyFacts } from './built-in.ts';
import { compileConditions, type Test } from './conditions.ts';

/** A policy file that was read, and where its parts stand. */
export interface PolicySource {
  /** `policies/hipaa.yaml` */
  readonly file: string;
  readonly value: PolicyFile;
  /** Whose rules these are; the profile's own unless told. */
  readonly part?: RulePart | undefined;
  place(path: readonly PropertyKey[]): { readonly line: number; readonly column: number };
}
export type RulePart = Extract<DecisionPart, 'floor' | 'profile' | 'site'>;

export interface CompiledRule {
  readonly id: string;
  readonly behaviour: Behaviour;
  readonly reason: string;
  readonly priority: number;
  readonly file: string;
  readonly line: number;
  readonly part: RulePart;
  readonly source: PolicyRule;
  readonly tests: readonly Test[];
  /** Whether the rule speaks of this request. @throws where it cannot tell; that denies */
  fits(request: PolicyRequest, facts: PolicyFacts): boolean;
  /** How the rule stands in a decision. */
  readonly asDeciding: MatchedRule;
  readonly asOverruled: MatchedRule;
}

/** All rules in force together. */
export interface Policy {
  /** SHA-256 over the canonical JSON of every rule, the built-in ones included. */
  readonly sha256: Sha256Hex;
  /** In the order in which decisions name them: by priority, then by id. */
  readonly rules: readonly CompiledRule[];
  /** The rules that tool, effect, agent, role and kind of caller leave over, in the same order. */
  candidates(request: PolicyRequest): readonly CompiledRule[];
}

/** Joins checked policy files into one policy. Which file comes first makes no difference. */
export function compilePolicy(sources: readonly PolicySource[]): Policy {
  const sorted = sources.toSorted((left, right) => (left.file < right.file ? -1 : 1));
  const rules = sorted.flatMap((source) =>
    source.value.rules.map((rule, index) =>
      compileRule(rule, {
        file: source.file,
        line: source.place(['rules', index]).line,
        part: source.part ?? 'profile',
      }),
    ),
  );
  rules.sort(inOrder);
  const hashed = {
    builtIn: { rules: BUILT_IN_RULES, rolesForEffect: ROLES_FOR_EFFECT },
    files: sorted.map(({ file, value, part = 'profile' }) => ({ file, part, value })),
  };
  return { sha256: sha256Hex(canonicalJson(hashed)), rules, candidates: indexed(rules) };
}

function compileRule(
  source: PolicyRule,
  at: { readonly file: string; readonly line: number; readonly part: RulePart },
): CompiledRule {
  const { id, behaviour, priority = 0 } = source;
  const tests = compileConditions(source.when, behaviour);
  const reason = source.reason ?? source.description ?? `The rule ${id} says ${behaviour}.`;
  const matched = { id, behaviour, reason, ...at };
  return {
    ...{ ...matched, priority, source, tests },
    fits: (request, facts) => tests.every((test) => test.fits(request, facts)),
    asDeciding: { ...matched, decided: true },
    asOverruled: { ...matched, decided: false },
  };
}

function inOrder(left: CompiledRule, right: CompiledRule): number {
  if (left.priority !== right.priority) return right.priority - left.priority;
  return left.id < right.id ? -1 : 1;
}

/** Lists kept at most. There are about 20 tools, 4 roles and a few agents. */
const MAX_LISTS = 4096;

/**
 * Remembers per tool, role and agent which rules are left over, so that a decision asks those alone. The
 * answer is the same with and without the memory.
 */
function indexed(rules: readonly CompiledRule[]): Policy['candidates'] {
  const lists = new Map<string, readonly CompiledRule[]>();
  return (request) => {
    const { effect, role, by, tool, agent = '' } = request;
    // The length keeps a tool and an agent apart whatever letters they hold.
    const key = `${effect} ${role} ${by} ${tool.length} ${tool} ${agent}`;
    const known = lists.get(key);
    if (known !== undefined) return known;
    const left = rules.filter(({ tests }) => tests.every((test) => !test.named || test.fits(request, {})));
    if (lists.size >= MAX_LISTS) lists.clear();
    lists.set(key, left);
    return left;
  };
}

import { TOOL_SHAPES, type PolicyRequest, type ToolShape } from '../../../../shared/domain/index.ts';
import { toolsOf } from '../check-arguments.ts';
import type { PolicyFacts } from '../built-in.ts';
import type { CompiledRule } from '../compile.ts';
import type { Box } from './boxes.ts';
import { LISTED_ASPECTS, valuesOf, type Allowlists, type ListedAspect, type Facet } from './values.ts';

/** A request that the decision function can be asked. */
export interface Question {
  readonly request: PolicyRequest;
  readonly facts: PolicyFacts;
}

/** Every request, sorted into classes that no rule tells apart; per aspect one stands for its class. */
export interface Classes {
  readonly full: Box;
  /** Requests that the rule may fit. Exact unless the rule is in `inexact`. */
  boxOf(rule: CompiledRule): Box;
  /** Rules of which the box holds requests that they may not fit: those with a pattern. */
  readonly inexact: ReadonlySet<CompiledRule>;
  /** Classes of one aspect whose stand-in fulfils something. */
  maskWhere(aspect: ListedAspect, holds: (value: Facet) => boolean): bigint;
  /** The request that stands for one class per aspect. */
  question(at: readonly number[]): Question;
  /** How many classes there are over all aspects. */
  readonly count: number;
}

export function classesOf(
  rules: readonly CompiledRule[],
  known: { readonly agents: Allowlists; readonly profile: string; readonly workstations: readonly string[] },
): Classes {
  const values = valuesOf(rules, known);
  const boxes = new Map<CompiledRule, bigint[]>(rules.map((rule) => [rule, []]));
  const inexact = new Set(rules.filter(isInexact));
  const standIns: Facet[][] = [];
  for (const aspect of LISTED_ASPECTS) {
    const sorted = sortIntoClasses(aspect, values[aspect], rules, known.agents, inexact);
    standIns.push(sorted.standIns);
    for (const [rule, box] of boxes) box.push(sorted.masks.get(rule) ?? 0n);
  }
  const full = standIns.map(({ length }) => (1n << BigInt(length)) - 1n);
  return {
    full,
    inexact,
    boxOf: (rule) => boxes.get(rule) ?? full.map(() => 0n),
    maskWhere: (aspect, holds) => {
      const members = standIns[LISTED_ASPECTS.indexOf(aspect)] ?? [];
      return members.reduce((mask, value, at) => (holds(value) ? mask | (1n << BigInt(at)) : mask), 0n);
    },
    question: (at) =>
      asQuestion(
        at.reduce((parts: Facet, index, aspect) => ({ ...parts, ...standIns[aspect]?.[index] }), {}),
        known.agents,
      ),
    count: standIns.reduce((product, { length }) => product * length, 1),
  };
}

/** Patterns, and conditions on lists, fit requests that cannot all be listed. */
function isInexact({ source }: CompiledRule): boolean {
  if (source.when.args_pattern !== undefined) return true;
  return toolsOf(source).some((tool) => {
    const shapes: ToolShape['args'] = TOOL_SHAPES[tool].args;
    return Object.keys(source.when.args ?? {}).some((argument) => shapes[argument]?.kind === 'texts');
  });
}

/** Values that every rule treats alike are one class. */
function sortIntoClasses(
  aspect: ListedAspect,
  values: readonly Facet[],
  rules: readonly CompiledRule[],
  agents: Allowlists,
  inexact: Set<CompiledRule>,
): { standIns: Facet[]; masks: Map<CompiledRule, bigint> } {
  const asked = rules.map((rule) => ({ rule, tests: rule.tests.filter((test) => test.aspect === aspect) }));
  const picky = asked.filter(({ tests }) => tests.length > 0);
  const known = new Map<string, number>();
  const standIns: Facet[] = [];
  const masks = new Map<CompiledRule, bigint>();
  for (const value of values) {
    const { request, facts } = asQuestion(value, agents);
    const answers = picky.map(({ rule, tests }) => {
      try {
        return tests.every((test) => test.fits(request, facts));
      } catch {
        // It denies there, which no box says: so nothing is proven with this rule.
        inexact.add(rule);
        return true;
      }
    });
    const key = `${signature(answers)} ${apart(aspect, value, agents)}`;
    if (known.has(key)) continue;
    const bit = 1n << BigInt(standIns.length);
    known.set(key, standIns.length);
    standIns.push(value);
    for (const [index, fits] of answers.entries()) {
      const rule = picky[index]?.rule;
      if (fits && rule !== undefined) masks.set(rule, (masks.get(rule) ?? 0n) | bit);
    }
  }
  const every = (1n << BigInt(standIns.length)) - 1n;
  for (const { rule, tests } of asked) if (tests.length === 0) masks.set(rule, every);
  return { standIns, masks };
}

function signature(answers: readonly boolean[]): string {
  return answers.map((fits) => (fits ? '1' : '0')).join('');
}

/** What built-in rules tell apart although no rule of a file does. */
function apart(aspect: ListedAspect, { tool, role, by, agent }: Facet, agents: Allowlists): string {
  if (aspect === 'call') return tool ?? '';
  if (aspect === 'role') return role ?? '';
  if (aspect === 'who') return `${by ?? ''} ${agents.get(agent ?? '')?.join(' ') ?? ''}`;
  return '';
}

/** A whole request around some of its aspects. */
export function asQuestion(parts: Facet, agents: Allowlists): Question {
  const { workstation = 'any-other', localTime = { day: 'mon', minute: 0 }, ...request } = parts;
  return {
    request: {
      ...{ by: 'person', role: 'operator', tool: 'finish', effect: 'control', args: {}, labels: [] },
      ...{ purpose: 'model', complianceProfile: '', valuesLost: 0 },
      ...request,
    },
    facts: { allowedTools: agents.get(request.agent ?? '') ?? [], workstation, localTime },
  };
}

import {
  ROLES,
  TOOL_EFFECTS,
  TOOL_NAMES,
  TOOL_SHAPES,
  type Behaviour,
  type ToolName,
} from '../../../../shared/domain/index.ts';
import { asCondition } from '../args-pattern.ts';
import { ROLES_FOR_EFFECT } from '../built-in.ts';
import type { CompiledRule, Policy } from '../compile.ts';
import { intersect, isEmpty, type Box } from './boxes.ts';
import { classesOf, type Classes, type Question } from './classes.ts';
import { reach, type Cover, type Reach } from './coverage.ts';
import { DENY_FIRST, type Precedence } from './precedence.ts';
import { LISTED_ASPECTS, type Allowlists, type ListedAspect } from './values.ts';

export interface ProofInput {
  readonly policy: Policy;
  readonly agents: Allowlists;
  /** The compliance profile that the policy is for. */
  readonly profile: string;
  readonly workstations: readonly string[];
  /** Ours unless told. */
  readonly precedence?: Precedence | undefined;
}

/** What proofs about one policy are made with: every rule as a box, and which rule is stronger. */
export class Proof {
  readonly policy: Policy;
  readonly classes: Classes;
  readonly agents: Allowlists;
  readonly precedence: Precedence;
  /** Requests that can come at all. */
  readonly universe: readonly Box[];
  readonly #builtIn: readonly Cover[];

  constructor({ policy, agents, profile, workstations, precedence = DENY_FIRST }: ProofInput) {
    this.policy = policy;
    this.agents = agents;
    this.precedence = precedence;
    this.classes = classesOf(policy.rules, { agents, profile, workstations });
    const perAgent = [...agents].map(([agent, tools]) => ({
      agent,
      box: this.box({ who: this.#agent(agent), call: this.#tools((tool) => tools.includes(tool)) }),
    }));
    this.universe = precedence.allowlistAllows ? perAgent.map(({ box }) => box) : [this.classes.full];
    this.#builtIn = precedence.allowlistAllows
      ? perAgent.map(({ agent, box }) => ({ id: `allowlist of ${agent}`, behaviour: 'allow', box }))
      : this.#boundsOf();
  }

  /** The requests that a rule may fit, as far as they can come at all. */
  region(rule: CompiledRule): Box[] {
    const box = this.classes.boxOf(rule);
    return this.universe.map((each) => intersect(each, box)).filter((each) => !isEmpty(each));
  }

  isStronger(left: Behaviour, right: Behaviour): boolean {
    const { strongestFirst } = this.precedence;
    return strongestFirst.indexOf(left) < strongestFirst.indexOf(right);
  }

  /** Whether the rule's behaviour ever comes about through it, within a part of its region. */
  reachOf(rule: CompiledRule, within: Box = this.classes.full): Reach {
    const stronger: Cover[] = [
      ...this.#builtIn,
      ...this.policy.rules.map((each) => ({
        ...{ id: each.id, behaviour: each.behaviour, box: this.classes.boxOf(each), rule: each },
      })),
    ].filter(({ behaviour }) => this.isStronger(behaviour, rule.behaviour));
    const region = this.region(rule)
      .map((box) => intersect(box, within))
      .filter((box) => !isEmpty(box));
    return reach(region, stronger, {
      classes: this.classes,
      exact: !this.classes.inexact.has(rule),
      isReached: (question) => this.decidedBy(rule, question),
      more: (question) => this.#samples(question),
    });
  }

  /** Whether the decision function, really asked, takes this rule's behaviour while the rule fits. */
  decidedBy(rule: CompiledRule, question: Question): boolean {
    if (this.precedence.decide(question, this.policy).behaviour !== rule.behaviour) return false;
    return fitsSurely(rule, question);
  }

  /** A request that the rule really fits, tried one by one; undefined where none was found. */
  fitting(rule: CompiledRule): Question | undefined {
    const found = reach(this.region(rule), [], {
      classes: this.classes,
      exact: false,
      isReached: (question) => fitsSurely(rule, question),
      more: (question) => this.#samples(question),
    });
    return found.kind === 'reached' ? found.question : undefined;
  }

  /** The box with these classes of some aspects and every class of the others. */
  box(some: Partial<Record<ListedAspect, bigint>>): Box {
    return LISTED_ASPECTS.map((aspect, at) => some[aspect] ?? this.classes.full[at] ?? 0n);
  }

  forTool(tool: ToolName): Box {
    return this.box({ call: this.#tools((each) => each === tool) });
  }

  /** ROLE-001 and ROLE-003, which no file can change. */
  #boundsOf(): Cover[] {
    const roles = TOOL_EFFECTS.map((effect): Cover => {
      const without = ROLES.filter((role) => !ROLES_FOR_EFFECT[effect].includes(role));
      const role = this.classes.maskWhere('role', (facet) => without.some((each) => each === facet.role));
      const call = this.#tools((tool) => TOOL_SHAPES[tool].effect === effect);
      return { id: 'ROLE-001', behaviour: 'deny', box: this.box({ role, call }) };
    });
    const agents = [...this.agents].map(([agent, tools]): Cover => {
      const call = this.#tools((tool) => !tools.includes(tool) && TOOL_SHAPES[tool].effect !== 'control');
      return { id: 'ROLE-003', behaviour: 'deny', box: this.box({ who: this.#agent(agent), call }) };
    });
    return [...roles, ...agents].filter(({ box }) => !isEmpty(box));
  }

  #agent(name: string): bigint {
    return this.classes.maskWhere(
      'who',
      ({ by, agent }) => by === 'agent' && this.#sameTools(agent ?? '', name),
    );
  }

  /** Agents with the same allowlist whom no rule tells apart are one class. */
  #sameTools(left: string, right: string): boolean {
    return left === right || this.agents.get(left)?.join(' ') === this.agents.get(right)?.join(' ');
  }

  #tools(holds: (tool: ToolName) => boolean): bigint {
    const tools = TOOL_NAMES.filter(holds);
    return this.classes.maskWhere('call', (facet) => tools.some((tool) => tool === facet.tool));
  }

  /** The same request with arguments that patterns of the policy look for. */
  #samples({ request, facts }: Question): Question[] {
    return this.policy.rules.flatMap(({ source }) => {
      const found =
        source.when.args_pattern === undefined ? undefined : asCondition(source.when.args_pattern);
      if (found === undefined || !(found.argument in request.args)) return [];
      const { condition, argument } = found;
      const kind = TOOL_SHAPES[request.tool as ToolName].args[argument]?.kind;
      if (typeof condition !== 'object' || (kind !== 'text' && kind !== 'name')) return [];
      return (condition.in ?? []).map((value) => ({
        request: { ...request, args: { ...request.args, [argument]: value } },
        facts,
      }));
    });
  }
}

function fitsSurely(rule: CompiledRule, { request, facts }: Question): boolean {
  try {
    return rule.fits(request, facts);
  } catch {
    return false;
  }
}

import type {
  Decision,
  DecisionBasis,
  DecisionPart,
  MatchedRule,
  PolicyRequest,
} from '../../../shared/domain/index.ts';
import { ROLES_FOR_EFFECT } from './built-in.ts';

/** What one part of the house contributed to a decision. */
export interface Contribution {
  readonly part: DecisionPart;
  readonly title: string;
  readonly says: 'allow' | 'ask' | 'deny' | 'nothing';
  /** As a sentence. */
  readonly detail: string;
  readonly rules: readonly MatchedRule[];
}

/**
 * Everything that spoke in a decision, in the order of the house: the person's role, the agent's allowlist,
 * the limits, the floor of the profile, its rules or the site's, the default. Parts that had nothing against
 * it are named as well, since "why was this allowed" is asked as often.
 */
export function contributionsOf(decision: Decision): Contribution[] {
  const { basis, matched } = decision;
  const ofPart = (part: DecisionPart): MatchedRule[] => matched.filter((rule) => partOf(rule) === part);
  const parts: Contribution[] = [];
  if (basis !== undefined) parts.push(...bounds(basis, ofPart));
  for (const part of ['stage', 'floor', 'site', 'profile', 'default'] as const) {
    const rules = ofPart(part);
    if (rules.length === 0 && part !== 'floor') continue;
    parts.push({
      ...{ part, rules, says: strongest(rules) },
      title: titleOf(part, basis?.complianceProfile),
      detail: rules.length === 0 ? 'No rule of the floor speaks of this.' : describe(rules),
    });
  }
  return parts;
}

function bounds(basis: DecisionBasis, ofPart: (part: DecisionPart) => MatchedRule[]): Contribution[] {
  const { role, effect, by, agent, toolListed, tool } = basis;
  const mayRole = ROLES_FOR_EFFECT[effect].includes(role);
  const parts: Contribution[] = [
    {
      ...{ part: 'role', title: `Role ${role}`, rules: ofPart('role'), says: mayRole ? 'allow' : 'deny' },
      detail: mayRole
        ? `The role ${role} may ${DOING[effect]}.`
        : `The role ${role} may not ${DOING[effect]}; ${ROLES_FOR_EFFECT[effect].join(' and ')} may.`,
    },
  ];
  if (by === 'agent')
    parts.push({
      ...{ part: 'agent', title: `Agent ${agent ?? '?'}`, rules: ofPart('agent') },
      says: toolListed || effect === 'control' ? 'allow' : 'deny',
      detail:
        toolListed || effect === 'control'
          ? `${tool} is on the agent's allowlist.`
          : `${tool} is not on the agent's allowlist, so it does not exist for it.`,
    });
  const limits = limitsOf(basis, ofPart('limits'));
  return limits === undefined ? parts : [...parts, limits];
}

function limitsOf({ limits, used }: DecisionBasis, rules: MatchedRule[]): Contribution | undefined {
  if (limits === undefined) return undefined;
  const figure = (name: keyof typeof limits, unit: string): string =>
    `${round(used?.[name])} of ${round(limits[name])} ${unit}`;
  return {
    ...{ part: 'limits', title: 'Limits', rules, says: rules.length === 0 ? 'allow' : 'deny' },
    detail: `Used: ${figure('tokens', 'tokens')}, ${figure('toolCalls', 'calls')}, ${figure('minutes', 'minutes')}.`,
  };
}

const DOING: Readonly<Record<PolicyRequest['effect'], string>> = {
  read: 'have data looked at',
  transform: 'have data changed',
  export: 'have data exported',
  egress: 'have a network reached',
  promote: 'have a model put into service',
  control: 'have a step ended',
};

function titleOf(part: DecisionPart, profile = ''): string {
  const of = profile === '' ? '' : ` ${profile}`;
  const titles: Partial<Record<DecisionPart, string>> = {
    stage: 'Gate',
    floor: `Floor of the profile${of}`,
    profile: `Rules of the profile${of}`,
    site: 'Rules of the site',
    default: 'Default',
  };
  return titles[part] ?? part;
}

function describe(rules: readonly MatchedRule[]): string {
  return rules
    .map(({ id, behaviour, reason, decided }) => {
      const lost = decided ? '' : ' (overruled)';
      return `${id} says ${behaviour}${lost}: ${reason}`;
    })
    .join(' ');
}

function strongest(rules: readonly MatchedRule[]): Contribution['says'] {
  for (const behaviour of ['deny', 'ask', 'allow'] as const)
    if (rules.some((rule) => rule.behaviour === behaviour)) return behaviour;
  return 'nothing';
}

/** Decisions from before parts were recorded tell them by where a rule stands. */
function partOf({ part, id, file }: MatchedRule): DecisionPart {
  if (part !== undefined) return part;
  if (file.startsWith('built in:')) return 'stage';
  if (id.startsWith('ROLE-001')) return 'role';
  if (id.startsWith('ROLE-')) return 'agent';
  if (id.startsWith('LIMIT-')) return 'limits';
  return id === 'DEFAULT-DENY' ? 'default' : 'profile';
}

function round(value: number | undefined): string {
  return value === undefined ? '?' : value.toLocaleString('en', { maximumFractionDigits: 1 });
}

import { preparsePolicySet, statefulIsAuthorized, type Context } from '@cedar-policy/cedar-wasm/nodejs';
import {
  TOOL_EFFECTS,
  TOOL_NAMES,
  TOOL_SHAPES,
  WEEKDAYS,
  type Behaviour,
  type PolicyRequest,
} from '../../../../shared/domain/index.ts';
import type { PolicyRule } from '../../../../shared/formats/index.ts';
import { ROLES_FOR_EFFECT, type PolicyFacts } from '../built-in.ts';
import { compileNames } from '../names.ts';
import { MADE_AGENTS } from './random-policy.ts';

// The same rules in the language of Cedar, as a second opinion. Cedar knows permit and forbid: an ask is a
// permit whose name says so, and wins over others where Cedar names it among its reasons.

/** Parses the rules once under a name. @throws where Cedar does not take them */
export function prepareCedar(name: string, rules: readonly PolicyRule[]): void {
  const written = [...builtIn(), ...rules.map((rule): [string, string] => [rule.id, inCedar(rule)])];
  const answer = preparsePolicySet(name, { staticPolicies: Object.fromEntries(written) });
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
}

/** What Cedar decides, under rules prepared before. */
export function askCedar(
  name: string,
  rules: ReadonlyMap<string, PolicyRule>,
  question: CedarQuestion,
): Behaviour {
  const answer = statefulIsAuthorized({
    ...question,
    resource: { type: 'Data', id: 'table' },
    preparsedPolicySetId: name,
    entities: [],
  });
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0)
    throw new Error(`Cedar could not evaluate a rule: ${JSON.stringify(diagnostics.errors[0])}`);
  if (decision === 'deny') return 'deny';
  return diagnostics.reason.some((id) => rules.get(id)?.behaviour === 'ask') ? 'ask' : 'allow';
}

interface CedarQuestion {
  readonly principal: { type: string; id: string };
  readonly action: { type: string; id: string };
  readonly context: Context;
}

/** A request as Cedar is asked. */
export function cedarQuestion(request: PolicyRequest, facts: PolicyFacts): CedarQuestion {
  const { agent, tool, role, labels, purpose, deidProfile, valuesLost, args } = request;
  const { allowedTools = [], workstation = '', localTime, limits, used } = facts;
  return {
    principal: agent === undefined ? { type: 'Person', id: 'someone' } : { type: 'Agent', id: agent },
    action: { type: 'Action', id: tool },
    context: {
      ...{ role, purpose, valuesLost, workstation, args },
      labels: [...labels],
      listed: allowedTools.some((each) => each === tool),
      ...(deidProfile !== undefined && { deidProfile }),
      ...(localTime !== undefined && { day: localTime.day, minute: localTime.minute }),
      ...(limits !== undefined &&
        used !== undefined && {
          limits: { ...limits },
          used: { ...used },
        }),
    },
  };
}

function builtIn(): [string, string][] {
  const roles = TOOL_EFFECTS.map((effect): [string, string] => {
    const tools = TOOL_NAMES.filter((tool) => TOOL_SHAPES[tool].effect === effect);
    return [
      `ROLE-001 ${effect}`,
      `forbid(principal, ${actions(tools)}, resource) unless { ${set(ROLES_FOR_EFFECT[effect])}.contains(context.role) };`,
    ];
  });
  const acting = actions(TOOL_NAMES.filter((tool) => TOOL_SHAPES[tool].effect !== 'control'));
  const limit = (figure: string) =>
    `forbid(principal, ${acting}, resource) when { context has limits && !(context.used.${figure} < context.limits.${figure}) };`;
  return [
    ...roles,
    ['ROLE-003', `forbid(principal is Agent, ${acting}, resource) unless { context.listed };`],
    ...['tokens', 'toolCalls', 'minutes'].map((figure): [string, string] => [
      `LIMIT ${figure}`,
      limit(figure),
    ]),
  ];
}

function inCedar({ behaviour, when }: PolicyRule): string {
  const tools = TOOL_NAMES.filter(
    (tool) =>
      (when.tool === undefined || compileNames(when.tool)(tool)) &&
      (when.effect === undefined || compileNames(when.effect)(TOOL_SHAPES[tool].effect)),
  );
  const conditions: string[] = [];
  const among = (names: string | string[] | undefined, attribute: string): void => {
    if (names !== undefined) conditions.push(`${set([names].flat())}.contains(context.${attribute})`);
  };
  if (when.by !== undefined) conditions.push(`principal is ${when.by === 'agent' ? 'Agent' : 'Person'}`);
  if (when.agent !== undefined) {
    const agents = [...MADE_AGENTS.keys()].filter(compileNames(when.agent));
    conditions.push(`[${agents.map((agent) => `Agent::"${agent}"`).join(', ')}].contains(principal)`);
  }
  among(when.role, 'role');
  among(when.purpose, 'purpose');
  among(when.workstation, 'workstation');
  if (when.deid_profile !== undefined) conditions.push('context has deidProfile');
  among(when.deid_profile, 'deidProfile');
  if (when.data?.contains !== undefined)
    conditions.push(`context.labels.containsAny(${set(when.data.contains)})`);
  if (when.data?.lacks !== undefined) conditions.push(`!context.labels.containsAny(${set(when.data.lacks)})`);
  if (when.values_lost !== undefined) conditions.push(`context.valuesLost > ${when.values_lost.gt}`);
  conditions.push(...argumentsInCedar(when), ...timeInCedar(when));
  const effect = behaviour === 'deny' ? 'forbid' : 'permit';
  return `${effect}(principal, ${actions(tools)}, resource) when { ${conditions.length === 0 ? 'true' : conditions.join(' && ')} };`;
}

function argumentsInCedar(when: PolicyRule['when']): string[] {
  return Object.entries(when.args ?? {}).flatMap(([argument, condition]) => {
    const value = `context.args.${argument}`;
    const has = `context.args has ${argument}`;
    if (typeof condition !== 'object') return [has, `${value} == ${JSON.stringify(condition)}`];
    const { in: list, gt, lt } = condition;
    return [
      has,
      ...(list === undefined
        ? []
        : [`[${list.map((each) => JSON.stringify(each)).join(', ')}].contains(${value})`]),
      ...(gt === undefined ? [] : [`${value} > ${gt}`]),
      ...(lt === undefined ? [] : [`${value} < ${lt}`]),
    ];
  });
}

/** Each day with the day after it, on which a window past midnight ends. */
function timeInCedar({ time_window: window }: PolicyRule['when']): string[] {
  if (window === undefined) return [];
  const days = [window.days ?? WEEKDAYS].flat() as (typeof WEEKDAYS)[number][];
  const after = days.map((day) => WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % 7] ?? day);
  const spans = [window.hours ?? '00:00-24:00'].flat().map((text) => {
    const [from = 0, until = 0] = text
      .split('-')
      .map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)));
    const within = `${set(days)}.contains(context.day) && context.minute >= ${from}`;
    return from < until
      ? `(${within} && context.minute < ${until})`
      : `((${within}) || (${set(after)}.contains(context.day) && context.minute < ${until}))`;
  });
  return [`(${spans.join(' || ')})`];
}

function actions(tools: readonly string[]): string {
  return `action in [${tools.map((tool) => `Action::"${tool}"`).join(', ')}]`;
}

function set(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

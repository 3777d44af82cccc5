import {
  COLUMN_LABELS,
  CONTENT_ROLES,
  DEID_PROFILES,
  MINUTES_PER_DAY,
  PURPOSES,
  ROLES,
  TOOL_NAMES,
  TOOL_SHAPES,
  WEEKDAYS,
  type ArgumentShape,
  type ColumnLabel,
  type PolicyRequest,
  type ToolName,
} from '../../../../shared/domain/index.ts';
import type { ArgumentCondition, PolicyRule } from '../../../../shared/formats/index.ts';
import { readings } from '../argument-conditions.ts';
import { toolsOf } from '../check-arguments.ts';
import type { PolicyFacts } from '../built-in.ts';
import type { CompiledRule } from '../compile.ts';
import type { Aspect } from '../conditions.ts';
import { boundariesOf } from '../time-window.ts';

/** One aspect of a request. */
export type Facet = Partial<PolicyRequest> & Pick<PolicyFacts, 'workstation' | 'localTime'>;
/** Aspects of which the values can be listed. A pattern's cannot. */
export type ListedAspect = Exclude<Aspect, 'pattern'>;
export const LISTED_ASPECTS: readonly ListedAspect[] = ['call', 'who', 'role', 'labels', 'time', 'place'];

/** Agents and the tools on their allowlists. */
export type Allowlists = ReadonlyMap<string, readonly ToolName[]>;

/** Combinations of argument values looked at per tool; more make a proof undecided. */
const MAX_CALLS_PER_TOOL = 4096;

/**
 * For each aspect, requests of every kind that some rule could tell apart: all tools, agents, roles and
 * labels, and of numbers, hours and texts the boundary values that conditions name, with one beyond each.
 */
export function valuesOf(
  rules: readonly CompiledRule[],
  known: { readonly agents: Allowlists; readonly profile: string; readonly workstations: readonly string[] },
): Readonly<Record<ListedAspect, readonly Facet[]>> {
  const sources = rules.map(({ source }) => source);
  return {
    call: TOOL_NAMES.flatMap((tool) => callsOf(tool, sources)),
    who: whoCalls(known.agents, known.profile),
    // Whoever mostly acts stands first, so that examples are about them.
    role: [...new Set([...CONTENT_ROLES, ...ROLES])].map((role) => ({ role })),
    labels: labelSets(sources),
    time: moments(sources),
    place: [...known.workstations, 'any-other'].map((workstation) => ({ workstation })),
  };
}

function callsOf(tool: ToolName, rules: readonly PolicyRule[]): Facet[] {
  const { effect, args } = TOOL_SHAPES[tool];
  const speaking = rules.filter((rule) => toolsOf(rule).includes(tool));
  let combined: Facet['args'][] = [{}];
  for (const [argument, shape] of Object.entries(args)) {
    const conditions = speaking.flatMap(({ when }) => {
      const condition = when.args?.[argument];
      return condition === undefined ? [] : [condition];
    });
    const values = argumentValues(argument, shape, conditions);
    combined = combined
      .flatMap((each) => values.map((value) => ({ ...each, [argument]: value })))
      .slice(0, MAX_CALLS_PER_TOOL);
  }
  const losses = effect === 'transform' ? lossesOf(speaking) : [0];
  return combined.flatMap((each) =>
    losses.map((valuesLost) => ({ tool, effect, args: each ?? {}, valuesLost })),
  );
}

function lossesOf(rules: readonly PolicyRule[]): number[] {
  const bounds = rules.flatMap(({ when }) => when.values_lost?.gt ?? []);
  return distinct([0, ...bounds, ...bounds.map((bound) => bound + 1)]);
}

function argumentValues(
  argument: string,
  shape: ArgumentShape,
  conditions: readonly ArgumentCondition[],
): (string | number | boolean | string[])[] {
  const named = conditions.flatMap((condition) =>
    typeof condition === 'object' ? (condition.in ?? []) : [condition],
  );
  switch (shape.kind) {
    case 'choice':
      return conditions.length === 0 ? shape.values.slice(0, 1) : [...shape.values];
    case 'name':
    case 'text':
      return distinct([
        `any_${argument}`,
        ...named
          .filter((value) => typeof value === 'string')
          .flatMap((word) => [word, ...readings(argument, word)]),
      ]);
    case 'texts':
      return [['any'], ...named.filter((value) => typeof value === 'string').map((word) => [word])];
    case 'flag':
      return conditions.length === 0 ? [true] : [true, false];
    case 'number': {
      const bounds = conditions.flatMap((condition) =>
        typeof condition === 'object' ? [condition.gt ?? [], condition.lt ?? []].flat() : [],
      );
      const step = shape.integer ? 1 : 0.5;
      const near = [...bounds, ...named.filter((value) => typeof value === 'number')].flatMap((bound) => [
        bound - step,
        bound,
        bound + step,
      ]);
      const { min = -Infinity, max = Infinity } = shape;
      const fallback = Number.isFinite(min) ? min : Math.min(0, max);
      return distinct([fallback, ...near.filter((value) => value >= min && value <= max)]);
    }
  }
}

/** A person gives a purpose in their own words and may have no run behind them; an agent always has one. */
function whoCalls(agents: Allowlists, complianceProfile: string): Facet[] {
  const people = [...PURPOSES, 'own words'].flatMap((purpose) =>
    [...DEID_PROFILES, undefined].map((deidProfile) => ({
      ...({ by: 'person', agent: undefined, purpose, deidProfile, complianceProfile } as const),
    })),
  );
  const machines = [...agents.keys()].flatMap((agent) =>
    PURPOSES.flatMap((purpose) =>
      DEID_PROFILES.map((deidProfile) => ({
        ...({ by: 'agent', agent, purpose, deidProfile, complianceProfile } as const),
      })),
    ),
  );
  return [...people, ...machines] as Facet[];
}

/** Every set of the labels that some rule names; the others make no difference. */
function labelSets(rules: readonly PolicyRule[]): Facet[] {
  const named = new Set(
    rules.flatMap(({ when: { data } }) => [...(data?.contains ?? []), ...(data?.lacks ?? [])]),
  );
  const labels = COLUMN_LABELS.filter((label) => named.has(label));
  return Array.from({ length: 2 ** labels.length }, (_, set): { labels: ColumnLabel[] } => ({
    labels: labels.filter((__, at) => Math.floor(set / 2 ** at) % 2 === 1),
  }));
}

function moments(rules: readonly PolicyRule[]): Facet[] {
  const windows = rules.flatMap(({ when }) => when.time_window ?? []);
  const bounds = distinct([0, ...windows.flatMap(boundariesOf)]).filter((minute) => minute < MINUTES_PER_DAY);
  const days = windows.length === 0 ? WEEKDAYS.slice(0, 1) : WEEKDAYS;
  return days.flatMap((day) => bounds.map((minute) => ({ localTime: { day, minute } })));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

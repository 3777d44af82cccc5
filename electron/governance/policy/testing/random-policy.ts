import {
  COLUMN_LABELS,
  DEID_PROFILES,
  PURPOSES,
  ROLES,
  TOOL_NAMES,
  TOOL_SHAPES,
  WEEKDAYS,
  type PolicyRequest,
  type ToolName,
} from '../../../../shared/domain/index.ts';
import { PolicyFile, type PolicyRule } from '../../../../shared/formats/index.ts';
import type { PolicyFacts } from '../built-in.ts';
import { compilePolicy, type Policy } from '../compile.ts';

/** Agents of made-up policies, with their allowlists. */
export const MADE_AGENTS: ReadonlyMap<string, readonly ToolName[]> = new Map([
  ['data_cleaner', ['drop_column', 'keep_column', 'impute_column', 'finish']],
  ['deidentifier', ['drop_column', 'redact_column', 'keep_year', 'truncate_zip', 'pool_age', 'finish']],
  ['reporter', ['generate_pdf', 'calendar', 'export_table', 'web_search', 'finish']],
]);
export const MADE_WORKSTATIONS: readonly string[] = ['ward-3-a', 'ward-3-b', 'lab-1'];

/** A small generator whose numbers repeat (mulberry32), so that a failure can be looked at again. */
export function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    pick: (from) => from[below(from.length)] as never,
    some: (from) => {
      const chosen = from.filter(() => next() < 0.35);
      return chosen.length > 0 ? chosen : [from[below(from.length)] as never];
    },
  };
}

export interface Random {
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** At least one of them. */
  some<T>(from: readonly T[]): T[];
}

const GLOBS = ['*', '*_column', 'export_*', 'drop_*', '*_raw_data', 'c*'];

/** Rules of every kind of condition but patterns, with ids that are used once. */
export function randomRules(count: number, random: Random): PolicyRule[] {
  return Array.from({ length: count }, (_, at): PolicyRule => {
    const behaviour = random.pick(['allow', 'allow', 'allow', 'ask', 'deny'] as const);
    const prefix = ['RULE', 'SITE', 'WARD', 'MORE'][Math.floor(at / 900) % 4] ?? 'LAST';
    return {
      id: `${prefix}-${String((at % 900) + 100)}`,
      behaviour,
      priority: random.below(5),
      reason: 'Because the site says so.',
      when: randomCondition(random),
    };
  });
}

function randomCondition(random: Random): PolicyRule['when'] {
  const tool = random.chance(0.15)
    ? random.pick(GLOBS)
    : random.chance(0.3)
      ? random.some(TOOL_NAMES).slice(0, 3)
      : random.pick(TOOL_NAMES);
  return {
    tool,
    ...(random.chance(0.3) && { agent: random.some([...MADE_AGENTS.keys()]) }),
    ...(random.chance(0.3) && { role: random.some(ROLES) }),
    ...(random.chance(0.2) && { by: random.pick(['agent', 'person'] as const) }),
    ...(random.chance(0.3) && { purpose: random.some(PURPOSES) }),
    ...(random.chance(0.2) && { deid_profile: random.pick(DEID_PROFILES) }),
    ...(random.chance(0.4) && {
      data: random.chance(0.6)
        ? { contains: random.some(COLUMN_LABELS) }
        : { lacks: random.some(COLUMN_LABELS) },
    }),
    ...(random.chance(0.15) && { values_lost: { gt: random.below(4) } }),
    ...(random.chance(0.15) && { workstation: random.some(MADE_WORKSTATIONS) }),
    ...(random.chance(0.15) && {
      time_window: {
        days: random.some(WEEKDAYS),
        hours: random.pick(['08:00-18:00', '22:00-06:00', '00:00-24:00', '12:30-13:00']),
      },
    }),
    ...argsFor(tool, random),
  };
}

function argsFor(tool: string | string[], random: Random): Pick<PolicyRule['when'], 'args'> {
  if (tool === 'promote_challenger')
    return { args: { env: { in: random.some(['development', 'staging', 'production']) } } };
  if (tool === 'impute_column') return { args: { method: random.pick(['median', 'mode']) } };
  if (tool === 'calendar') return { args: { days: { gt: random.below(10), lt: 10 + random.below(10) } } };
  return {};
}

export function policyOf(rules: readonly PolicyRule[]): Policy {
  return compilePolicy([
    {
      file: 'policies/made.yaml',
      value: PolicyFile.parse({ version: 1, workstations: MADE_WORKSTATIONS, rules }),
      place: () => ({ line: 1, column: 1 }),
    },
  ]);
}

/** A request that could really come, with all that is known about it. */
export function randomRequest(random: Random): { request: PolicyRequest; facts: PolicyFacts } {
  const tool = random.pick(TOOL_NAMES);
  const agent = random.chance(0.7) ? random.pick([...MADE_AGENTS.keys()]) : undefined;
  const { effect } = TOOL_SHAPES[tool];
  return {
    request: {
      by: agent === undefined ? 'person' : 'agent',
      agent,
      role: random.chance(0.7) ? 'operator' : random.pick(ROLES),
      ...{ tool, effect, args: randomArgs(tool, random) },
      labels: COLUMN_LABELS.filter(() => random.chance(0.25)),
      purpose: agent === undefined && random.chance(0.5) ? 'for the ward meeting' : random.pick(PURPOSES),
      complianceProfile: 'hipaa',
      deidProfile: agent === undefined && random.chance(0.3) ? undefined : random.pick(DEID_PROFILES),
      valuesLost: effect === 'transform' ? random.below(6) : 0,
    },
    facts: {
      allowedTools: random.chance(0.2) ? [...TOOL_NAMES] : (MADE_AGENTS.get(agent ?? '') ?? []),
      workstation: random.pick([...MADE_WORKSTATIONS, 'any-other']),
      localTime: { day: random.pick(WEEKDAYS), minute: random.below(1440) },
      ...(agent !== undefined && {
        limits: { llmCalls: 100, toolCalls: 100, tokens: 1000, minutes: 30 },
        used: {
          llmCalls: 1,
          toolCalls: random.below(102),
          tokens: random.below(1010),
          minutes: random.below(31),
        },
      }),
    },
  };
}

function randomArgs(tool: ToolName, random: Random): PolicyRequest['args'] {
  const args: PolicyRequest['args'] = {};
  for (const [argument, shape] of Object.entries(TOOL_SHAPES[tool].args)) {
    if (shape.kind === 'choice') args[argument] = random.pick(shape.values);
    else if (shape.kind === 'number') args[argument] = random.below(25);
    else args[argument] = shape.kind === 'texts' ? ['aspirin', 'warfarin'] : 'some_value';
  }
  return args;
}

import type { RunEndReason } from '../../../shared/domain/index.ts';
import type { AgentFile, PipelineFile } from '../../../shared/formats/index.ts';
import type { Limits } from '../gate/index.ts';

/** Limits of the whole run: the pipeline's budget, and the tokens of all its agents together. */
export function runLimits(pipeline: PipelineFile, agents: readonly AgentFile[]): Limits {
  const { budget } = pipeline;
  return {
    llmCalls: budget.max_llm_calls,
    toolCalls: budget.max_tool_calls,
    tokens: agents.reduce((sum, agent) => sum + agent.session_limits.max_tokens, 0),
    minutes: budget.max_wall_clock_minutes,
  };
}

/** Limits of one agent within a run. */
export function agentLimits({ session_limits }: AgentFile, run: Limits): Limits {
  return {
    llmCalls: run.llmCalls,
    toolCalls: session_limits.max_tool_calls,
    tokens: session_limits.max_tokens,
    minutes: session_limits.timeout_minutes,
  };
}

export const NOTHING_USED: Limits = { llmCalls: 0, toolCalls: 0, tokens: 0, minutes: 0 };

export interface Account {
  readonly limits: Limits;
  readonly used: Limits;
}

/** Of two accounts, per unit the one with less left: so a call that fits it fits both. */
export function tightest(a: Account, b: Account): Account {
  const pick = (unit: keyof Limits): Account =>
    a.limits[unit] - a.used[unit] <= b.limits[unit] - b.used[unit] ? a : b;
  const [llmCalls, toolCalls, tokens, minutes] = [
    pick('llmCalls'),
    pick('toolCalls'),
    pick('tokens'),
    pick('minutes'),
  ];
  const read = (of: 'limits' | 'used'): Limits => ({
    llmCalls: llmCalls[of].llmCalls,
    toolCalls: toolCalls[of].toolCalls,
    tokens: tokens[of].tokens,
    minutes: minutes[of].minutes,
  });
  return { limits: read('limits'), used: read('used') };
}

/**
 * The limit that forbids one more question, if any. A question needs a model call, its prompt and at
 * least one token of answer; with findings open it needs a tool call too.
 */
export function exhausted(
  { limits, used }: Account,
  promptTokens: number,
  findingsOpen: boolean,
): RunEndReason | undefined {
  if (used.minutes >= limits.minutes) return 'time_limit';
  if (used.llmCalls >= limits.llmCalls) return 'call_limit';
  if (findingsOpen && used.toolCalls >= limits.toolCalls) return 'call_limit';
  if (used.tokens + promptTokens >= limits.tokens) return 'token_limit';
  return undefined;
}

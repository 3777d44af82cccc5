import { describe, expect, it } from 'vitest';
import { exhausted, NOTHING_USED, tightest } from './limits.ts';

const limits = { llmCalls: 10, toolCalls: 5, tokens: 1000, minutes: 2 };

describe('limits', () => {
  it('take the tighter of two accounts, unit by unit', () => {
    const run = { limits, used: { llmCalls: 1, toolCalls: 4, tokens: 100, minutes: 0 } };
    const agent = {
      limits: { llmCalls: 10, toolCalls: 2, tokens: 500, minutes: 30 },
      used: NOTHING_USED,
    };
    expect(tightest(run, agent)).toEqual({
      limits: { llmCalls: 10, toolCalls: 5, tokens: 500, minutes: 2 },
      used: { llmCalls: 1, toolCalls: 4, tokens: 0, minutes: 0 },
    });
  });

  it('are reached exactly, and a question that asks for nothing needs no tool call', () => {
    const at = (used: Partial<typeof limits>, promptTokens = 0, open = true) =>
      exhausted({ limits, used: { ...NOTHING_USED, ...used } }, promptTokens, open);
    expect([
      at({ llmCalls: 9, toolCalls: 4, tokens: 899, minutes: 1.99 }, 100),
      at({ llmCalls: 10 }),
      at({ toolCalls: 5 }),
      at({ toolCalls: 5 }, 0, false),
      at({ tokens: 900 }, 100),
      at({ minutes: 2 }),
    ]).toEqual([undefined, 'call_limit', 'call_limit', undefined, 'token_limit', 'time_limit']);
  });
});

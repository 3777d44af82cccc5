import { describe, expect, it } from 'vitest';
import { TOOL_NAMES } from '../../../shared/domain/index.ts';
import { AGENT } from '../gate/testing/fixtures.ts';
import { answerGrammar } from '../inference/index.ts';
import { answerTools, promptTools } from './answer-tools.ts';

const pair = {
  id: 'F1',
  kind: 'date_pair' as const,
  table: 'stays',
  column: 'admit',
  detail: 'until discharge',
};

describe('the tools of an agent', () => {
  it('stand in the prompt in its own order, finish last and always', () => {
    const tools = promptTools(
      { ...AGENT, allowed_tools: ['finish', 'keep_column', 'drop_column'] },
      'strict',
    );
    expect(tools.map(({ name }) => name)).toEqual(['keep_column', 'drop_column', 'finish']);
    expect(promptTools({ ...AGENT, allowed_tools: ['drop_column'] }, 'strict').at(-1)).toEqual({
      name: 'finish',
      description: 'end the step',
    });
  });

  it('move dates under the expert profile and no other', () => {
    const agent = { ...AGENT, allowed_tools: ['keep_year', 'shift_dates'] as typeof AGENT.allowed_tools };
    const offered = (profile: 'strict' | 'limited' | 'expert') =>
      [promptTools(agent, profile), answerTools(agent, [pair], profile)].map((tools) =>
        tools.map(({ name }) => name),
      );
    expect(offered('strict')).toEqual(Array(2).fill(['keep_year', 'finish']));
    expect(offered('limited')).toEqual(Array(2).fill(['keep_year', 'finish']));
    expect(offered('expert')).toEqual(Array(2).fill(['keep_year', 'shift_dates', 'finish']));
  });

  it('bring every value that an argument can take now', () => {
    const agent = {
      ...AGENT,
      allowed_tools: [
        'derive_interval',
        'impute_column',
        'cast_column',
        'drop_column',
      ] as typeof AGENT.allowed_tools,
    };
    const named = (open: Parameters<typeof answerTools>[1]) =>
      Object.fromEntries(answerTools(agent, open, 'strict').map(({ name, choices }) => [name, choices]));
    expect(named([pair])).toEqual({
      derive_interval: [{ argument: 'other', values: ['discharge'] }],
      impute_column: [{ argument: 'method', values: ['median', 'mode'] }],
      cast_column: [{ argument: 'type', values: ['double', 'date', 'text'] }],
      drop_column: [],
      finish: [],
    });
    expect(named([]).derive_interval).toEqual([{ argument: 'other', values: [] }]);
  });

  it('can be answered only where their arguments are enumerations of what exists', () => {
    const agent = { ...AGENT, allowed_tools: [...TOOL_NAMES] };
    const grammar = answerGrammar(answerTools(agent, [pair], 'strict'), [pair]);
    for (const free of ['web_search', 'promote_challenger']) expect(grammar).not.toContain(free);
    expect(grammar).toContain('derive_interval');
    expect(grammar).toContain('"\\"export_raw_data\\",\\"args\\":{" "\\"table\\":" ("\\"stays\\"") "}}"');
    expect(answerGrammar(answerTools(agent, [], 'strict'), [])).not.toContain('export_raw_data');
  });
});

import { describe, expect, it } from 'vitest';
import { ANSWERING_TOOLS } from './index.ts';

const answer = (name: 'calculator' | 'calendar', args: Record<string, unknown>): string =>
  ANSWERING_TOOLS.get(name)!.answer(args);

describe('tools of the documented roles', () => {
  it('calculate', () => {
    const say = (expression: string) => answer('calculator', { expression });
    expect([say('1+2*3'), say('(1+2)*3'), say('-2*-(3 - .5)'), say('7/2/2'), say('10')]).toEqual([
      '7',
      '9',
      '5',
      '1.75',
      '10',
    ]);
    for (const wrong of ['1/0', '1+', '(1', '1)', '()', '1 2', '1..2', '. .'])
      expect(() => say(wrong), wrong).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    for (const foreign of ['process.exit()', '2**1e9;', '', 'x'.repeat(9), '1'.repeat(121)])
      expect(() => say(foreign), foreign).toThrow();
  });

  it('count days', () => {
    expect(answer('calendar', { from: '2024-02-28', days: 2 })).toBe('2024-03-01');
    expect(answer('calendar', { from: '01/01/2024', days: -1 })).toBe('2023-12-31');
    expect(() => answer('calendar', { from: 'today', days: 1 })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(() => answer('calendar', { from: '2024-02-28', days: 1e9 })).toThrow();
  });

  it('say plainly what cannot be had here', () => {
    for (const [name, args] of [
      ['drug_interaction_check', { drugs: ['a', 'b'] }],
      ['generate_pdf', { table: 'stays' }],
    ] as const)
      expect(() => ANSWERING_TOOLS.get(name)!.answer(args)).toThrow(
        expect.objectContaining({ code: 'unsupported' }),
      );
  });
});

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Finding } from '../../../shared/domain/index.ts';
import { resultLine, systemTurn, toolTurn, userTurn } from './prompt.ts';
import { cleanForPrompt } from './text.ts';

const finding: Finding = {
  id: 'F3',
  kind: 'date_pair',
  table: 'stays',
  column: 'admit',
  detail: 'until discharge',
};
const line = { table: 'stays', rows: 12, columns: 3, purpose: 'report', profile: 'limited' };

describe('the prompt builder', () => {
  it('writes the lines that the bundled model was made for', () => {
    expect([
      systemTurn('deidentifier', [{ name: 'finish', description: 'end the step' }]),
      userTurn(line, [finding]),
      toolTurn(resultLine({ kind: 'ok', tool: 'derive_interval' }), []),
      toolTurn(resultLine({ kind: 'denied', ruleId: 'HIPAA-001' }), [finding]),
      toolTurn(resultLine({ kind: 'refused' }), []),
    ]).toEqual([
      {
        role: 'system',
        text: 'You are deidentifier. Decide one open finding at a time. Answer with one JSON tool call.\ntools:\n- finish: end the step',
      },
      {
        role: 'user',
        text: 'table stays rows 12 columns 3 purpose report profile limited\nopen findings:\nF3 date_pair stays.admit until discharge',
      },
      { role: 'tool', text: 'ok derive_interval\nopen findings:\nnone' },
      {
        role: 'tool',
        text: 'denied by HIPAA-001\nopen findings:\nF3 date_pair stays.admit until discharge',
      },
      { role: 'tool', text: 'refused by a person\nopen findings:\nnone' },
    ]);
  });

  it('takes no name that is not safe, no odd figure, agent or rule', () => {
    for (const bad of ['Ms Anna Berg', 'a b', 'a<|im_end|>', 'a\nb', '', 'x'.repeat(65)]) {
      expect(() => userTurn({ ...line, table: bad }, [])).toThrow(/does not fit/);
      expect(() => userTurn(line, [{ ...finding, column: bad }])).toThrow(/does not fit/);
      expect(() => systemTurn(bad, [])).toThrow(/does not fit/);
      expect(() => resultLine({ kind: 'denied', ruleId: bad })).toThrow(/does not fit/);
    }
    expect(() => userTurn({ ...line, rows: 1.5 }, [])).toThrow(/does not fit/);
    expect(() => userTurn({ ...line, columns: -1 }, [])).toThrow(/does not fit/);
  });
});

describe('cleaning of data', () => {
  it('leaves no marker, not even one that joins when another is taken out', () => {
    for (const [dirty, clean] of [
      ['a<|im_end|>b', 'ab'],
      ['<|im_<|im_end|>end|>', ''],
      ['</s>[INST]x[/INST]<<SYS>>', 'x'],
      ['line\r\nbreak\u2028here', 'line break here'],
      ['r\u202eight\u200bto', 'rightto'],
      ['＜|im_start|＞', ''],
      ['<start_of_turn>x', 'x'],
      ['a<<||b', 'ab'],
      ['</<|s>|>x', 'x'],
    ]) {
      expect(cleanForPrompt(dirty!, 80)).toBe(clean);
    }
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '|', 'im_end', '>', 's', '/', '\u0000', ' ', '\n') }),
        (text) => {
          const clean = cleanForPrompt(text, 40);
          expect(clean).not.toMatch(/<\||\|>|<\/?s>|[\p{Cc}\n]/u);
          expect(Array.from(clean).length).toBeLessThanOrEqual(40);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('caps by characters, not halves of them', () => {
    expect(cleanForPrompt('😀😀😀', 2)).toBe('😀😀');
    expect(cleanForPrompt('\ud83d', 2)).not.toBe('\ud83d');
  });
});

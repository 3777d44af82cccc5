import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/domain/index.ts';
import { answerGrammar, literal, type AnswerTool } from './grammar.ts';

const drop: AnswerTool = { name: 'drop_column', aboutFinding: true, choices: [] };
const impute: AnswerTool = {
  name: 'impute_column',
  aboutFinding: true,
  choices: [{ argument: 'method', values: ['median', 'mode'] }],
};
const derive: AnswerTool = {
  name: 'derive_interval',
  aboutFinding: true,
  choices: [{ argument: 'other', values: [] }],
};
const finish: AnswerTool = { name: 'finish', aboutFinding: false, choices: [] };
const finding: Finding = { id: 'F3', kind: 'constant', table: 'stays', column: 'ward', detail: 'distinct 1' };

describe('the answer grammar', () => {
  it('spells out every answer that is possible now', () => {
    expect(answerGrammar([drop, impute, derive, finish], [finding])).toBe(
      [
        'root ::= "{\\"why\\":\\"" why "\\",\\"tool\\":" (call0 | call1 | call3)',
        'why ::= [a-zA-Z ,]{1,120}',
        'target ::= "\\"finding\\":\\"F3\\",\\"table\\":\\"stays\\",\\"column\\":\\"ward\\""',
        'call0 ::= "\\"drop_column\\",\\"args\\":{" target "}}"',
        'call1 ::= "\\"impute_column\\",\\"args\\":{" target ",\\"method\\":" ("\\"median\\"" | "\\"mode\\"") "}}"',
        'call3 ::= "\\"finish\\",\\"args\\":{" "}}"',
        '',
      ].join('\n'),
    );
  });

  it('leaves only what needs no finding when none is open', () => {
    const grammar = answerGrammar([drop, finish], []);
    expect(grammar).not.toContain('drop_column');
    expect(grammar).not.toContain('target');
  });

  it('refuses to be empty', () => {
    expect(() => answerGrammar([drop], [])).toThrow(/no tool/);
    expect(() => answerGrammar([], [finding])).toThrow(/no tool/);
  });

  it('escapes what could break out of a literal', () => {
    expect(literal('a"b\\c\n\u00e9\u20ac😀')).toBe(String.raw`"a\"b\\c\x0A\xE9\u20AC\U0001F600"`);
  });
});

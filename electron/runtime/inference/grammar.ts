import { Problem, type Finding } from '../../../shared/domain/index.ts';

/** Longest `why` that an answer may hold, characters. */
export const WHY_CAP = 120;

/** What a tool's arguments may say beyond finding, table and column, in the order they are written. */
export interface AnswerTool {
  readonly name: string;
  /** False for `finish` and others that decide no finding. */
  readonly aboutFinding: boolean;
  readonly choices: readonly { readonly argument: string; readonly values: readonly string[] }[];
}

/**
 * GBNF for every answer that is possible now: one tool of the list about one open finding, whose table
 * and column follow from it, or a tool without a finding. `why` has letters, commas and spaces only,
 * so no digits. The order of members is that of the prompt format.
 *
 * Tools with an argument that has no possible value now are left out.
 *
 * @throws Problem `invalid_input` when nothing at all could be answered.
 */
export function answerGrammar(tools: readonly AnswerTool[], findings: readonly Finding[]): string {
  const rules: string[] = [];
  const answers: string[] = [];
  tools.forEach((tool, index) => {
    if (tool.aboutFinding && findings.length === 0) return;
    if (tool.choices.some(({ values }) => values.length === 0)) return;
    const members = tool.choices.map(({ argument, values }, place) => {
      const comma = tool.aboutFinding || place > 0 ? ',' : '';
      return `${literal(`${comma}${JSON.stringify(argument)}:`)} ${oneOf(values)}`;
    });
    const args = [...(tool.aboutFinding ? ['target'] : []), ...members];
    rules.push(
      `call${index} ::= ${[literal(`${JSON.stringify(tool.name)},"args":{`), ...args, literal('}}')].join(' ')}`,
    );
    answers.push(`call${index}`);
  });
  if (answers.length === 0) throw new Problem('invalid_input', 'no tool could be used now');
  const targets = findings.map(({ id, table, column }) =>
    literal(
      `"finding":${JSON.stringify(id)},"table":${JSON.stringify(table)},"column":${JSON.stringify(column)}`,
    ),
  );
  return [
    `root ::= ${literal('{"why":"')} why ${literal('","tool":')} (${answers.join(' | ')})`,
    `why ::= [a-zA-Z ,]{1,${WHY_CAP}}`,
    ...(targets.length > 0 ? [`target ::= ${targets.join(' | ')}`] : []),
    ...rules,
    '',
  ].join('\n');
}

function oneOf(values: readonly string[]): string {
  return `(${values.map((value) => literal(JSON.stringify(value))).join(' | ')})`;
}

/** A GBNF string literal for exactly this text. */
export function literal(text: string): string {
  let escaped = '';
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') escaped += `\\${character}`;
    else if (code < 0x20 || (code >= 0x7f && code <= 0xff))
      escaped += `\\x${code.toString(16).padStart(2, '0').toUpperCase()}`;
    else if (code > 0xff && code <= 0xffff)
      escaped += `\\u${code.toString(16).padStart(4, '0').toUpperCase()}`;
    else if (code > 0xffff) escaped += `\\U${code.toString(16).padStart(8, '0').toUpperCase()}`;
    else escaped += character;
  }
  return `"${escaped}"`;
}

import { expect, it } from 'vitest';
import { PolicyFile } from '../../../shared/formats/index.ts';
import { formatProblem, readDocument } from '../documents/index.ts';
import { checkPolicies } from './check.ts';
import type { PolicySource } from './compile.ts';

const known = { agents: ['data_cleaner', 'deidentifier'], profiles: ['hipaa'] };
const source = (file: string, rules: string): PolicySource => {
  const read = readDocument(file, Buffer.from(`version: 1\nrules:\n${rules}`), PolicyFile);
  if (!read.ok) throw new Error(read.problems.map(formatProblem).join('\n'));
  return { file, ...read };
};
const complaints = (...sources: PolicySource[]): string[] =>
  checkPolicies(sources, known).map((problem) => `${formatProblem(problem)} | ${problem.hint ?? ''}`);

it('accepts names that something bears', () => {
  const rules = `
  - {id: A-001, behaviour: allow, when: {tool: [drop_column, '*_raw_data'], agent: data_*, role: operator}}
  - {id: A-002, behaviour: deny, reason: no, when: {effect: egress, purpose: model, deid_profile: strict}}
  - {id: A-003, behaviour: ask, reason: no, when: {compliance_profile: hipaa, args: {n: {gt: 1, lt: 3}}}}
`;
  expect(complaints(source('a', rules))).toEqual([]);
});

it.each([
  [
    '{tool: exprot_raw_data}',
    'rules[0].when.tool: `exprot_raw_data` names no tool | Did you mean `export_raw_data`?',
  ],
  [
    '{tool: [web_search, dorp_column]}',
    'rules[0].when.tool[1]: `dorp_column` names no tool | Did you mean `drop_column`?',
  ],
  [
    '{agent: data_cleanr}',
    'rules[0].when.agent: `data_cleanr` names no agent | Did you mean `data_cleaner`?',
  ],
  ['{tool: xyz_*}', 'rules[0].when.tool: `xyz_*` names no tool | Use one of: drop_column,'],
  ['{role: nurse}', 'rules[0].when.role: `nurse` names no role | Use one of: viewer,'],
  [
    '{compliance_profile: hippa}',
    'rules[0].when.compliance_profile: `hippa` names no compliance profile | Did you mean `hipaa`?',
  ],
  ['{deid_profile: loose}', 'rules[0].when.deid_profile: `loose` names no deid profile |'],
  ['{}', 'rules[0].when: a rule without conditions fits everything |'],
  ['{args: {n: {gt: 3, lt: 3}}}', 'rules[0].when.args.n: no number is above `gt` and below `lt` |'],
  [
    '{data: {contains: [date], lacks: [date]}}',
    'rules[0].when.data: no data both contains and lacks a label |',
  ],
])('names what is wrong with %s', (when, expected) => {
  const [line, ...others] = complaints(source('a', `  - {id: A-001, behaviour: allow, when: ${when}}`));
  const said = line?.replace(/^a:3:\d+ /, '');
  expect(others).toEqual([]);
  expect(said?.startsWith(expected) === true ? expected : said).toBe(expected);
});

it('wants a reason for ask and deny', () => {
  expect(complaints(source('a', "  - {id: A-001, behaviour: deny, when: {tool: '*'}}"))).toEqual([
    'a:3:5 rules[0]: a rule that says deny needs a reason | Say why, in a sentence people understand.',
  ]);
});

it('wants ids that are used once, over all files', () => {
  const rule = (id: string) => `  - {id: ${id}, behaviour: allow, when: {tool: '*'}}\n`;
  expect(complaints(source('a', rule('A-001') + rule('B-001')), source('b', rule('B-001')))).toEqual([
    'b:3:10 rules[0].id: the id `B-001` is taken by a:4 | Give each rule an id of its own.',
  ]);
});

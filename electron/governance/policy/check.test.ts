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
  - {id: A-003, behaviour: ask, reason: no, when: {compliance_profile: hipaa, args: {days: {gt: 1, lt: 3}}}}
  - {id: A-004, behaviour: deny, when: {tool: promote_*, args: {env: {in: [prod, Production]}}}}
  - {id: A-005, behaviour: deny, when: {agent: data_profiler, args_pattern: '"env"\s*:\s*"prod"'}}
  - {id: A-006, behaviour: deny, when: {role: admin, time_window: {days: [mon-fri, sun], hours: '22:00-06:00'}}}
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
  ['{args: {days: {gt: 3, lt: 3}}}', 'rules[0].when.args.days: no number is above `gt` and below `lt` |'],
  [
    '{tool: promote_challenger, args: {enw: prod}}',
    'rules[0].when.args.enw: `promote_challenger` has no argument `enw` | Did you mean `env`?',
  ],
  [
    '{effect: transform, args: {env: prod}}',
    'rules[0].when.args.env: none of these tools has an argument `env`',
  ],
  [
    '{tool: promote_challenger, args: {env: {in: [prod, produktion]}}}',
    'rules[0].when.args.env.in[1]: `produktion` is nothing that `env` can be | Did you mean `production`?',
  ],
  [
    '{tool: promote_challenger, args: {env: 3}}',
    'rules[0].when.args.env: `3` is nothing that `env` can be |',
  ],
  [
    '{tool: promote_challenger, args: {env: {gt: 3}}}',
    'rules[0].when.args.env.gt: `env` is no number | Use `in` with the values that are meant.',
  ],
  [
    '{tool: calendar, args: {days: {in: [1.5]}}}',
    'rules[0].when.args.days.in[0]: `1.5` is nothing that `days` can be |',
  ],
  [
    "{tool: '*', args_pattern: '(?=x)'}",
    'rules[0].when.args_pattern: the pattern uses what RE2 leaves out: no look-around, no back references |',
  ],
  ["{tool: '*', args_pattern: '(a'}", 'rules[0].when.args_pattern: the pattern is no RE2 expression |'],
  [
    "{tool: '*', workstation: ward-3-a}",
    'rules[0].when.workstation: `ward-3-a` names no workstation | List the names of workstations under',
  ],
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

it('lets a floor only ask and deny', () => {
  const floor = {
    ...source('a', '  - {id: A-001, behaviour: allow, when: {tool: finish}}\n'),
    part: 'floor',
  } as const;
  expect(complaints(floor)).toEqual([
    'a:3:28 rules[0].behaviour: a floor allows nothing: it asks or denies | Move the rule to another file.',
  ]);
});

it('knows the workstations that the file lists, and no others', () => {
  const read = readDocument(
    'a',
    Buffer.from(
      'version: 1\nworkstations: [ward-3-a, ward-3-b]\nrules:\n  - {id: A-001, behaviour: deny, when: {workstation: [ward-3-*, ward-3-c]}}\n',
    ),
    PolicyFile,
  );
  if (!read.ok) throw new Error('not read');
  expect(complaints({ file: 'a', ...read })).toEqual([
    'a:4:65 rules[0].when.workstation[1]: `ward-3-c` names no workstation | Did you mean `ward-3-a`?',
  ]);
});

it('wants ids that are used once, over all files', () => {
  const rule = (id: string) => `  - {id: ${id}, behaviour: allow, when: {tool: '*'}}\n`;
  expect(complaints(source('a', rule('A-001') + rule('B-001')), source('b', rule('B-001')))).toEqual([
    'b:3:10 rules[0].id: the id `B-001` is taken by a:4 | Give each rule an id of its own.',
  ]);
});

import { describe, expect, it } from 'vitest';
import { AgentFile, ComplianceProfileFile, PolicyFile } from '../../../shared/formats/index.ts';
import { formatProblem } from './problem.ts';
import { readDocument } from './read.ts';

const read = (text: string | Uint8Array) =>
  readDocument('policies/test.yaml', typeof text === 'string' ? Buffer.from(text) : text, PolicyFile);
/** Problems as a person sees them, without the file name. */
const complaints = (text: string | Uint8Array): string[] => {
  const result = read(text);
  if (result.ok) return [];
  return result.problems.map((problem) =>
    `${formatProblem(problem)}${problem.hint === undefined ? '' : ` | ${problem.hint}`}`.replace(
      /^policies\/test\.yaml:? ?/,
      '',
    ),
  );
};
const rule = (text: string) => `version: 1\nrules:\n  - id: TEST-001\n    behaviour: deny\n${text}`;

it('reads a document and says where things stand', () => {
  const result = read('version: 1\nrules:\n  - {id: A-001, when: {tool: web_search}, behaviour: deny}\n');
  if (!result.ok) throw new Error('not read');
  expect(result.value.rules[0]).toEqual({ id: 'A-001', when: { tool: 'web_search' }, behaviour: 'deny' });
  expect(result.place(['rules', 0, 'when'])).toEqual({ line: 3, column: 23 });
  expect(result.place(['rules', 0, 'reason'])).toEqual({ line: 3, column: 5 });
  expect(result.place(['nowhere', 7])).toEqual({ line: 1, column: 1 });
});

describe('a mistake is named with its line and what was probably meant', () => {
  it.each<[string, string, string[]]>([
    [
      'an unknown field',
      rule('    when: {tol: x}\n'),
      ['5:12 rules[0].when: unknown field `tol` | Did you mean `tool`?'],
    ],
    [
      'a field of another place',
      rule('    when: {}\n    behavior: deny\n'),
      ['6:5 rules[0]: unknown field `behavior` | Did you mean `behaviour`?'],
    ],
    [
      'a missing field',
      'version: 1\nrules:\n  - id: A-001\n    behaviour: deny\n',
      ['3:5 rules[0].when: this field is missing'],
    ],
    [
      'an unknown behaviour',
      'version: 1\nrules:\n  - {id: A-001, when: {}, behaviour: denny}\n',
      ['3:38 rules[0].behaviour: `denny` is not known here | Did you mean `deny`?'],
    ],
    [
      'an unknown label',
      rule('    when: {data: {contains: [date, freetext]}}\n'),
      ['5:36 rules[0].when.data.contains[1]: `freetext` is not known here | Did you mean `free_text`?'],
    ],
    [
      'a condition of the wrong kind',
      rule('    when: {tool: 3}\n'),
      ['5:18 rules[0].when.tool: expected text or a list, got a number (`3`)'],
    ],
    [
      'an unknown field in an argument condition',
      rule('    when: {args: {env: {inn: [prod]}}}\n'),
      ['5:25 rules[0].when.args.env: unknown field `inn` | Did you mean `in`?'],
    ],
    [
      'a bad id',
      'version: 1\nrules:\n  - {id: first, when: {}, behaviour: deny}\n',
      ['3:10 rules[0].id: `first`: an id looks like HIPAA-001'],
    ],
    [
      'a number below its bound',
      rule('    when: {values_lost: {gt: -1}}\n'),
      ['5:30 rules[0].when.values_lost.gt: `-1` is below 0'],
    ],
    ['an empty list', rule('    when: {tool: []}\n'), ['5:18 rules[0].when.tool: fewer than 1 entries']],
    ['another version', 'version: 2\nrules: []\n', ['1:10 version: `2` is not known here | Use one of: 1.']],
    ['an empty file', '', ['1:1: expected fields, got nothing']],
    ['a list at the top', '- a\n', ['1:1: expected fields, got a list']],
    ['a field given twice', 'version: 1\nversion: 1\nrules: []\n', ['2:1: this field stands here twice']],
    [
      'two documents',
      'version: 1\nrules: []\n---\nversion: 1\n',
      ['3:1: the file holds more than one document'],
    ],
  ])('%s', (_, text, expected) => {
    expect(complaints(text).map((line) => line.replace(/^:/, ''))).toEqual(expected);
  });

  it('reports everything, not only the first', () => {
    const text = 'version: 1\nextra: 1\nrules:\n  - {id: x, when: {tol: a}, behaviour: no}\n';
    expect(complaints(text)).toHaveLength(4);
  });

  it('knows fields behind defaults and keys of closed records', () => {
    const agent = readDocument('a', Buffer.from('data_access: {phi_categorys: []}'), AgentFile);
    expect(agent.ok ? [] : agent.problems.map(({ hint }) => hint)).toContain(
      'Did you mean `phi_categories`?',
    );
    const profile = readDocument(
      'p',
      Buffer.from('residency: {dataset: [workspace]}'),
      ComplianceProfileFile,
    );
    expect(profile.ok ? [] : profile.problems.map(({ hint }) => hint)).toContain('Did you mean `datasets`?');
  });
});

describe('a hostile file is refused, and nothing else happens', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghij'[index]!}`).join(', ')}]`),
  ].join('\n');
  it.each<[string, string | Uint8Array, RegExp]>([
    ['too big', new Uint8Array(1024 * 1024 + 1), /more than 1048576 bytes/],
    ['not UTF-8', new Uint8Array([0x76, 0xff, 0xfe]), /not UTF-8/],
    ['an alias bomb', bomb, /anchors too often/],
    ['deep brackets', `version: ${'['.repeat(20_000)}`, /nested too deeply|not valid YAML/],
    ['deep indentation', `version: ${'- '.repeat(20_000)}x`, /nested too deeply|not valid YAML/],
    ['a tag that would build objects', 'version: !!js/function "function () {}"\nrules: []\n', /version/],
    ['a tab', 'rules:\n\t- x\n', /tab|not valid YAML/],
    ['an unclosed quote', 'version: "1\n', /not valid YAML/],
    ['an unknown anchor', 'version: *nobody\n', /not valid YAML|anchors|alias/],
    ['a key that is a list', '? [a]\n: 1\n', /not valid YAML|unknown field/],
  ])('%s', (_, text, message) => {
    const result = read(text);
    expect(result.ok).toBe(false);
    expect(result.ok ? [] : result.problems.map(formatProblem).join('\n')).toMatch(message);
  });

  it('does not reach prototypes', () => {
    const result = read('version: 1\nrules: []\n__proto__: {polluted: true}\n');
    expect(result.ok).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('shows no more of a value than fits a line', () => {
    const [line] = complaints(`version: "${'long '.repeat(100)}\\n\\u0007\`"\nrules: []\n`);
    expect(line!.length).toBeLessThan(160);
    expect(line).not.toMatch(/[\n\u0007]/);
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRedactor } from '../../runtime/phi/index.ts';
import { identifiersInRules } from './identifiers.ts';

const redactor = createRedactor();
const check = (text: string) =>
  identifiersInRules('site/hipaa.yaml', text, (prose) => redactor.redact(prose).spans);

it('a name or number in a reason or a comment is a mistake with its place', () => {
  const problems = check(
    [
      'rules:',
      '  # since the matter of Wilhelmina Krauss',
      '  - id: SITE-001',
      '    reason: MRN 4455667 was exported by mistake.',
    ].join('\n'),
  );
  expect(problems).toMatchObject([
    { line: 2, column: 25, message: 'this looks like an identifier of the class NAME' },
    { line: 4, column: 17, message: 'this looks like an identifier of the class MRN' },
  ]);
  expect(JSON.stringify(problems)).not.toMatch(/Krauss|4455667/);
});

it('days and ids of rules are none', () => {
  expect(
    check('rules:\n  - {id: SITE-001, behaviour: deny, when: {tool: drop_column}, reason: no column goes}\n'),
  ).toEqual([]);
  expect(
    check('rules:\n  # agreed on 2026-03-14\n  - id: SOC2-014\n    reason: Ask first, as HIPAA-002.\n'),
  ).toEqual([]);
});

it('what ships has none', async () => {
  const folder = join(import.meta.dirname, '../../../resources/policies');
  for (const file of await readdir(folder))
    expect(check(await readFile(join(folder, file), 'utf8')), file).toEqual([]);
});

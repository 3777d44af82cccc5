import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkShippedPolicy } from './compose-policy.ts';

const resources = join(import.meta.dirname, '../resources');
const TWICE = `rules:
  - { id: SITE-001, description: One., when: { tool: web_search }, behaviour: deny, reason: Not here. }
  - { id: SITE-001, description: Two., when: { tool: web_serch }, behaviour: deny, reason: Not here. }
`;

test('what is wrong in a file is named under the name that its writer knows', async () => {
  const view = await checkShippedPolicy(resources, {
    ...{ profile: 'hipaa', text: TWICE, file: 'ward.yaml', asDocumented: false },
  });
  expect(view.ok).toBe(false);
  expect(view.problems.map(({ file, line, message }) => [file, line, message])).toEqual([
    ['ward.yaml', 3, 'the id `SITE-001` is taken by ward.yaml:2'],
    ['ward.yaml', 3, '`web_serch` names no tool'],
  ]);
});

test('without a file the shipped rules are checked, and hold', async () => {
  const view = await checkShippedPolicy(resources, {
    ...{ profile: 'hipaa', text: undefined, asDocumented: false },
  });
  expect(view).toMatchObject({ ok: true, problems: [] });
});

import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'resources/docs/threat-model.md'), 'utf8');
const requirements = [...text.matchAll(/^\| (SEC-\d+) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, id = '', , shownBy = '']) => ({
    id,
    tests: [...shownBy.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) => (name.includes('/') ? name : [])),
  }),
);

test('requirements are numbered without gaps, each once', () => {
  expect(requirements.length).toBeGreaterThan(25);
  expect(requirements.map(({ id }) => Number(id.slice(4)))).toEqual(requirements.map((_, at) => at + 1));
});

test.each(requirements)('$id is shown by tests that are there', ({ tests }) => {
  expect(tests.length).toBeGreaterThan(0);
  for (const path of tests) {
    const place = join(root, path);
    expect(existsSync(place), path).toBe(true);
    if (statSync(place).isDirectory()) {
      const found = globSync('**/*.{test,spec}.ts', { cwd: place });
      expect(found.length, path).toBeGreaterThan(0);
    }
  }
});

test('a requirement that code cites is on the page', () => {
  const known = new Set(requirements.map(({ id }) => id));
  const cited = globSync('{electron,shared,renderer}/**/*.{ts,tsx}', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/SEC-\d+/g)].map(([id]) => `${file} ${id}`),
  );
  expect(cited.filter((each) => !known.has(each.split(' ')[1] ?? ''))).toEqual([]);
});

test('each attacker is held off by requirements, and each requirement holds somebody off', () => {
  const table = text.slice(text.indexOf('| attacker'), text.indexOf('## Requirements'));
  const attackers = table
    .split('\n')
    .slice(2)
    .filter((line) => line.startsWith('|'))
    .map((line) => ({ name: line.split('|')[1]?.trim() ?? '', ids: line.match(/SEC-\d+/g) ?? [] }));
  expect(attackers.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      ...['curious colleague', 'malicious operator', 'administrator of the machine', 'poisoned dataset'],
      ...['thief of the machine or disk', 'poisoned model', 'malicious update'],
    ]),
  );
  expect(attackers.filter(({ ids }) => ids.length === 0)).toEqual([]);
  const holding = new Set(attackers.flatMap(({ ids }) => ids));
  const known = new Set(requirements.map(({ id }) => id));
  expect([...holding].filter((id) => !known.has(id))).toEqual([]);
  expect([...known].filter((id) => !holding.has(id))).toEqual([]);
});

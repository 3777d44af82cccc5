import { expect, test } from 'vitest';
import { isRegistryQuery, REGISTRY_QUERIES, registryProgram } from './registry-program.ts';

const ROOT = String.raw`C:\Windows`;
const PROGRAM = String.raw`C:\Windows\System32\reg.exe`;

test('only the queries that are written down are admitted, to the letter', () => {
  for (const query of Object.values(REGISTRY_QUERIES))
    expect(isRegistryQuery(PROGRAM, query, ROOT)).toBe(true);
  const [word, key, deep] = REGISTRY_QUERIES.firewall;
  for (const args of [
    ['add', key],
    ['query', `${key}x`],
    [word, key, deep, '/f'],
    [word, key.toLowerCase(), deep],
    [],
  ])
    expect(isRegistryQuery(PROGRAM, args, ROOT)).toBe(false);
});

test.each([
  ['another program', String.raw`C:\Windows\System32\cmd.exe`, ROOT],
  ['a program of the same name elsewhere', String.raw`C:\Users\x\reg.exe`, ROOT],
  [
    'a system root that leads elsewhere',
    String.raw`\\server\share\System32\reg.exe`,
    String.raw`\\server\share`,
  ],
  ['a system root with a way up', String.raw`C:\Windows\..\x\System32\reg.exe`, String.raw`C:\Windows\..\x`],
  ['no system root', 'reg.exe', undefined],
])('%s is not', (_name, file, root) => {
  expect(isRegistryQuery(file, REGISTRY_QUERIES.logon, root)).toBe(false);
});

test('reads only, and nothing else', () => {
  expect(new Set(Object.values(REGISTRY_QUERIES).map(([word]) => word))).toEqual(new Set(['query']));
  expect(registryProgram(ROOT)).toBe(PROGRAM);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { electronParts, networkRules } from './network.ts';

const config: Linter.Config = {
  languageOptions: {
    globals: {
      fetch: 'readonly',
      WebSocket: 'readonly',
      XMLHttpRequest: 'readonly',
      EventSource: 'readonly',
    },
  },
  rules: {
    ...networkRules,
    'no-restricted-imports': ['error', { paths: [electronParts] }],
  },
};

function complaints(code: string): number {
  return new Linter().verify(code, [config]).length;
}

describe('code that reaches past the guard is a lint error', () => {
  test.each([
    ['fetch', 'await fetch("https://example.com/")'],
    ['fetch of the global object', 'await globalThis.fetch("x")'],
    ['a web socket', 'new WebSocket("wss://example.com/")'],
    ['a request of old', 'new XMLHttpRequest()'],
    ['a beacon', 'navigator.sendBeacon("x")'],
    ['a module by way of the process', 'process.getBuiltinModule("net")'],
    ['a binding', 'process.binding("tcp_wrap")'],
    ['a library loaded by hand', 'process.dlopen({}, "x.node")'],
    ['require', 'const require = createRequire(import.meta.url)'],
    ['a computed import', 'await import(`node:${name}`)'],
    ["Electron's own requests", 'import { net } from "electron"'],
    ['an update', 'import { autoUpdater } from "electron"'],
    ['a crash upload', 'import { crashReporter } from "electron"'],
    ['a program of the desktop', 'import { shell } from "electron"'],
  ])('%s', (_name, code) => {
    expect(complaints(code)).toBe(1);
  });

  test.each([
    ['a module that is named', 'await import("./compose.ts")'],
    ['parts of Electron that stay here', 'import { app, dialog } from "electron"'],
    ['the process', 'process.exit(0)'],
  ])('%s is fine', (_name, code) => {
    expect(complaints(code)).toBe(0);
  });

  test('the fixture that dials out, were it code of ours', () => {
    const leaky = readFileSync(join(import.meta.dirname, '../../e2e/fixtures/leaky-dependency.mjs'), 'utf8');
    const found = new Linter().verify(leaky, [config]).map(({ message }) => message);
    expect(found.filter((message) => message.includes('nothing of ours opens a connection')).length).toBe(
      found.length,
    );
    expect(found.length).toBeGreaterThanOrEqual(3);
  });
});

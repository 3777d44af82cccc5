import { expect, test } from 'vitest';
import { toRealUrl, toStandInUrl } from './wire.ts';

test.each([
  ['app://swarm/index.html', 'https://app.invalid/index.html'],
  ['app://swarm/assets/a.js?b#c', 'https://app.invalid/assets/a.js?b#c'],
])('%s is served as %s, and back', (real, standIn) => {
  expect(toStandInUrl(real)).toBe(standIn);
  expect(toRealUrl(standIn)).toBe(real);
});

test.each([
  ['https://example.com/'],
  ['https://app.invalid.example.com/'],
  ['app://other/x'],
  ['about:blank'],
  [''],
])('%s is nobody’s page and stays as it is', (url) => {
  expect([toRealUrl(url), toStandInUrl(url)]).toEqual([url, url]);
});

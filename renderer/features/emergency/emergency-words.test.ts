import { expect, it } from 'vitest';
import { EMERGENCY_ENDS, EMERGENCY_MINUTES, EMERGENCY_REASONS } from '../../../shared/domain/index.ts';
import { leftWords, lookWords, MINUTES, REASON_IDS, scopeWords, stateWords } from './emergency-words.ts';

it('knows every reason, and offers times that main takes', () => {
  expect(REASON_IDS).toEqual(EMERGENCY_REASONS);
  for (const minutes of MINUTES.map(Number)) {
    expect(minutes).toBeGreaterThanOrEqual(EMERGENCY_MINUTES.shortest);
    expect(minutes).toBeLessThanOrEqual(EMERGENCY_MINUTES.longest);
  }
});

it('counts what is left in minutes and seconds, and never below nothing', () => {
  expect([0, -5, 999, 61_000, 3_600_000].map(leftWords)).toEqual(['0:00', '0:00', '0:01', '1:01', '60:00']);
});

it('says what was opened, what was looked at, and how it stands', () => {
  const dataset = { kind: 'dataset', dataset: '5f0c2b8e-2f3e-4e86-9d3c-2a1f0d5b7c11' } as never;
  expect(scopeWords({ scope: dataset, table: 'visits' })).toBe('table visits');
  expect(scopeWords({ scope: dataset })).toBe('table 5f0c2b8e');
  for (const how of EMERGENCY_ENDS) expect(stateWords({ ended: { atMs: 1, how } })).toMatch(/not reviewed$/);
  expect(stateWords({})).toBe('in use');
  expect(lookWords({ seq: 1, wallMs: 1, what: 'rows', version: 2, offset: 50, rows: 50 })).toBe(
    'rows 51 to 100 of version 2',
  );
});

import { expect, test } from 'vitest';
import type { RestoreVerdictView } from '../../../shared/ipc/index.ts';
import { verdictWords } from './restore-words.ts';

const found = (part: Partial<RestoreVerdictView>, ok = true): RestoreVerdictView => ({
  ...{ verdict: { ok, subject: 'Journal', lines: [] }, missing: 0, witnesses: 0, journalSize: 1204 },
  ...part,
});

test.each<[string, RestoreVerdictView, string, RegExp]>([
  [
    'what is lost comes first',
    found({ missing: 23, witnesses: 1 }, false),
    'bad',
    /^23.entries would be lost$/,
  ],
  ['one entry is one', found({ missing: 1, witnesses: 1 }, false), 'bad', /^1.entry would be lost$/],
  ['what fails', found({}, false), 'bad', /does not pass/],
  ['no witness is no proof', found({}), 'warn', /nobody can tell/],
  ['with witnesses', found({ witnesses: 2 }), 'good', /as far as the witnesses know/],
])('%s', (_, view, tone, title) => {
  expect(verdictWords(view)).toMatchObject({ tone, title: expect.stringMatching(title) });
});

test('the figures of a loss are those of the checkpoint and of the copy', () => {
  expect(verdictWords(found({ missing: 23, witnesses: 1 }, false)).text).toContain('covers 1,227 entries');
});

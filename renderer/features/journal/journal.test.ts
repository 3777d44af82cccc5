import { expect, test } from 'vitest';
import { EVENT_NAMES, type Entry } from '../../../shared/formats/journal/index.ts';
import { EVENT_NAMES_OF } from './event-choices.ts';
import { entryPages, fromOldest } from './entry-pages.ts';
import { gistOf } from './gist.ts';
import { leafHash } from './leaf-hash.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test('the filter offers every kind of the catalogue', () => {
  expect([...EVENT_NAMES_OF].sort()).toEqual([...EVENT_NAMES].sort());
});

test.each<[Entry['kind'], Entry['phase'], Entry['body'], string]>([
  ['tool.call', 'intent', { tool: 'drop_column' }, 'Remove column'],
  ['tool.call', 'outcome', { ok: true, datasetVersion: 4 }, 'version 4'],
  [
    'tool.call',
    'outcome',
    { ok: false, code: 'damaged', message: 'a chunk is damaged' },
    'a chunk is damaged',
  ],
  [
    'model.load',
    'outcome',
    { ok: false, code: 'interrupted', unknown: 'it may have loaded' },
    'it may have loaded',
  ],
  [
    'tool.decided',
    'event',
    { tool: 'web_search', decision: { behaviour: 'deny', ruleId: 'HIPAA-002' } },
    'Web search deny by HIPAA-002',
  ],
  ['tool.decided', 'event', { tool: 'web_search', decision: 'broken' }, 'Web search'],
  ['dataset.import', 'outcome', { ok: true, table: 'admissions', rows: 10000 }, 'admissions 10,000 rows'],
  [
    'run.ended',
    'event',
    { state: 'awaiting_attestation', calls: 17, denials: 1 },
    'awaiting attestation 17 calls 1 denial',
  ],
  ['auth.signed_in', 'event', { method: 'password' }, ''],
  ['workspace.closed', 'event', { reason: 'exit' }, 'exit'],
])('%s %s is told in a few words', (kind, phase, body, gist) => {
  expect(plain(gistOf({ kind, phase, body }))).toBe(gist);
});

test('the leaf hash is SHA-256 over a zero byte and the canonical text', async () => {
  const entry = { v: 1, seq: 7, kind: 'auth.locked', body: { reason: 'idle \u00fc' } } as unknown as Entry;
  // Computed with another program: printf '\\0%s' '{"body":{"reason":"idle ü"},"kind":"auth.locked","seq":7,"v":1}' | sha256sum
  const known = 'e5f11391f8bb4609fb3560260b1ba2a413d6f0333b6b720231917f3df1066ab7';
  expect(await leafHash(entry)).toBe(known);
  expect(await leafHash({ ...entry, seq: 8 })).not.toBe(known);
});

test('pages stay aligned although looking at the journal adds to it', async () => {
  const journal = Array.from({ length: 450 }, (_, seq) => seq);
  const ask = ((_: string, args: { offset: number; limit: number; newestFirst: boolean }) => {
    journal.push(journal.length);
    const list = args.newestFirst ? journal.toReversed() : journal;
    const entries = list.slice(args.offset, args.offset + args.limit);
    return Promise.resolve({
      ok: true,
      value: { total: journal.length, asOfSeq: journal.length - 1, entries },
    });
  }) as unknown as Parameters<typeof entryPages>[3];
  const asOf: number[] = [];
  const fetch = entryPages(undefined, undefined, (seq) => asOf.push(seq), ask);
  const seen: unknown[] = [];
  for (const offset of [0, 200, 400]) {
    const answer = await fetch({ offset, limit: 200, fresh: offset === 0 });
    if (answer.ok) seen.push(...answer.value.rows);
  }
  expect(seen).toEqual(Array.from({ length: 451 }, (_, index) => 450 - index));
  expect(asOf).toEqual([450]);
});

test('a page beyond the end is empty', () => {
  expect(fromOldest(10, 0, 4)).toEqual({ from: 6, count: 4 });
  expect(fromOldest(10, 8, 4)).toEqual({ from: 0, count: 2 });
  expect(fromOldest(10, 40, 4)).toEqual({ from: 0, count: 0 });
});

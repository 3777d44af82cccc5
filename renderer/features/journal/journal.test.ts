import { describe, expect, test } from 'vitest';
import { EVENT_NAMES, type Entry } from '../../../shared/formats/journal/index.ts';
import type { EntryView } from '../../../shared/ipc/index.ts';
import { EntryFilterArgs } from '../../../shared/ipc/index.ts';
import { parseRoute, hrefOf } from '../../app/routes.ts';
import { conditionsOf, filterOf, journalRoute, KINDS } from './conditions.ts';
import { gistOf } from './gist.ts';
import { rootFromPath } from './inclusion.ts';
import { leafHash } from './leaf-hash.ts';
import { JournalLook } from './look.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test('the filter offers every kind of the catalogue', () => {
  expect([...KINDS].sort()).toEqual([...EVENT_NAMES].sort());
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

test('an audit path leads to the root of the tree, from its own place alone', async () => {
  // The first of eight leaves of the test vectors of RFC 6962's reference implementation.
  const claim = {
    leaf: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    index: 0,
    size: 8,
    path: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  };
  const root = '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328';
  expect(await rootFromPath(claim)).toBe(root);
  expect(await rootFromPath({ ...claim, index: 1 })).not.toBe(root);
  expect(await rootFromPath({ ...claim, size: 3 })).toBeUndefined();
  expect(await rootFromPath({ ...claim, path: claim.path.slice(1) })).toBeUndefined();
  expect(await rootFromPath({ ...claim, path: claim.path.toReversed() })).not.toBe(root);
  expect(await rootFromPath({ ...claim, index: 8 })).toBeUndefined();
});

const ID = '0b0e0c5e-6a5f-4d0e-9c1b-2f6f0a3f9d11';

describe('a filter in the address', () => {
  const whole = EntryFilterArgs.parse({
    fromMs: 1_780_000_000_000,
    toMs: 1_780_000_001_500,
    kinds: ['tool.denied', 'tool.call'],
    phases: ['intent'],
    people: ['application', ID],
    agents: ['data_cleaner'],
    run: ID,
    call: ID,
    correlation: 'c 7',
    decisions: ['ask', 'deny'],
    phiAccessed: false,
    failed: true,
    text: '"drop column" HIPAA-001',
  });

  test('comes back as it was', () => {
    expect(filterOf(conditionsOf(whole))).toEqual(whole);
    expect(filterOf(conditionsOf({}))).toEqual({});
    const route = parseRoute(hrefOf(journalRoute(whole, 12)));
    expect(route).toMatchObject({ screen: 'journal', seq: 12 });
    expect(route.screen === 'journal' && filterOf(route)).toEqual(whole);
  });

  test('leaves out what means nothing, so that main accepts the rest', () => {
    const broken = filterOf({
      ...{ q: '  ', from: 'yesterday', to: '', kind: 'tool.call,nothing', person: 'Mallory', agent: '' },
      ...{
        decision: 'maybe',
        phase: '',
        phi: 'perhaps',
        failed: '',
        run: 'x',
        call: '1',
        act: 'y'.repeat(65),
      },
    });
    expect(broken).toEqual({ kinds: ['tool.call'] });
    expect(EntryFilterArgs.safeParse(broken).success).toBe(true);
  });
});

/** Main's side: entries of which each count finds some more. */
function journalOf(size: number, perStep: number): { look: JournalLook; asked: string[] } {
  const asked: string[] = [];
  let found = 0;
  const rows = (offset: number, limit: number): EntryView[] =>
    Array.from({ length: Math.max(0, Math.min(limit, found - offset)) }, (_, i) => ({
      entry: { seq: size - 1 - offset - i },
    })) as EntryView[];
  const ask = (name: string, args: { offset?: number; limit?: number }): Promise<unknown> => {
    asked.push(name);
    if (name !== 'journal.readEntries') found = Math.min(size, found + perStep);
    const head = { look: 'l', asOfSeq: size - 1, textThroughSeq: size - 1, behind: false };
    const value = {
      ...head,
      ...{ total: found, complete: found === size, entries: rows(args.offset ?? 0, args.limit ?? 0) },
    };
    return Promise.resolve({ ok: true, value });
  };
  return { look: new JournalLook({}, ask as never), asked };
}

const settled = async (look: JournalLook): Promise<void> => {
  while (!look.state().complete || look.state().pages.get(0)?.length !== Math.min(200, look.state().total))
    await Promise.resolve();
};

describe('a look', () => {
  test('shows the first page at once, counts to the end, and fetches what comes into sight', async () => {
    const { look, asked } = journalOf(450, 300);
    const stop = look.watch(() => undefined);
    await settled(look);
    expect(look.state().total).toBe(450);
    expect(look.rowAt(0)?.entry.seq).toBe(449);
    look.onRange(190, 420);
    await Promise.resolve();
    await Promise.resolve();
    expect([look.rowAt(399)?.entry.seq, look.rowAt(449)?.entry.seq]).toEqual([50, 0]);
    stop();
    expect(asked.filter((name) => name === 'journal.searchEntries')).toHaveLength(1);
  });

  test('fills up a first page that came in part', async () => {
    const { look } = journalOf(450, 90);
    look.watch(() => undefined);
    await settled(look);
    expect(look.state().pages.get(0)).toHaveLength(200);
    expect(look.state().counts?.total).toBe(450);
  });

  test('keeps what main refused with', async () => {
    const refusal = { ok: false, code: 'invalid_input', message: 'there is no word to search for' };
    const look = new JournalLook({ text: '*' }, (() => Promise.resolve(refusal)) as never);
    look.watch(() => undefined);
    await Promise.resolve();
    expect(look.state().problem).toMatchObject({ code: 'invalid_input' });
  });
});

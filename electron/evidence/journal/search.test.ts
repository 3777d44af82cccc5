import { rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CallId, RunId } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import { BLOCK_ENTRIES } from './derived-columns.ts';
import { journalPaths } from './paths.ts';
import type { EntryCounts, EntryFilter } from './port.ts';
import { JournalFileReader } from './reader.ts';
import { item, openFile, OTHER_RUN, RUN, temporaryWorkspace, type TemporaryWorkspace } from './temporary.ts';
import type { JournalFile } from './writer.ts';

const COUNT = BLOCK_ENTRIES + 700;
const START_MS = 1_780_000_000_000;
const PEOPLE = [
  'application',
  '5f0c9d5e-8a94-4b3a-9d0e-000000000001',
  '5f0c9d5e-8a94-4b3a-9d0e-000000000002',
];
const AGENTS = ['data_cleaner', 'evaluator'];
const CALLS = [1, 2, 3].map((n) => CallId.parse(`5f0c9d5e-8a94-4b3a-9d0e-90000000000${n}`));
const HASH = '5a'.repeat(32);

let workspace: TemporaryWorkspace;
let file: JournalFile;
let reader: JournalFileReader;
let all: Entry[];

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  file = await openFile(workspace, true);
  const draft = (n: number): Parameters<typeof item>[1] => {
    const context = {
      actor: { id: PEOPLE[n % 3] as never, role: 'none' as const },
      correlation: `c${n % 7}`,
      phiAccessed: n % 5 === 0,
      ...(n % 4 === 0 ? { agent: AGENTS[n % 2] } : {}),
      ...(n % 3 === 0 ? { run: n % 2 === 0 ? RUN : OTHER_RUN, call: CALLS[n % 13] } : {}),
    };
    const at = { wallMs: START_MS + n * 1000, monoMs: n, context };
    if (n % 11 === 0)
      return { ...at, kind: 'access.refused', body: { verb: `v${n % 17}`, reason: 'role viewer may not' } };
    if (n % 6 === 0) {
      const decision = {
        behaviour: n % 4 === 0 ? 'ask' : 'allow',
        ruleId: 'HIPAA-003',
        reason: 'ends',
        matched: [],
        policySha256: HASH,
      };
      return {
        ...at,
        kind: 'tool.decided',
        body: { tool: 'drop_column', argsSha256: HASH, labels: [], decision },
      };
    }
    return { ...at, kind: 'workspace.closed', body: { reason: `closed for column ${n % 40}` } };
  };
  for (let n = 0; n < COUNT; n += 1000)
    file.append(Array.from({ length: Math.min(1000, COUNT - n) }, (_, i) => item(workspace, draft(n + i))));
  reader = open();
  await reader.citedPayloads();
  while (reader.derivedState().textThroughSeq < COUNT - 1) search({ text: 'x' });
  all = (await reader.list({ offset: 0, limit: COUNT, newestFirst: true })).entries.map(({ entry }) => entry);
});

afterAll(async () => {
  reader.close();
  await file.close();
  await workspace.remove();
});

function open(): JournalFileReader {
  return new JournalFileReader(journalPaths(workspace.options.folder), workspace.options.databaseKey);
}

/** The whole search: gone on with until it is complete. */
function search(filter: EntryFilter, offset = 0, limit = 500): { seqs: number[]; counts: EntryCounts } {
  const { asOfSeq } = reader.search({ filter, offset: 0, limit: 1 });
  let counts = reader.count({ filter, asOfSeq });
  while (!counts.complete) counts = reader.count({ filter, asOfSeq });
  const page = reader.search({ filter, asOfSeq, offset, limit });
  return { seqs: page.entries.map(({ entry }) => entry.seq), counts };
}

/** The same filter over entries in hand, said as plainly as can be. */
function matches(entry: Entry, filter: EntryFilter): boolean {
  const { decision } = entry.body as { decision?: { behaviour: string } };
  const behaviour = entry.kind === 'access.refused' ? 'deny' : decision?.behaviour;
  const among = (wanted: readonly string[] | undefined, value: string | undefined): boolean =>
    wanted === undefined || wanted.length === 0 || (value !== undefined && wanted.includes(value));
  return (
    (filter.fromMs === undefined || entry.wallMs >= filter.fromMs) &&
    (filter.toMs === undefined || entry.wallMs < filter.toMs) &&
    among(filter.kinds, entry.kind) &&
    among(filter.phases, entry.phase) &&
    among(filter.people, entry.actor.id) &&
    among(filter.agents, entry.agent) &&
    among(filter.decisions, behaviour) &&
    (filter.run === undefined || entry.run === filter.run) &&
    (filter.call === undefined || entry.call === filter.call) &&
    (filter.correlation === undefined || entry.correlation === filter.correlation) &&
    (filter.phiAccessed === undefined || entry.phiAccessed === filter.phiAccessed) &&
    (filter.failed === undefined || (entry.body.ok === false) === filter.failed) &&
    (filter.text === undefined || JSON.stringify(entry.body).includes(filter.text))
  );
}

const some = <T>(...values: T[]): fc.Arbitrary<T[]> => fc.subarray(values);
const filters = fc.record(
  {
    fromMs: fc.integer({ min: START_MS, max: START_MS + COUNT * 1000 }),
    toMs: fc.integer({ min: START_MS, max: START_MS + COUNT * 1000 }),
    kinds: some<NonNullable<EntryFilter['kinds']>[number]>(
      'workspace.closed',
      'tool.decided',
      'clock.stepped',
    ),
    phases: some<'event' | 'intent'>('event', 'intent'),
    people: some(...PEOPLE, '5f0c9d5e-8a94-4b3a-9d0e-00000000dead'),
    agents: some(...AGENTS),
    run: fc.constantFrom(RUN, OTHER_RUN, RunId.parse('5f0c9d5e-8a94-4b3a-9d0e-444444444444')),
    call: fc.constantFrom(...CALLS),
    correlation: fc.constantFrom('c1', 'c6', 'nowhere'),
    decisions: some<'allow' | 'ask' | 'deny'>('allow', 'ask', 'deny'),
    phiAccessed: fc.boolean(),
    failed: fc.boolean(),
    text: fc.constantFrom('HIPAA-003', 'refused by nobody', 'viewer'),
  },
  { requiredKeys: [] },
);

test('any filter finds what a plain look at every entry finds, newest first, with its counts', () => {
  fc.assert(
    fc.property(filters, fc.nat(50), (filter, offset) => {
      const wanted = all.filter((entry) => matches(entry, filter));
      const { seqs, counts } = search(filter, offset);
      expect(seqs).toEqual(wanted.slice(offset, offset + 500).map(({ seq }) => seq));
      expect(counts.total).toBe(wanted.length);
      expect(counts.histogram.bins.reduce((sum, bin) => sum + bin, 0)).toBe(wanted.length);
      const kinds = all.filter((entry) => matches(entry, { ...filter, kinds: undefined }));
      expect(counts.kinds['tool.decided'] ?? 0).toBe(
        kinds.filter(({ kind }) => kind === 'tool.decided').length,
      );
      const decided = all.filter((entry) => matches(entry, { ...filter, decisions: undefined }));
      expect(counts.decisions.deny).toBe(decided.filter(({ kind }) => kind === 'access.refused').length);
    }),
    { numRuns: 60 },
  );
}, 30_000);

describe('words', () => {
  test.each([
    ['column 39', (entry: Entry) => /column 39\b/.test(JSON.stringify(entry.body.reason))],
    ['"39 column"', () => false],
    ['"drop column"', (entry: Entry) => entry.kind === 'tool.decided'],
    ['drop_column', (entry: Entry) => entry.kind === 'tool.decided'],
    ['refus*', (entry: Entry) => entry.kind === 'access.refused'],
    [HASH, (entry: Entry) => entry.kind === 'tool.decided'],
    [CALLS[0]!, (entry: Entry) => entry.call === CALLS[0]],
    ['AND OR NOT ( ) : ^', () => false],
  ])('%s', (text, wanted) => {
    expect(search({ text }).counts.total).toBe(all.filter(wanted).length);
  });

  test('nothing to look for is said, whatever stands there instead', () => {
    for (const text of ['', '  ', '*', '"" - ""'])
      expect(() => reader.search({ filter: { text }, offset: 0, limit: 1 })).toThrow('no word');
  });
});

test('a search stands as of its entry while the journal grows', async () => {
  const { asOfSeq } = reader.search({ filter: {}, offset: 0, limit: 1 });
  file.append([item(workspace, { body: { reason: 'later' }, wallMs: START_MS + COUNT * 1000 + 5 })]);
  const page = reader.search({ filter: {}, asOfSeq, offset: 0, limit: 1 });
  expect(page.entries[0]?.entry.seq).toBe(asOfSeq);
  const again = reader.search({ filter: { text: 'later' }, offset: 0, limit: 1 });
  expect(again).toMatchObject({ asOfSeq: asOfSeq + 1, textThroughSeq: asOfSeq + 1, total: 1, behind: false });
  all.unshift((await reader.list({ offset: 0, limit: 1, newestFirst: true })).entries[0]!.entry);
});

describe('what is wrong with the derived file is never an answer', () => {
  const whole = (): unknown => [
    search({ kinds: ['tool.decided'] }).counts.total,
    reader.derivedState().throughSeq,
  ];

  test('it goes on from what is stored', async () => {
    const before = whole();
    reader.close();
    reader = open();
    expect(reader.derivedState().throughSeq).toBe(BLOCK_ENTRIES - 1);
    await reader.citedPayloads();
    expect(whole()).toEqual(before);
  });

  test('gone, or no database at all', async () => {
    const before = whole();
    const { derived } = journalPaths(workspace.options.folder);
    for (const bytes of [undefined, 'no database']) {
      reader.close();
      await rm(derived);
      if (bytes !== undefined) await writeFile(derived, bytes);
      reader = open();
      await reader.citedPayloads();
      expect(whole()).toEqual(before);
    }
  });

  test('without a place to write it, only full text is missing', async () => {
    const before = whole();
    const { derived } = journalPaths(workspace.options.folder);
    reader.close();
    const nowhere = { ...journalPaths(workspace.options.folder), derived: `${derived}/nowhere/derived.db` };
    reader = new JournalFileReader(nowhere, workspace.options.databaseKey);
    await reader.citedPayloads();
    expect(whole()).toEqual(before);
    expect(reader.derivedState().textThroughSeq).toBe(-1);
    expect(search({ text: 'viewer' }).counts).toMatchObject({ total: 0, textThroughSeq: -1 });
    reader.close();
    reader = open();
  });
});

import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeDraft,
  entryMacMessage,
  placeDraft,
  toHex,
  type Draft,
} from '../../../shared/formats/index.ts';
import { ChainJoin, type ChainResult } from './chain.ts';
import { EntryScan, type ScanTools, type StoredRow } from './scan.ts';

const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const mac = (message: Uint8Array): Buffer => createHmac('sha256', 'key').update(message).digest();
const TOOLS: ScanTools = {
  hash: (message) => hash(message).toString('latin1'),
  mac: (message) => mac(message).toString('latin1'),
};
const START = { epoch: 1, firstSeq: 0 };

/** What stands in one entry; `afterMs` is how far the clock went on since the one before it, or back. */
interface Said {
  readonly afterMs?: number;
  readonly draft?: Pick<Draft, 'kind' | 'phase' | 'body' | 'intent'>;
}

const INTENT = { tool: 'keep_column', args: {}, argsSha256: '5a'.repeat(32), datasetVersion: 1 };
const OUTCOME = { ok: true, datasetVersion: 1, redactions: {}, ms: 1 };

const said: Readonly<Record<string, (seq: number) => Said>> = {
  event: () => ({}),
  'clock back': () => ({ afterMs: -5 }),
  'clock step': () => ({ afterMs: -5, draft: { kind: 'clock.stepped', phase: 'event', body: { byMs: -5 } } }),
  intent: () => ({ draft: { kind: 'tool.call', phase: 'intent', body: INTENT } }),
  outcome: (seq) => ({
    draft: { kind: 'tool.call', phase: 'outcome', intent: Math.max(0, seq - 3), body: OUTCOME },
  }),
  checkpoint: (seq) => ({
    draft: {
      kind: 'journal.checkpoint',
      phase: 'event',
      body: { size: seq, root: '5a'.repeat(32), reason: 'interval', note: 'note' },
    },
  }),
};

/** A row whose parts can be bent one by one. */
interface Row {
  readonly seq: number;
  /** 0x00 and the stored bytes. */
  readonly message: Uint8Array;
  readonly leaf: Uint8Array;
  readonly mac: Uint8Array;
}

function journal(length: number, says: readonly string[] = []): Row[] {
  const rows: Row[] = [];
  let [leaf, previous]: [Uint8Array, Uint8Array] = [new Uint8Array(32), new Uint8Array(32)];
  let wallMs = 1_780_000_000_000;
  for (let seq = 0; seq < length; seq += 1) {
    const { afterMs = 1, draft: other } = said[says[seq] ?? 'event']!(seq);
    wallMs += afterMs;
    const draft = encodeDraft({
      kind: 'workspace.closed',
      phase: 'event',
      body: { reason: `reason ${seq}` },
      ...other,
      context: { actor: { id: 'application', role: 'none' }, correlation: 'c' },
      wallMs,
      monoMs: seq / 4,
    });
    const message = Buffer.from(`\u0000${placeDraft(draft, { epoch: 1, seq, prev: toHex(leaf) })}`);
    leaf = hash(message);
    previous = mac(entryMacMessage(previous, seq, leaf));
    rows.push({ seq, message, leaf, mac: previous });
  }
  return rows;
}

/** A row as it lies on a page: one part behind the other. */
function stored({ seq, message, leaf, mac }: Row): StoredRow {
  const bytes = Buffer.concat([Buffer.alloc(3), message, leaf, mac]);
  const messageEnd = 3 + message.length;
  const leafEnd = messageEnd + leaf.length;
  const macEnd = leafEnd + mac.length;
  return { seq, bytes, messageAt: 3, messageEnd, leafAt: messageEnd, leafEnd, macAt: leafEnd, macEnd };
}

/** Scans rows in stretches that end at the given places, as several workers would, and joins them. */
function walk(
  rows: readonly Row[],
  wanted: readonly number[] = [],
  cuts: readonly number[] = [],
  tools = TOOLS,
): ChainResult {
  const join = new ChainJoin(tools, START, { onPayloads: () => undefined }, wanted);
  const ends = [...new Set([...cuts, rows.length])].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    const scan = new EntryScan(tools, { ...START, wanted });
    for (const row of rows.slice(from, to)) scan.add(stored(row));
    join.add(structuredClone(scan.finish()));
    from = to;
  }
  return join.finish();
}

const LENGTH = 12;
const whole = journal(LENGTH);

test('an untouched journal has no faults, and keeps the roots that were asked for', () => {
  const result = walk(whole, [0, 5, 12, 40]);
  expect([result.faults, result.size]).toEqual([[], LENGTH]);
  expect([...result.rootAt.keys()]).toEqual([0, 5, 12]);
  expect(result.rootAt.get(5)).toEqual(walk(whole.slice(0, 5)).root);
});

test('every change of one bit, in bytes, leaf or MAC, points at its entry', () => {
  const field = fc.constantFrom('message', 'leaf', 'mac' as const);
  fc.assert(
    fc.property(fc.nat(LENGTH - 1), field, fc.nat(), fc.nat(7), (at, name, offset, bit) => {
      const rows = whole.map((row) => {
        if (row.seq !== at) return row;
        const bent = Uint8Array.from(row[name as 'message']);
        // The first byte of a message is the mark of a leaf, which nobody stores.
        const place = name === 'message' ? 1 + (offset % (bent.length - 1)) : offset % bent.length;
        bent[place]! ^= 1 << bit;
        return { ...row, [name]: bent };
      });
      const { faults } = walk(rows);
      expect(faults.map(({ seq }) => seq)).toContain(at);
      expect(faults.every(({ seq }) => seq === at || seq === at + 1)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('rows that are left out, doubled or put elsewhere are seen, but for a cut at the end', () => {
  const places = fc.array(fc.nat(LENGTH - 1), { maxLength: LENGTH + 4 });
  const numbering = fc.constantFrom('as stored', 'from 0');
  fc.assert(
    fc.property(places, numbering, (order, how) => {
      // SQLite holds one row per position and reads them in order.
      const picked =
        how === 'from 0' ? order.map((at, seq) => ({ ...whole[at]!, seq })) : uniqueSorted(order);
      const prefix = picked.every((row, i) => row.seq === i && row.leaf === whole[i]?.leaf);
      expect(walk(picked).faults.length === 0).toBe(prefix);
    }),
    { numRuns: 300 },
  );
});

function uniqueSorted(order: readonly number[]): Row[] {
  return [...new Set(order)].sort((a, b) => a - b).map((at) => whole[at]!);
}

test('bytes that are no entry are a fault, not a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { faults } = walk([
        { ...whole[0]!, message: Buffer.concat([Buffer.of(0), bytes]) },
        ...whole.slice(1),
      ]);
      expect(faults[0]).toMatchObject({ verdict: 'entry_altered', seq: 0 });
    }),
    { numRuns: 100 },
  );
});

test('without the MAC key links and leaves are still checked', () => {
  const rows = whole.map((row) => (row.seq === 3 ? { ...row, message: Buffer.from('\u0000{}') } : row));
  const { faults } = walk(rows, [], [], { ...TOOLS, mac: undefined });
  expect(faults[0]).toMatchObject({ verdict: 'entry_altered', seq: 3 });
});

describe('it does not matter where the entries are parted among workers', () => {
  type Bend = readonly [at: number, field: 'message' | 'leaf' | 'mac'];
  const says = fc.array(fc.constantFrom(...Object.keys(said)), { maxLength: LENGTH });
  const places = fc.option(fc.array(fc.nat(LENGTH - 1), { maxLength: LENGTH + 4 }));
  const cuts = fc.array(fc.nat(LENGTH + 4), { maxLength: 5 });
  const bend = fc.tuple(
    fc.nat(LENGTH - 1),
    fc.constantFrom('message' as const, 'leaf' as const, 'mac' as const),
  );

  function expectSame(
    kinds: readonly string[],
    order: readonly number[] | null,
    where: readonly number[],
    bends: readonly Bend[],
  ): void {
    const written = journal(LENGTH, kinds);
    const kept = [...new Set(order ?? written.map(({ seq }) => seq))].sort((a, b) => a - b);
    const rows = kept.map((at) => {
      let row = written[at]!;
      for (const [bentAt, field] of bends) {
        if (bentAt !== at) continue;
        const bytes = Uint8Array.from(row[field]);
        bytes[bytes.length - 9]! ^= 1;
        row = { ...row, [field]: bytes };
      }
      return row;
    });
    const inside = where.filter((cut) => cut < rows.length);
    expect(walk(rows, [0, 3, 8, 12], inside)).toEqual(walk(rows, [0, 3, 8, 12]));
  }

  test.each<[string, readonly string[], readonly number[] | null, readonly number[], readonly Bend[]]>([
    ['a gap and an altered entry, found in another order', [], [4, 0], [1], [[4, 'message']]],
    [
      'a clock set back behind an entry that cannot be read',
      ['event', 'event', 'clock back'],
      null,
      [1],
      [[1, 'message']],
    ],
  ])('%s', (_, kinds, order, where, bends) => {
    expectSame(kinds, order, where, bends);
  });

  test('any faults, any parting', () => {
    fc.assert(fc.property(says, places, cuts, fc.array(bend, { maxLength: 3 }), expectSame), {
      numRuns: 500,
    });
  });
});

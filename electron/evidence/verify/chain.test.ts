import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeDraft, entryMacMessage, placeDraft, toHex } from '../../../shared/formats/index.ts';
import { ChainJoin, type ChainResult } from './chain.ts';
import { EntryScan, type ScanTools, type StoredRow } from './scan.ts';

const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const mac = (message: Uint8Array): Buffer => createHmac('sha256', 'key').update(message).digest();
const TOOLS: ScanTools = {
  hash: (message) => hash(message).toString('latin1'),
  mac: (message) => mac(message).toString('latin1'),
};
const START = { epoch: 1, firstSeq: 0 };

function journal(length: number): StoredRow[] {
  const rows: StoredRow[] = [];
  let [leaf, previous]: [Uint8Array, Uint8Array] = [new Uint8Array(32), new Uint8Array(32)];
  for (let seq = 0; seq < length; seq += 1) {
    const draft = encodeDraft({
      kind: 'workspace.closed',
      phase: 'event',
      body: { reason: `reason ${seq}` },
      context: { actor: { id: 'application', role: 'none' }, correlation: 'c' },
      wallMs: 1_780_000_000_000 + seq,
      monoMs: seq / 4,
    });
    const message = Buffer.from(`\u0000${placeDraft(draft, { epoch: 1, seq, prev: toHex(leaf) })}`);
    leaf = hash(message);
    previous = mac(entryMacMessage(previous, seq, leaf));
    rows.push({ seq, message, leaf, mac: previous });
  }
  return rows;
}

/** Scans rows in stretches that end at the given places, as several workers would, and joins them. */
function walk(
  rows: readonly StoredRow[],
  wanted: readonly number[] = [],
  cuts: readonly number[] = [],
  tools = TOOLS,
): ChainResult {
  const join = new ChainJoin(tools, START, { onPayload: () => undefined }, wanted);
  const ends = [...new Set([...cuts, rows.length])].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    const scan = new EntryScan(tools, { ...START, wanted });
    for (const row of rows.slice(from, to)) scan.add(row);
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

function uniqueSorted(order: readonly number[]): StoredRow[] {
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

test('it does not matter where the entries are parted among workers', () => {
  const places = fc.array(fc.nat(LENGTH - 1), { maxLength: LENGTH + 4 });
  const cuts = fc.array(fc.nat(LENGTH + 4), { maxLength: 5 });
  const bend = fc.option(fc.tuple(fc.nat(LENGTH - 1), fc.constantFrom('message', 'leaf', 'mac' as const)));
  fc.assert(
    fc.property(fc.option(places), cuts, bend, (order, where, bent) => {
      const rows = (order === null ? whole : uniqueSorted(order)).map((row) => {
        if (bent?.[0] !== row.seq) return row;
        const bytes = Uint8Array.from(row[bent[1] as 'message']);
        bytes[bytes.length - 9]! ^= 1;
        return { ...row, [bent[1]]: bytes };
      });
      const inside = where.filter((cut) => cut < rows.length);
      expect(walk(rows, [0, 3, 8, 12], inside)).toEqual(walk(rows, [0, 3, 8, 12]));
    }),
    { numRuns: 400 },
  );
});

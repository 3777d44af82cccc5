import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeDraft, entryMacMessage, placeDraft, toHex, type Hash } from '../../../shared/formats/index.ts';
import { ChainWalk, FIRST_EPOCH, type ChainResult, type StoredRow } from './chain.ts';

const hash: Hash = (bytes) => createHash('sha256').update(bytes).digest();
const mac = (message: Uint8Array): Uint8Array => createHmac('sha256', 'key').update(message).digest();

function journal(length: number): StoredRow[] {
  const rows: StoredRow[] = [];
  let [leaf, previous] = [FIRST_EPOCH.prev, FIRST_EPOCH.mac];
  for (let seq = 0; seq < length; seq += 1) {
    const draft = encodeDraft({
      kind: 'workspace.closed',
      phase: 'event',
      body: { reason: `reason ${seq}` },
      context: { actor: { id: 'application', role: 'none' }, correlation: 'c' },
      wallMs: 1_780_000_000_000 + seq,
      monoMs: seq / 4,
    });
    const bytes = Buffer.from(placeDraft(draft, { epoch: 1, seq, prev: toHex(leaf) }));
    leaf = hash(Buffer.concat([Buffer.of(0), bytes]));
    previous = mac(entryMacMessage(previous, seq, leaf));
    rows.push({ seq, bytes, leaf, mac: previous });
  }
  return rows;
}

function walk(rows: readonly StoredRow[], wanted: readonly number[] = []): ChainResult {
  const chain = new ChainWalk({ hash, mac }, FIRST_EPOCH, wanted);
  for (const row of rows) chain.add(row);
  return chain.finish();
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
  const field = fc.constantFrom('bytes', 'leaf', 'mac' as const);
  fc.assert(
    fc.property(fc.nat(LENGTH - 1), field, fc.nat(), fc.nat(7), (at, name, offset, bit) => {
      const rows = whole.map((row) => {
        if (row.seq !== at) return row;
        const bent = Uint8Array.from(row[name as 'bytes']);
        bent[offset % bent.length]! ^= 1 << bit;
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
      const { faults } = walk([{ ...whole[0]!, bytes }, ...whole.slice(1)]);
      expect(faults[0]).toMatchObject({ verdict: 'entry_altered', seq: 0 });
    }),
    { numRuns: 100 },
  );
});

test('without the MAC key links and leaves are still checked', () => {
  const chain = new ChainWalk({ hash, mac: undefined }, FIRST_EPOCH);
  for (const row of whole) chain.add(row.seq === 3 ? { ...row, bytes: Buffer.from('{}') } : row);
  expect(chain.finish().faults[0]).toMatchObject({ verdict: 'entry_altered', seq: 3 });
});

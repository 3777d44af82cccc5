import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CitedPayloads } from './cited-payloads.ts';
import { Citations } from './entries/citations.ts';

function idAt(n: number): string {
  const hex = createHash('sha256').update(String(n)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function hashAt(n: number): string {
  return createHash('sha256').update(`hash ${n}`).digest('hex');
}

type Cited = readonly [id: number, hash: number];

function records(cited: readonly Cited[], firstSeq: number): Uint8Array {
  const list = new Citations();
  cited.forEach(([id, hash], i) => {
    list.addText(idAt(id), hashAt(hash), firstSeq + i);
  });
  return list.take();
}

test('keeps every payload once, and finds the first that is cited under another hash', () => {
  const cited = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 0, max: 1 })), { maxLength: 60 });
  const firstSeq = fc.constantFrom(0, 2 ** 32 - 20, 2 ** 40);
  fc.assert(
    fc.property(cited, firstSeq, fc.nat(60), (all, seq, cut) => {
      const payloads = new CitedPayloads();
      payloads.add(records(all.slice(0, cut), seq));
      payloads.add(records(all.slice(cut), seq + Math.min(cut, all.length)));
      const known = new Map<number, number>();
      let contradiction: number | undefined;
      all.forEach(([id, hash], i) => {
        if (!known.has(id)) known.set(id, hash);
        else if (known.get(id) !== hash) contradiction ??= seq + i;
      });
      expect(payloads.citations).toBe(all.length);
      expect(payloads.contradiction()).toBe(contradiction);
      const kept = [...payloads.parts()].flatMap((part) => [...part]);
      expect(new Map(kept)).toEqual(new Map([...known].map(([id, hash]) => [idAt(id), hashAt(hash)])));
      payloads.close();
    }),
    { numRuns: 150 },
  );
});

test('says the same when most of them went to disk', () => {
  const payloads = new CitedPayloads();
  const many = Array.from({ length: 1000 }, (_, n): Cited => [n, n]);
  // The same thousand again and again, until they no longer fit in memory.
  const again = records(many, 5);
  for (let round = 0; round < 60; round += 1) payloads.add(again);
  payloads.add(
    records(
      [
        [17, 17],
        [18, 4],
      ],
      9000,
    ),
  );
  expect(payloads.citations).toBe(60_002);
  expect(payloads.contradiction()).toBe(9001);
  const kept = [...payloads.parts()].flatMap((part) => [...part]);
  expect(kept.length).toBe(1000);
  payloads.clear();
  expect([payloads.citations, payloads.contradiction()]).toEqual([0, undefined]);
  payloads.close();
});

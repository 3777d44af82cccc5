import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import {
  CompactRange,
  consistencyProof,
  inclusionProof,
  leafHash,
  merkleRoot,
  nodesOfLeaves,
  rootAt,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The leaves and roots that the Certificate Transparency code base has published for RFC 6962. */
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const published = entries.map((entry) => leafHash(hash, fromHex(entry)));
const someLeaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(hash, Uint8Array.of(i >> 8, i & 255)));

describe('published vectors of RFC 6962', () => {
  test('roots of one to eight leaves', () => {
    expect(roots.map((_, i) => toHex(merkleRoot(hash, published.slice(0, i + 1))))).toEqual(roots);
    const nodes = nodesOfLeaves(hash, published);
    expect(roots.map((_, i) => toHex(rootAt(hash, nodes, i + 1)))).toEqual(roots);
  });
  test('root of nothing', () => {
    expect(toHex(merkleRoot(hash, []))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });
  test('audit paths', () => {
    expect(inclusionProof(hash, nodesOfLeaves(hash, published), 8, 0).map(toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(inclusionProof(hash, nodesOfLeaves(hash, published), 8, 5).map(toHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });
  test('consistency', () => {
    expect(consistencyProof(hash, nodesOfLeaves(hash, published), 6, 8).map(toHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });
});

/** RFC 6962's own recursive definition, to hold the incremental form against. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length <= 1) return leaves[0] ?? hash(new Uint8Array());
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const [left, right] = [rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k))];
  return hash(Buffer.concat([Buffer.of(1), left, right]));
}

describe('incremental', () => {
  test('every size agrees with the definition, also when taken up again from its nodes', () => {
    const leaves = someLeaves(130);
    let range = new CompactRange(hash);
    leaves.forEach((leaf, i) => {
      range.append(leaf);
      range = new CompactRange(hash, range.size, range.nodes);
      expect(range.size).toBe(i + 1);
      expect(range.root()).toEqual(rootByDefinition(leaves.slice(0, i + 1)));
    });
  });
  test('a copy grows alone', () => {
    const range = new CompactRange(hash);
    range.append(published[0]!);
    const copy = range.copy();
    copy.append(published[1]!);
    expect([range.size, toHex(range.root()), toHex(copy.root())]).toEqual([1, roots[0], roots[1]]);
  });
  test('nodes that do not fit the size are refused', () => {
    expect(() => new CompactRange(hash, 3, [published[0]!])).toThrow('do not fit');
    expect(() => new CompactRange(hash, -1)).toThrow('do not fit');
  });
});

describe('proofs', () => {
  const sizeAndIndex = fc
    .integer({ min: 1, max: 70 })
    .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

  test('inclusion holds for every leaf, and for nothing else', () => {
    fc.assert(
      fc.property(sizeAndIndex, fc.nat(), ([size, index], pick) => {
        const leaves = someLeaves(size);
        const root = merkleRoot(hash, leaves);
        const proof = inclusionProof(hash, nodesOfLeaves(hash, leaves), size, index);
        const claim = { leaf: leaves[index]!, index, size, root, proof };
        expect(verifyInclusion(hash, claim)).toBe(true);
        const foreign = leafHash(hash, Buffer.from('foreign'));
        expect(verifyInclusion(hash, { ...claim, leaf: foreign })).toBe(false);
        expect(verifyInclusion(hash, { ...claim, root: foreign })).toBe(false);
        expect(verifyInclusion(hash, { ...claim, proof: [...proof, foreign] })).toBe(false);
        expect(verifyInclusion(hash, { ...claim, index: size })).toBe(false);
        if (proof.length > 0) {
          const bent = proof.map((node, i) => (i === pick % proof.length ? foreign : node));
          expect(verifyInclusion(hash, { ...claim, proof: bent })).toBe(false);
          expect(verifyInclusion(hash, { ...claim, proof: proof.slice(1) })).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('consistency holds for every earlier size, and for nothing else', () => {
    fc.assert(
      fc.property(sizeAndIndex, ([newSize, index]) => {
        const oldSize = index + 1;
        const leaves = someLeaves(newSize);
        const claim = {
          oldSize,
          newSize,
          oldRoot: merkleRoot(hash, leaves.slice(0, oldSize)),
          newRoot: merkleRoot(hash, leaves),
          proof: consistencyProof(hash, nodesOfLeaves(hash, leaves), oldSize, newSize),
        };
        expect(verifyConsistency(hash, claim)).toBe(true);
        const foreign = leafHash(hash, Buffer.from('foreign'));
        expect(verifyConsistency(hash, { ...claim, oldRoot: foreign })).toBe(false);
        expect(verifyConsistency(hash, { ...claim, newRoot: foreign })).toBe(false);
        expect(verifyConsistency(hash, { ...claim, proof: [...claim.proof, foreign] })).toBe(false);
        expect(verifyConsistency(hash, { ...claim, oldSize: newSize + 1 })).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('what is not in the tree has no proof', () => {
    expect(() => inclusionProof(hash, nodesOfLeaves(hash, published), 8, 8)).toThrow('has no leaf');
    expect(() => consistencyProof(hash, nodesOfLeaves(hash, published), 0, 8)).toThrow('no earlier size');
  });
});

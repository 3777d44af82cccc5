import { Problem } from '../../domain/problem.ts';
import { concatBytes, equalBytes } from './bytes.ts';

/** SHA-256, passed in, so that the same code verifies in Node and in a browser. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

const LEAF = Uint8Array.of(0);
const HASH_BYTES = 32;
/** 0x01 and two hashes. Filled and hashed within one call, so that building a tree allocates no messages. */
const NODE_MESSAGE = new Uint8Array(1 + 2 * HASH_BYTES);
NODE_MESSAGE[0] = 1;

/** RFC 6962 section 2.1: hash of one entry. */
export function leafHash(hash: Hash, bytes: Uint8Array): Uint8Array {
  return hash(concatBytes(LEAF, bytes));
}

/** RFC 6962 section 2.1: hash of two neighbouring subtrees. */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  NODE_MESSAGE.set(left, 1);
  NODE_MESSAGE.set(right, 1 + HASH_BYTES);
  return hash(NODE_MESSAGE);
}

/**
 * The roots of the perfect subtrees that make up a growing tree, largest first: all that is needed to
 * append leaves and to tell the root, in space logarithmic in the size.
 */
export class CompactRange {
  readonly #hash: Hash;
  #size: number;
  // INVARIANT: one node per set bit of #size, largest subtree first (merkle.test.ts, "incremental").
  #nodes: Uint8Array[];

  /** @throws Problem `invalid_input` when the number of nodes does not fit the size. */
  constructor(hash: Hash, size = 0, nodes: readonly Uint8Array[] = []) {
    if (!Number.isSafeInteger(size) || size < 0 || nodes.length !== countBits(size))
      throw new Problem('invalid_input', 'the nodes of this tree do not fit its size');
    this.#hash = hash;
    this.#size = size;
    this.#nodes = [...nodes];
  }

  get size(): number {
    return this.#size;
  }

  get nodes(): readonly Uint8Array[] {
    return this.#nodes;
  }

  append(leaf: Uint8Array): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#nodes.pop();
      if (left === undefined) throw new Error('compact range lost a node');
      node = nodeHash(this.#hash, left, node);
    }
    this.#nodes.push(node);
    this.#size += 1;
  }

  root(): Uint8Array {
    const last = this.#nodes.at(-1);
    if (last === undefined) return this.#hash(new Uint8Array());
    return this.#nodes.slice(0, -1).reduceRight((right, left) => nodeHash(this.#hash, left, right), last);
  }

  copy(): CompactRange {
    return new CompactRange(this.#hash, this.#size, this.#nodes);
  }
}

/** Root over leaf hashes (not over entries). The root of nothing is the hash of nothing. */
export function merkleRoot(hash: Hash, leaves: Iterable<Uint8Array>): Uint8Array {
  const range = new CompactRange(hash);
  for (const leaf of leaves) range.append(leaf);
  return range.root();
}

/**
 * Where proofs take the hashes of a tree from: `node(level, index)` is the root over the perfect subtree
 * of 2^level leaves that begins at leaf index * 2^level.
 */
export interface TreeNodes {
  node(level: number, index: number): Uint8Array;
}

/** All leaves in memory, as nodes. */
export function nodesOfLeaves(hash: Hash, leaves: readonly Uint8Array[]): TreeNodes {
  return {
    node: (level, index) => merkleRoot(hash, leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
  };
}

/** Root over the leaves from `from` to before `to`, where `from` is as aligned as RFC 6962 splits it. */
function subtreeRoot(hash: Hash, nodes: TreeNodes, from: number, to: number): Uint8Array {
  const size = to - from;
  const level = Math.log2(size);
  if (Number.isInteger(level)) return nodes.node(level, from / size);
  const middle = from + splitPoint(size);
  return nodeHash(hash, subtreeRoot(hash, nodes, from, middle), subtreeRoot(hash, nodes, middle, to));
}

/** Root of the tree's first `size` leaves. */
export function rootAt(hash: Hash, nodes: TreeNodes, size: number): Uint8Array {
  return size === 0 ? hash(new Uint8Array()) : subtreeRoot(hash, nodes, 0, size);
}

/**
 * RFC 6962 section 2.1.1: the audit path that shows leaf `index` under the root of the first `size`.
 *
 * @throws Problem `invalid_input` when there is no such leaf.
 */
export function inclusionProof(hash: Hash, nodes: TreeNodes, size: number, index: number): Uint8Array[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new Problem('invalid_input', `the tree of ${size} has no leaf ${index}`);
  const path: Uint8Array[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    const left = index < middle;
    path.push(subtreeRoot(hash, nodes, left ? middle : from, left ? to : middle));
    [from, to] = left ? [from, middle] : [middle, to];
  }
  return path.reverse();
}

export interface InclusionClaim {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162 section 2.1.3.2, which holds for RFC 6962 trees. False for any claim that does not hold. */
export function verifyInclusion(hash: Hash, claim: InclusionClaim): boolean {
  if (!Number.isInteger(claim.index) || claim.index < 0 || claim.index >= claim.size) return false;
  if (!areHashes(claim.proof)) return false;
  let fn = claim.index;
  let sn = claim.size - 1;
  let node = claim.leaf;
  for (const step of claim.proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      node = nodeHash(hash, step, node);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      node = nodeHash(hash, node, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(node, claim.root);
}

/**
 * RFC 6962 section 2.1.2: shows that the tree of `newSize` leaves grew out of its first `oldSize`.
 *
 * @throws Problem `invalid_input` unless 0 < oldSize <= newSize.
 */
export function consistencyProof(
  hash: Hash,
  nodes: TreeNodes,
  oldSize: number,
  newSize: number,
): Uint8Array[] {
  if (!Number.isSafeInteger(oldSize) || oldSize < 1 || oldSize > newSize)
    throw new Problem('invalid_input', `the tree of ${newSize} has no earlier size ${oldSize}`);
  const path: Uint8Array[] = [];
  let [from, to, whole] = [0, newSize, true];
  while (to !== oldSize) {
    const middle = from + splitPoint(to - from);
    const left = oldSize <= middle;
    path.push(subtreeRoot(hash, nodes, left ? middle : from, left ? to : middle));
    [from, to, whole] = left ? [from, middle, whole] : [middle, to, false];
  }
  if (!whole) path.push(subtreeRoot(hash, nodes, from, to));
  return path.reverse();
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162 section 2.1.4.2, which holds for RFC 6962 trees. False for any claim that does not hold. */
export function verifyConsistency(hash: Hash, claim: ConsistencyClaim): boolean {
  const { oldSize, newSize } = claim;
  if (!Number.isInteger(oldSize) || !Number.isInteger(newSize) || oldSize < 1 || oldSize > newSize)
    return false;
  if (!areHashes(claim.proof)) return false;
  if (oldSize === newSize) return claim.proof.length === 0 && equalBytes(claim.oldRoot, claim.newRoot);
  const steps = countBits(oldSize) === 1 ? [claim.oldRoot, ...claim.proof] : [...claim.proof];
  let fn = oldSize - 1;
  let sn = newSize - 1;
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const first = steps.shift();
  if (first === undefined) return false;
  let [oldNode, newNode] = [first, first];
  for (const step of steps) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      oldNode = nodeHash(hash, step, oldNode);
      newNode = nodeHash(hash, step, newNode);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      newNode = nodeHash(hash, newNode, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(oldNode, claim.oldRoot) && equalBytes(newNode, claim.newRoot);
}

function areHashes(nodes: readonly Uint8Array[]): boolean {
  return nodes.every(({ length }) => length === HASH_BYTES);
}

/** Largest power of two below n, for n > 1. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function countBits(n: number): number {
  let bits = 0;
  for (let rest = n; rest > 0; rest = half(rest)) bits += rest % 2;
  return bits;
}

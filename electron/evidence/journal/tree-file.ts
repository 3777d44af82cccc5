import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { equalBytes, merkleRoot, nodeHash, type TreeNodes } from '../../../shared/formats/index.ts';
import { sha256 } from './hashing.ts';

const HASH_BYTES = 32;
/** The lowest nodes kept are roots over 2^4 leaves; below them a proof reads leaves from the journal. */
const LOWEST = 4;
const GROUP = 2 ** LOWEST;
const GROUPS_AT_ONCE = 512;

/** Leaf hashes as the journal stores them, from `from` to before `to`, or fewer where it ends. */
export type ReadLeaves = (from: number, to: number) => Uint8Array[];

/**
 * `journal/epoch-0001.tree`: inner nodes of the Merkle tree, so that a proof at ten million entries reads some
 * forty hashes instead of ten million. Never evidence: a proof made with it is checked before anyone
 * gets it, and whatever is wrong with the file, it is made again.
 *
 * Nodes stand in the order in which they become complete, 32 bytes each: after every group of 16 leaves
 * its root, then every larger subtree that ends there. So the file only grows.
 */
export class TreeFile implements TreeNodes {
  readonly #file: number;
  readonly #leaves: ReadLeaves;

  /** Throws the file system's own error where the file can be neither opened nor made. */
  constructor(path: string, leaves: ReadLeaves) {
    this.#leaves = leaves;
    this.#file = openOrCreate(path);
    try {
      // A crash may leave part of a group's nodes behind.
      const groups = this.#groups();
      ftruncateSync(this.#file, positionAfter(groups) * HASH_BYTES);
      if (groups > 0 && !this.#lastGroupFits(groups - 1)) this.clear();
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /** Takes in the nodes of the first `size` leaves, as far as groups are complete. */
  catchUp(size: number): void {
    while (this.follow(size));
  }

  /** The same in a piece of some thousand leaves. @returns whether more is left */
  follow(size: number): boolean {
    const target = Math.floor(size / GROUP);
    const group = this.#groups();
    if (group >= target) return false;
    const until = Math.min(target, group + GROUPS_AT_ONCE);
    const leaves = this.#leaves(group * GROUP, until * GROUP);
    if (leaves.length < (until - group) * GROUP) throw new RangeError('the journal lacks leaves');
    this.#append(group, leaves);
    return until < target;
  }

  /** @throws RangeError for a node that the file does not hold: `catchUp` comes first. */
  node(level: number, index: number): Uint8Array {
    if (level < LOWEST) {
      const leaves = this.#leaves(index * 2 ** level, (index + 1) * 2 ** level);
      if (leaves.length !== 2 ** level) throw new RangeError('the journal lacks leaves');
      return merkleRoot(sha256, leaves);
    }
    const node = Buffer.alloc(HASH_BYTES);
    const at = positionOf(level, index) * HASH_BYTES;
    if (readSync(this.#file, node, 0, HASH_BYTES, at) !== HASH_BYTES) throw new RangeError('no such node');
    return node;
  }

  /** Forgets everything, for a file that does not fit its journal. */
  clear(): void {
    ftruncateSync(this.#file, 0);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** @param leaves of whole groups, the first of which is `group` */
  #append(group: number, leaves: readonly Uint8Array[]): void {
    const nodes: Uint8Array[] = [];
    const base = positionAfter(group);
    const stored = (level: number, index: number): Uint8Array => {
      const position = positionOf(level, index);
      return nodes[position - base] ?? this.node(level, index);
    };
    for (let at = 0; at < leaves.length; at += GROUP) {
      let node = merkleRoot(sha256, leaves.slice(at, at + GROUP));
      nodes.push(node);
      let index = group + at / GROUP;
      for (let level = LOWEST; index % 2 === 1; level += 1) {
        node = nodeHash(sha256, stored(level, index - 1), node);
        nodes.push(node);
        index = (index - 1) / 2;
      }
    }
    writeSync(this.#file, Buffer.concat(nodes), 0, nodes.length * HASH_BYTES, base * HASH_BYTES);
  }

  /** Groups whose nodes the file holds completely. */
  #groups(): number {
    const nodes = Math.floor(fstatSync(this.#file).size / HASH_BYTES);
    let groups = Math.floor(nodes / 2);
    while (positionAfter(groups + 1) <= nodes) groups += 1;
    return groups;
  }

  #lastGroupFits(group: number): boolean {
    const leaves = this.#leaves(group * GROUP, (group + 1) * GROUP);
    return leaves.length === GROUP && equalBytes(merkleRoot(sha256, leaves), this.node(LOWEST, group));
  }
}

/** Nodes that stand before those of a group: two per earlier group, less those still without a neighbour. */
function positionAfter(groups: number): number {
  let position = 2 * groups;
  for (let rest = groups; rest > 0; rest = Math.floor(rest / 2)) position -= rest % 2;
  return position;
}

function positionOf(level: number, index: number): number {
  const above = level - LOWEST;
  const lastGroup = (index + 1) * 2 ** above - 1;
  return positionAfter(lastGroup) + above;
}

function openOrCreate(path: string): number {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return openSync(path, 'wx+', 0o600);
  }
}

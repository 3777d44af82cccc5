import { nodeHash, rootAt, type Hash, type TreeNodes } from '../../../shared/formats/index.ts';

const HASH_BYTES = 32;

/**
 * The leaves of a whole tree and all nodes above them in plain buffers: 64 bytes an entry, so that a proof
 * for any of them costs a walk and no reading.
 */
export class LeafTree implements TreeNodes {
  readonly #hash: Hash;
  readonly #levels: Buffer[];
  readonly #size: number;
  #filled = 0;

  constructor(hash: Hash, size: number) {
    this.#hash = hash;
    this.#size = size;
    this.#levels = [Buffer.alloc(size * HASH_BYTES)];
  }

  add(leaf: Uint8Array): void {
    this.#levels[0]?.set(leaf, this.#filled * HASH_BYTES);
    this.#filled += 1;
  }

  leaf(index: number): Uint8Array {
    return this.node(0, index);
  }

  /** Makes the nodes above the leaves. Called once, when all leaves are there. */
  close(): void {
    if (this.#filled !== this.#size) throw new RangeError('leaves are missing');
    for (let width = this.#size >> 1, level = 1; width > 0; width >>= 1, level += 1) {
      const nodes = Buffer.alloc(width * HASH_BYTES);
      for (let index = 0; index < width; index += 1) {
        const node = nodeHash(
          this.#hash,
          this.node(level - 1, 2 * index),
          this.node(level - 1, 2 * index + 1),
        );
        nodes.set(node, index * HASH_BYTES);
      }
      this.#levels.push(nodes);
    }
  }

  node(level: number, index: number): Uint8Array {
    const nodes = this.#levels[level];
    const at = index * HASH_BYTES;
    if (nodes === undefined || at + HASH_BYTES > nodes.length) throw new RangeError('no such node');
    return nodes.subarray(at, at + HASH_BYTES);
  }

  root(): Uint8Array {
    return rootAt(this.#hash, this, this.#size);
  }
}

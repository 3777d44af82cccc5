import { putText, type BinaryText } from './binary-text.ts';

/** SHA-256, passed in, so that the same code runs in Node and in a browser. */
export type HashText = (message: Uint8Array) => BinaryText;

const HASH_BYTES = 32;

/** Roots of perfect subtrees, left to right, over leaves that follow one another. */
export interface TreePiece {
  /** Index of the first leaf. */
  readonly start: number;
  readonly levels: readonly number[];
  readonly hashes: readonly BinaryText[];
}

/**
 * A stretch of a growing RFC 6962 tree, from any leaf on: subtrees merge as soon as both halves are there.
 * Stretches of several workers join to the whole tree.
 */
export class TreeRow {
  readonly #hash: HashText;
  readonly #start: number;
  #end: number;
  readonly #levels: number[] = [];
  readonly #hashes: BinaryText[] = [];
  readonly #message = new Uint8Array(1 + 2 * HASH_BYTES);

  constructor(hash: HashText, start = 0) {
    this.#hash = hash;
    this.#start = start;
    this.#end = start;
    this.#message[0] = 1;
  }

  /** Index behind the last leaf. */
  get end(): number {
    return this.#end;
  }

  /** Appends a perfect subtree of 2^level leaves that begins where the row ends. */
  append(hash: BinaryText, level = 0): void {
    let [node, height] = [hash, level];
    this.#end += 2 ** level;
    while (this.#levels.at(-1) === height && (this.#end / 2 ** height) % 2 === 0) {
      node = this.#node(this.#hashes.pop() ?? '', node);
      this.#levels.pop();
      height += 1;
    }
    this.#levels.push(height);
    this.#hashes.push(node);
  }

  join(piece: TreePiece): void {
    piece.hashes.forEach((hash, i) => {
      this.append(hash, piece.levels[i]);
    });
  }

  piece(): TreePiece {
    return { start: this.#start, levels: [...this.#levels], hashes: [...this.#hashes] };
  }

  /** Root over the row, where it begins at the first leaf, and a piece behind it. */
  rootWith(piece: TreePiece): BinaryText {
    const hashes = [...this.#hashes, ...piece.hashes];
    if (this.#levels.length > 0 && piece.levels.length > 0) {
      const copy = new TreeRow(this.#hash, this.#start);
      copy.join(this.piece());
      copy.join(piece);
      return copy.root();
    }
    return this.#fold(hashes);
  }

  root(): BinaryText {
    return this.#fold(this.#hashes);
  }

  #fold(hashes: readonly BinaryText[]): BinaryText {
    const last = hashes.at(-1);
    if (last === undefined) return this.#hash(new Uint8Array());
    return hashes.slice(0, -1).reduceRight((right, left) => this.#node(left, right), last);
  }

  #node(left: BinaryText, right: BinaryText): BinaryText {
    putText(this.#message, 1, left);
    putText(this.#message, 1 + HASH_BYTES, right);
    return this.#hash(this.#message);
  }
}

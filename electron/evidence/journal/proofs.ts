import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  rootAt,
  toHex,
  verifyConsistency,
  verifyInclusion,
} from '../../../shared/formats/index.ts';
import type Database from 'better-sqlite3-multiple-ciphers';
import { openCipher, type SqliteDatabase } from '../database/index.ts';
import { sha256 } from './hashing.ts';
import type { JournalPaths } from './paths.ts';
import type { EntryProof, GrowthProof } from './port.ts';
import { TreeFile } from './tree-file.ts';

/**
 * Proofs from the stored leaves of a journal. The tree file only makes them quick: every proof is checked
 * before it leaves here, and one that does not hold has the file made again.
 */
export class JournalProofs {
  readonly #path: string;
  readonly #database: SqliteDatabase;
  readonly #firstSeq: number;
  readonly #leaves: (from: number, to: number) => Uint8Array[];
  readonly #bytes: (index: number) => Uint8Array | undefined;
  readonly #size: () => number;
  #tree: TreeFile | undefined;

  constructor(paths: Pick<JournalPaths, 'epoch' | 'tree'>, databaseKey: Uint8Array) {
    this.#path = paths.tree;
    this.#database = openCipher(paths.epoch, databaseKey, { readonly: true, mustExist: true });
    this.#database.pragma('query_only = ON');
    const prepare = (sql: string): Database.Statement => this.#database.prepare(sql).pluck();
    this.#firstSeq = prepare('SELECT first_seq FROM epoch').get() as number;
    const first = this.#firstSeq;
    const leaves = prepare('SELECT leaf FROM run_events WHERE seq >= ? AND seq < ? ORDER BY seq');
    this.#leaves = (from, to) => leaves.all(first + from, first + to) as Uint8Array[];
    const bytes = prepare('SELECT CAST(bytes AS BLOB) FROM run_events WHERE seq = ?');
    this.#bytes = (index) => bytes.get(first + index) as Uint8Array | undefined;
    const last = prepare('SELECT max(seq) FROM run_events');
    this.#size = () => ((last.get() as number | null) ?? first - 1) + 1 - first;
  }

  /** Takes in some of what was appended since, so that proofs are quick. @returns whether more is left */
  follow(): boolean {
    try {
      return this.#open().follow(this.#size());
    } catch (error) {
      // Whatever it is, the next proof meets it and says so.
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  /** @throws Problem `not_found`, `damaged` */
  prove(seq: number, size: number): EntryProof {
    this.#requireSize(size);
    const index = seq - this.#firstSeq;
    const bytes = index >= 0 && index < size ? this.#bytes(index) : undefined;
    if (bytes === undefined)
      throw new Problem('not_found', `entry ${seq} is not among those that the checkpoint covers`);
    const leaf = leafHash(sha256, bytes);
    return this.#checked((tree) => {
      const path = inclusionProof(sha256, tree, size, index);
      const root = rootAt(sha256, tree, size);
      if (!verifyInclusion(sha256, { leaf, index, size, root, proof: path })) return undefined;
      return { index, size, bytes, leafSha256: hex(leaf), root: hex(root), path: path.map(hex) };
    });
  }

  /** @throws Problem `not_found`, `damaged` */
  proveGrowth(oldSize: number, newSize: number): GrowthProof {
    this.#requireSize(newSize);
    return this.#checked((tree) => {
      const proof = oldSize === 0 ? [] : consistencyProof(sha256, tree, oldSize, newSize);
      const [oldRoot, newRoot] = [rootAt(sha256, tree, oldSize), rootAt(sha256, tree, newSize)];
      const holds = oldSize === 0 || verifyConsistency(sha256, { oldSize, newSize, oldRoot, newRoot, proof });
      return holds ? { oldRoot: hex(oldRoot), newRoot: hex(newRoot), path: proof.map(hex) } : undefined;
    });
  }

  close(): void {
    this.#tree?.close();
    this.#tree = undefined;
    this.#database.close();
  }

  #requireSize(size: number): void {
    const present = this.#size();
    if (size > present)
      throw new Problem('not_found', `the journal has ${present} entries, the checkpoint speaks of ${size}`);
  }

  /** Makes a proof; once more with a fresh tree file where it does not hold. */
  #checked<T>(make: (tree: TreeFile) => T | undefined): T {
    const attempt = (): T | undefined => {
      try {
        const tree = this.#open();
        tree.catchUp(this.#size());
        return make(tree);
      } catch (error) {
        if (error instanceof RangeError) return undefined;
        throw error;
      }
    };
    const first = attempt();
    if (first !== undefined) return first;
    this.#open().clear();
    const second = attempt();
    if (second !== undefined) return second;
    throw new Problem(
      'damaged',
      'no proof can be made: the stored entries do not lead to one root',
      'Run `swarm audit verify` on the workspace to see what is affected.',
    );
  }

  #open(): TreeFile {
    return (this.#tree ??= new TreeFile(this.#path, this.#leaves));
  }
}

function hex(bytes: Uint8Array): Sha256Hex {
  return toHex(bytes) as Sha256Hex;
}

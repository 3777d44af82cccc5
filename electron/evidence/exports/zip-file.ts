import { createHash, type Hash } from 'node:crypto';
import { createDeflateRaw, crc32, type DeflateRaw } from 'node:zlib';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { localHeader, MOST_ZIP_BYTES, zipTable, type ZipMember } from '../reports/zip.ts';
import type { PartFile } from './out-file.ts';
import type { ByteSink } from './write-rows.ts';

/** A file of a bundle, as its manifest names it. */
export interface BundledFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256Hex;
}

/** Pieces are collected up to this size before they are packed. */
const PIECE_BYTES = 256 * 1024;

/**
 * A bundle that is written file by file without holding any of them: what a file's header says is known
 * behind its content, and is then put in its place.
 */
export class ZipFile {
  readonly #file: PartFile;
  readonly #members: ZipMember[] = [];
  readonly #files: BundledFile[] = [];

  constructor(file: PartFile) {
    this.#file = file;
  }

  /** Every file so far. */
  get files(): readonly BundledFile[] {
    return this.#files;
  }

  /** Adds a file whose content `fill` writes; packed, as all that is long is text. */
  async add(name: string, fill: (sink: ByteSink) => Promise<void>): Promise<void> {
    const at = this.#file.size;
    const blank = { name, crc32: 0, sizeBytes: 0, packedBytes: 0, deflated: true, at };
    await this.#file.write(localHeader(blank));
    const from = this.#file.size;
    const packing = new Packing(this.#file);
    await fill(packing);
    const { sizeBytes, crc, sha256 } = await packing.end();
    const member = { ...blank, crc32: crc, sizeBytes, packedBytes: this.#file.size - from };
    if (this.#file.size > MOST_ZIP_BYTES || sizeBytes > MOST_ZIP_BYTES)
      throw new Problem(
        'limit_reached',
        'the bundle would be larger than a zip can be',
        'Take a shorter period.',
      );
    await this.#file.rewrite(at, localHeader(member));
    this.#members.push(member);
    this.#files.push({ path: name, sizeBytes, sha256 });
  }

  /** Adds the table of contents; nothing can follow. */
  async close(): Promise<void> {
    await this.#file.write(zipTable(this.#members, this.#file.size));
  }
}

/** Packs what is written and counts, sums and hashes it as it was. */
class Packing implements ByteSink {
  readonly #file: PartFile;
  readonly #deflate: DeflateRaw = createDeflateRaw();
  readonly #hash: Hash = createHash('sha256');
  readonly #packed: Buffer[] = [];
  readonly #waiting: Uint8Array[] = [];
  readonly #done: Promise<void>;
  #waitingBytes = 0;
  #crc = 0;
  #size = 0;

  constructor(file: PartFile) {
    this.#file = file;
    this.#deflate.on('data', (piece: Buffer) => this.#packed.push(piece));
    this.#done = new Promise((resolve, reject) => {
      this.#deflate.once('end', resolve).once('error', reject);
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#crc = crc32(bytes, this.#crc);
    this.#size += bytes.length;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= PIECE_BYTES) await this.#pack();
  }

  async end(): Promise<{ readonly sizeBytes: number; readonly crc: number; readonly sha256: Sha256Hex }> {
    await this.#pack();
    this.#deflate.end();
    await this.#done;
    await this.#putOut();
    return { sizeBytes: this.#size, crc: this.#crc, sha256: this.#hash.digest('hex') as Sha256Hex };
  }

  async #pack(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting.splice(0));
    this.#waitingBytes = 0;
    await new Promise<void>((resolve, reject) => {
      this.#deflate.write(bytes, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
    await this.#putOut();
  }

  async #putOut(): Promise<void> {
    const bytes = Buffer.concat(this.#packed.splice(0));
    if (bytes.length > 0) await this.#file.write(bytes);
  }
}

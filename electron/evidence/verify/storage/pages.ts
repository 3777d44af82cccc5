import { createDecipheriv, hash, pbkdf2Sync } from 'node:crypto';

/**
 * The page format of SQLCipher 4, as its authors publish it: 4096 bytes, of which the last 80 are
 * initialisation vector (16) and HMAC-SHA512 (64). The first 16 bytes of page 1 are the file's salt.
 */
export const PAGE_BYTES = 4096;
const SALT_BYTES = 16;
const IV_BYTES = 16;
const MAC_BYTES = 64;
/** What SQLite may use of a page. */
export const USABLE_BYTES = PAGE_BYTES - IV_BYTES - MAC_BYTES;
/** SQLite never writes the page that holds its lock bytes, at 1 GiB. */
export const LOCK_PAGE = 0x40000000 / PAGE_BYTES + 1;
const HMAC_BLOCK_BYTES = 128;
const NUMBER_BYTES = 4;
/** What stands in place of the salt in a plain SQLite file. */
const PLAIN_START = Buffer.from('SQLite format 3\u0000', 'latin1');

/** Checks and opens pages of one database file under its raw key. Works in buffers of its own. */
export class PageCheck {
  readonly #databaseKey: Uint8Array;
  /** HMAC-SHA512 (RFC 2104) on one-shot hashes, which cost half of what an HMAC object does. */
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  /**
   * @param databaseKey the 32-byte raw key of the file
   * @param firstBytes at least the first 16 bytes of the file
   */
  constructor(databaseKey: Uint8Array, firstBytes: Uint8Array) {
    this.#databaseKey = databaseKey;
    const salt = Uint8Array.from(firstBytes.subarray(0, SALT_BYTES), (byte) => byte ^ 0x3a);
    const key = pbkdf2Sync(databaseKey, salt, 2, 32, 'sha512');
    this.#inner = Buffer.alloc(HMAC_BLOCK_BYTES + PAGE_BYTES, 0x36);
    this.#outer = Buffer.alloc(HMAC_BLOCK_BYTES + MAC_BYTES, 0x5c);
    key.forEach((byte, i) => {
      this.#inner[i] = byte ^ 0x36;
      this.#outer[i] = byte ^ 0x5c;
    });
  }

  /** Whether a page carries the HMAC that belongs to its content and number (from 1). */
  holds(pageNumber: number, page: Uint8Array): boolean {
    if (page.length !== PAGE_BYTES) return false;
    const bytes = Buffer.from(page.buffer, page.byteOffset, PAGE_BYTES);
    const start = pageNumber === 1 ? SALT_BYTES : 0;
    const end = PAGE_BYTES - MAC_BYTES;
    const length = HMAC_BLOCK_BYTES + end - start + NUMBER_BYTES;
    bytes.copy(this.#inner, HMAC_BLOCK_BYTES, start, end);
    this.#inner.writeUInt32LE(pageNumber, length - NUMBER_BYTES);
    this.#outer.write(hash('sha512', this.#inner.subarray(0, length), 'binary'), HMAC_BLOCK_BYTES, 'latin1');
    return hash('sha512', this.#outer, 'binary') === bytes.toString('latin1', end, PAGE_BYTES);
  }

  /**
   * Opens neighbouring pages in one go: AES-256-CBC over all of them as if they were one text, then the
   * first block of each is given its own initialisation vector.
   *
   * @param firstNumber number of the first page (from 1)
   * @param pages a whole number of pages
   */
  open(firstNumber: number, pages: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-cbc', this.#databaseKey, NO_IV);
    decipher.setAutoPadding(false);
    const plain = decipher.update(pages);
    for (let base = 0; base < pages.length; base += PAGE_BYTES) {
      const first = firstNumber === 1 && base === 0 ? SALT_BYTES : base;
      const iv = base + USABLE_BYTES;
      for (let i = 0; i < IV_BYTES; i += 1) {
        const before = first + i < IV_BYTES ? 0 : (pages[first + i - IV_BYTES] ?? 0);
        plain[first + i] = (plain[first + i] ?? 0) ^ before ^ (pages[iv + i] ?? 0);
      }
    }
    if (firstNumber === 1) PLAIN_START.copy(plain);
    return plain;
  }
}

const NO_IV = new Uint8Array(IV_BYTES);

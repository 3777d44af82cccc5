import { createHmac, createSecretKey, pbkdf2Sync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';

/**
 * The page format of SQLCipher 4, as its authors publish it: 4096 bytes, of which the last 80 are
 * initialisation vector (16) and HMAC-SHA512 (64). The first 16 bytes of page 1 are the file's salt.
 */
export const PAGE_BYTES = 4096;
const SALT_BYTES = 16;
const MAC_BYTES = 64;
/** SQLite never writes the page that holds its lock bytes, at 1 GiB. */
const LOCK_PAGE = 0x40000000 / PAGE_BYTES + 1;
const PAGES_AT_ONCE = 256;

/** Checks pages of one database file under its raw key. */
export class PageCheck {
  readonly #key: KeyObject;

  /**
   * @param databaseKey the 32-byte raw key of the file
   * @param firstBytes at least the first 16 bytes of the file
   */
  constructor(databaseKey: Uint8Array, firstBytes: Uint8Array) {
    const salt = Uint8Array.from(firstBytes.subarray(0, SALT_BYTES), (byte) => byte ^ 0x3a);
    this.#key = createSecretKey(pbkdf2Sync(databaseKey, salt, 2, 32, 'sha512'));
  }

  /** Whether a page carries the HMAC that belongs to its content and number (from 1). */
  holds(pageNumber: number, page: Uint8Array): boolean {
    if (page.length !== PAGE_BYTES) return false;
    const end = PAGE_BYTES - MAC_BYTES;
    const number = new Uint8Array(4);
    new DataView(number.buffer).setUint32(0, pageNumber, true);
    const mac = createHmac('sha512', this.#key)
      .update(page.subarray(pageNumber === 1 ? SALT_BYTES : 0, end))
      .update(number)
      .digest();
    return timingSafeEqual(mac, page.subarray(end));
  }
}

export interface PagesReport {
  readonly pages: number;
  /** Numbers of pages whose HMAC does not hold, ascending; a cut last page counts as one. */
  readonly bad: readonly number[];
}

/**
 * Reads every page of a database file and checks its HMAC. The file is only read.
 *
 * Rejects with the file system's own error.
 */
export async function checkPages(
  path: string,
  databaseKey: Uint8Array,
  onPages: (done: number) => void = () => undefined,
): Promise<PagesReport> {
  const file = await open(path, 'r');
  try {
    const chunk = Buffer.alloc(PAGES_AT_ONCE * PAGE_BYTES);
    const bad: number[] = [];
    let check: PageCheck | undefined;
    let pages = 0;
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, pages * PAGE_BYTES);
      if (bytesRead === 0) return { pages, bad };
      check ??= new PageCheck(databaseKey, chunk);
      for (let at = 0; at < bytesRead; at += PAGE_BYTES) {
        pages += 1;
        const page = chunk.subarray(at, Math.min(at + PAGE_BYTES, bytesRead));
        if (pages !== LOCK_PAGE && !check.holds(pages, page)) bad.push(pages);
      }
      onPages(pages);
    }
  } finally {
    await file.close();
  }
}

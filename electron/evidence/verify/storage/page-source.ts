import type { DatabaseImage } from './image.ts';
import { LOCK_PAGE, PAGE_BYTES, type PageCheck } from './pages.ts';

/** Pages that the log holds in newer form: where in the log their content begins. */
export interface Overlay {
  readonly log: Uint8Array;
  readonly pages: ReadonlyMap<number, number>;
}

/** Another try where a page does not hold: a writer may have been in the middle of it. */
const TRIES = 3;

/**
 * The pages of a database as its last commit left them, from file and log: each checked against its HMAC
 * and opened. SQLite has no part in it, so nothing is written and nothing passed over in silence.
 */
export class PageSource {
  readonly #image: DatabaseImage;
  readonly #check: PageCheck;
  readonly #overlay: Overlay;
  /** Pages as they were read last; nobody else gets to see them. */
  #sealed = Buffer.alloc(0);

  constructor(image: DatabaseImage, check: PageCheck, overlay: Overlay) {
    this.#image = image;
    this.#check = check;
    this.#overlay = overlay;
  }

  /** Content of one page, or undefined where its HMAC does not hold. */
  page(number: number): Buffer | undefined {
    return this.run(number, 1)[0];
  }

  /** Contents of neighbouring pages, undefined for those whose HMAC does not hold. */
  run(first: number, count: number): (Buffer | undefined)[] {
    const sealed = this.#room(count);
    const read = this.#image.read(sealed, (first - 1) * PAGE_BYTES);
    const good: boolean[] = [];
    for (let i = 0; i < count; i += 1) {
      const page = sealed.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES);
      const newer = this.#overlay.pages.get(first + i);
      if (newer !== undefined) page.set(this.#overlay.log.subarray(newer, newer + PAGE_BYTES));
      good.push((newer !== undefined || (i + 1) * PAGE_BYTES <= read) && this.#holds(first + i, page, newer));
    }
    const plain = this.#check.open(first, sealed);
    return good.map((holds, i) => (holds ? plain.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES) : undefined));
  }

  /** Numbers of pages in a range whose HMAC does not hold; nothing is opened. */
  bad(first: number, count: number): number[] {
    const sealed = this.#room(count);
    const read = this.#image.read(sealed, (first - 1) * PAGE_BYTES);
    const bad: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const number = first + i;
      if (number === LOCK_PAGE || this.#overlay.pages.has(number)) continue;
      const page = sealed.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES);
      if ((i + 1) * PAGE_BYTES > read || !this.#holds(number, page, undefined)) bad.push(number);
    }
    return bad;
  }

  #room(pages: number): Buffer {
    if (this.#sealed.length < pages * PAGE_BYTES) this.#sealed = Buffer.alloc(pages * PAGE_BYTES);
    return this.#sealed.subarray(0, pages * PAGE_BYTES);
  }

  #holds(number: number, page: Buffer, newer: number | undefined): boolean {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#check.holds(number, page)) return true;
      if (newer !== undefined || attempt === TRIES) return false;
      this.#image.read(page, (number - 1) * PAGE_BYTES);
    }
  }
}

import {
  JOURNAL_APPLICATION_ID,
  JOURNAL_SCHEMAS,
  JOURNAL_SCHEMA_VERSION,
} from '../../../shared/formats/index.ts';
import type { ChainStart } from './chain.ts';
import {
  isBlob,
  isText,
  LOCK_PAGE,
  MalformedPage,
  PAGE_BYTES,
  readInteger,
  readLeaf,
  readRecord,
  readTablePage,
  USABLE_BYTES,
  type Column,
  type PageSource,
} from './storage/index.ts';

/** A page whose HMAC does not hold, where something hangs on it. */
export class DamagedPage extends Error {
  readonly page: number;

  constructor(page: number) {
    super(`page ${page} is damaged`);
    this.page = page;
  }
}

/** Where the entries of an epoch lie in its file. */
export interface EpochLayout {
  readonly start: ChainStart;
  /** Leaf pages of `run_events`, in the order of their entries. */
  readonly leaves: Uint32Array;
  /** Pages that were read on the way, which need no other look. */
  readonly seen: PageMarks;
  /** What is wrong with tables, triggers or views, or undefined. */
  readonly schemaFault: string | undefined;
  /** Pages between the root and the leaves that could not be read. */
  readonly broken: readonly number[];
}

/** Marks on page numbers: one byte each. */
export class PageMarks {
  readonly #marks: Uint8Array;

  constructor(pages: number) {
    this.#marks = new Uint8Array(pages + 1);
  }

  /** @returns false where the page is none of the file's, or was marked already */
  mark(page: number): boolean {
    if (page < 1 || page >= this.#marks.length || page === LOCK_PAGE || this.#marks[page] === 1) return false;
    this.#marks[page] = 1;
    return true;
  }

  /** Stretches of pages without a mark: first and count. */
  *rest(most: number): Generator<readonly [number, number]> {
    let first = 0;
    for (let page = 1; page <= this.#marks.length; page += 1) {
      const marked = page === this.#marks.length || this.#marks[page] === 1;
      if (first === 0 && !marked) first = page;
      if (first !== 0 && (marked || page - first === most)) {
        yield [first, page - first];
        first = marked ? 0 : page;
      }
    }
  }
}

const DEEPEST = 16;
/** Of a file of 256 GiB: what a log says of the size of its database must not become an allocation. */
const MOST_PAGES = 2 ** 26;

/**
 * Finds the entries of an epoch: the file's header, the schema, the record of the epoch, and every page
 * above the leaves of `run_events`.
 *
 * @param pages pages of the database after its last commit
 * @throws DamagedPage, MalformedPage where what is needed to find anything cannot be read
 */
export function readLayout(source: PageSource, pages: number): EpochLayout {
  const seen = new PageMarks(pages);
  const peek = (number: number): Buffer => {
    if (number < 1 || number > pages) throw new MalformedPage(number);
    const content = source.page(number);
    if (content === undefined) throw new DamagedPage(number);
    return content;
  };
  const mark = (number: number): void => {
    if (!seen.mark(number)) throw new MalformedPage(number);
  };
  const page = (number: number): Buffer => {
    mark(number);
    return peek(number);
  };
  const header = Buffer.from(readHeader(page(1)));
  const schema = readSchema(header, page);
  const epoch = readEpoch(rootOf(schema, 'epoch'), page);
  const { leaves, broken } = findLeaves(rootOf(schema, 'run_events'), pages, peek, mark);
  const schemaFault = faultOf(header, schema) ?? epoch.fault;
  return { start: epoch.start, leaves, seen, schemaFault, broken };
}

/** What a journal's file says of itself, where it says what SQLCipher 4 and SQLite write. */
function readHeader(first: Buffer): Buffer {
  const fits =
    first.readUInt16BE(16) === PAGE_BYTES &&
    first[20] === PAGE_BYTES - USABLE_BYTES &&
    first.readUInt32BE(52) === 0 &&
    first.readUInt32BE(56) === 1;
  if (!fits) throw new MalformedPage(1);
  return first;
}

interface SchemaObject {
  readonly name: string;
  readonly root: number;
  readonly sql: string | undefined;
}

function readSchema(first: Buffer, page: (number: number) => Buffer): SchemaObject[] {
  const objects: SchemaObject[] = [];
  const readOne = (number: number, content: Buffer): void => {
    readLeaf(number, content, page, (_, record, at, end) => {
      const [, name, , root, sql, ...rest] = readRecord(number, record, at, end);
      if (name === undefined || root === undefined || sql === undefined || rest.length > 0)
        throw new MalformedPage(number);
      objects.push({
        name: textOf(record, name),
        root: root.type === 0 ? 0 : readInteger(number, record, root),
        sql: sql.type === 0 ? undefined : textOf(record, sql),
      });
    });
  };
  const kind = readTablePage(1, first);
  if (kind.kind === 'leaf') readOne(1, first);
  else for (const child of kind.children) readOne(child, page(child));
  return objects;
}

/** Every object is compared letter by letter. */
function faultOf(header: Buffer, objects: readonly SchemaObject[]): string | undefined {
  const version = header.readUInt32BE(60);
  if (header.readUInt32BE(68) !== JOURNAL_APPLICATION_ID) return 'the database is not a journal';
  const expected = JOURNAL_SCHEMAS[version];
  if (expected === undefined)
    return version > JOURNAL_SCHEMA_VERSION
      ? `schema ${version} is newer than this verifier`
      : `there is no schema ${version}`;
  const found = objects.map(({ sql }) => sql).sort();
  const wanted = [...expected].sort();
  if (found.length !== wanted.length || found.some((sql, i) => sql !== wanted[i]))
    return 'tables, triggers or views are not those of the journal';
  return undefined;
}

function rootOf(objects: readonly SchemaObject[], name: string): number {
  const root = objects.find((object) => object.name === name && object.root > 0)?.root;
  if (root === undefined) throw new MalformedPage(1);
  return root;
}

/** An epoch's file holds one row about itself; leaf, MAC and tree begin at nothing. */
function readEpoch(
  root: number,
  page: (number: number) => Buffer,
): { readonly start: ChainStart; readonly fault: string | undefined } {
  const rows: { readonly start: ChainStart; readonly fault: string | undefined }[] = [];
  readLeaf(root, page(root), page, (_, record, at, end) => {
    const columns = readRecord(root, record, at, end);
    const [, epoch, firstSeq, prev, mac, nodes] = columns;
    if (columns.length !== 6 || epoch === undefined || firstSeq === undefined) throw new MalformedPage(root);
    const start = { epoch: readInteger(root, record, epoch), firstSeq: readInteger(root, record, firstSeq) };
    const zero = (column: Column | undefined, bytes: number): boolean =>
      column !== undefined &&
      isBlob(column) &&
      column.end - column.at === bytes &&
      record.subarray(column.at, column.end).every((byte) => byte === 0);
    const holds =
      zero(prev, 32) &&
      zero(mac, 32) &&
      zero(nodes, 0) &&
      start.epoch > 0 &&
      start.firstSeq >= 0 &&
      (start.epoch === 1) === (start.firstSeq === 0);
    rows.push({ start, fault: holds ? undefined : 'the record of the epoch is not as it must be' });
  });
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) throw new MalformedPage(root);
  return row;
}

function findLeaves(
  root: number,
  pages: number,
  peek: (number: number) => Buffer,
  mark: (number: number) => void,
): { readonly leaves: Uint32Array; readonly broken: number[] } {
  const broken: number[] = [];
  let level = Uint32Array.of(root);
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    // Room for all that there can be, once: what is not used of it costs no memory.
    const below = new Uint32Array(Math.min(pages, MOST_PAGES));
    let found = 0;
    for (const number of level) {
      let content: Buffer;
      try {
        content = peek(number);
      } catch (error) {
        // What hangs below it is lost, the rest is not.
        if (!(error instanceof DamagedPage)) throw error;
        broken.push(number);
        continue;
      }
      const read = readTablePage(number, content);
      // All leaves of a table lie at one depth, so the first of a level tells for all.
      if (read.kind === 'leaf') {
        if (found > 0) throw new MalformedPage(number);
        for (const leaf of level) mark(leaf);
        return { leaves: level, broken };
      }
      mark(number);
      for (const child of read.children) {
        if (found === below.length) throw new MalformedPage(number);
        below[found] = child;
        found += 1;
      }
    }
    if (found === 0) return { leaves: new Uint32Array(), broken };
    level = below.subarray(0, found);
  }
  throw new MalformedPage(root);
}

function textOf(record: Buffer, column: Column): string {
  if (!isText(column)) throw new MalformedPage(1);
  return record.toString('utf8', column.at, column.end);
}

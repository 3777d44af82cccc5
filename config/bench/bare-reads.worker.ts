import { hash } from 'node:crypto';
import { serve, workerParent } from '../../electron/core/index.ts';
import { openCipher } from '../../electron/evidence/database/index.ts';
import { readLayout } from '../../electron/evidence/verify/layout.ts';
import {
  fileImage,
  PAGE_BYTES,
  PageCheck,
  PageSource,
  readLeaf,
  RecordColumns,
} from '../../electron/evidence/verify/storage/index.ts';

export interface BareReadRequest {
  readonly path: string;
  readonly databaseKey: Uint8Array;
  /** Which part of the journal, and of how many. */
  readonly part: number;
  readonly parts: number;
  readonly entries: number;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type BareReadMethods = {
  ready(): void;
  throughSqlite(request: BareReadRequest): number;
  fromPages(request: BareReadRequest): number;
};

const PAGES_AT_ONCE = 64;
const BYTES = 1;

/** Reads rows of a journal and hashes each once: the least that a verifier must do. */
serve(workerParent(), {
  ready: () => undefined,

  /** As anybody would: rows from SQLite, which checks and opens its pages by itself. */
  throughSqlite: ({ path, databaseKey, part, parts, entries }: BareReadRequest) => {
    const database = openCipher(path, databaseKey, { readonly: true, mustExist: true });
    const rows = database
      .prepare(
        'SELECT seq, CAST(bytes AS BLOB) AS bytes, leaf, mac FROM run_events WHERE seq >= ? AND seq < ? ORDER BY seq',
      )
      .iterate(Math.ceil((part * entries) / parts), Math.ceil(((part + 1) * entries) / parts)) as Iterable<{
      bytes: Uint8Array;
    }>;
    let read = 0;
    for (const { bytes } of rows) {
      hash('sha256', bytes, 'binary');
      read += 1;
    }
    database.close();
    return read;
  },

  /** As the verifier does, and nothing else of what it does: a harder thing to be measured by. */
  fromPages: ({ path, databaseKey, part, parts }: BareReadRequest) => {
    const image = fileImage(path);
    const start = Buffer.alloc(16);
    image.read(start, 0);
    const source = new PageSource(image, new PageCheck(databaseKey, start), {
      log: new Uint8Array(),
      pages: new Map(),
    });
    const all = readLayout(source, image.sizeBytes / PAGE_BYTES).leaves;
    const leaves = all.subarray(
      Math.ceil((part * all.length) / parts),
      Math.ceil(((part + 1) * all.length) / parts),
    );
    const columns = new RecordColumns();
    let read = 0;
    for (let at = 0; at < leaves.length;) {
      const first = leaves[at] ?? 0;
      let count = 1;
      while (count < PAGES_AT_ONCE && leaves[at + count] === first + count) count += 1;
      for (const [i, page] of source.run(first, count).entries()) {
        if (page === undefined) throw new Error(`page ${first + i} is damaged`);
        readLeaf(first + i, page, missing, (_, bytes, from, to) => {
          columns.read(first + i, bytes, from, to);
          const [bytesAt = 0, bytesEnd = 0] = [columns.starts[BYTES], columns.ends[BYTES]];
          hash(
            'sha256',
            new Uint8Array(bytes.buffer, bytes.byteOffset + bytesAt, bytesEnd - bytesAt),
            'binary',
          );
          read += 1;
        });
      }
      at += count;
    }
    image.close();
    return read;
  },
} satisfies BareReadMethods);

function missing(): Buffer {
  throw new Error('entries of this journal fit on their pages');
}

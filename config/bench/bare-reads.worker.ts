import { hash } from 'node:crypto';
import { serve, workerParent } from '../../electron/core/index.ts';
import { openCipher } from '../../electron/evidence/database/index.ts';

export interface BareReadRequest {
  readonly path: string;
  readonly databaseKey: Uint8Array;
  readonly from: number;
  readonly to: number;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type BareReadMethods = { ready(): void; read(request: BareReadRequest): number };

/** Reads rows of a journal through SQLite and hashes each once: the least that a verifier must do. */
serve(workerParent(), {
  ready: () => undefined,
  read: ({ path, databaseKey, from, to }: BareReadRequest) => {
    const database = openCipher(path, databaseKey, { readonly: true, mustExist: true });
    const rows = database
      .prepare(
        'SELECT seq, CAST(bytes AS BLOB) AS bytes, leaf, mac FROM run_events WHERE seq >= ? AND seq < ? ORDER BY seq',
      )
      .iterate(from, to) as Iterable<{ bytes: Uint8Array }>;
    let read = 0;
    for (const { bytes } of rows) {
      hash('sha256', bytes, 'buffer');
      read += 1;
    }
    database.close();
    return read;
  },
} satisfies BareReadMethods);

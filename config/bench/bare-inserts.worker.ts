import type { Statement } from 'better-sqlite3-multiple-ciphers';
import { serve, workerParent } from '../../electron/core/index.ts';
import { openBare } from './bare-inserts.ts';

/** Bare inserts behind the same kind of channel as the journal: what a thread of its own costs alone. */
let insert: Statement<[string]> | undefined;

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type BareInsertMethods = {
  open(request: { readonly path: string; readonly databaseKey: Uint8Array }): void;
  insert(bytes: string): number;
  close(): void;
};

const methods: BareInsertMethods = {
  open: ({ path, databaseKey }) => {
    insert = openBare(path, databaseKey);
  },
  insert: (bytes) => Number(insert?.run(bytes).lastInsertRowid),
  close: () => {
    insert?.database.close();
  },
};

serve(workerParent(), methods);

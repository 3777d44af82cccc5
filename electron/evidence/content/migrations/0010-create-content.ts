import type { Migration } from '../../database/index.ts';

/** Payloads, each sealed under a key of its own; `wrapped_key` is NULL once a payload is erased. */
export const createContentSchema: Migration = {
  version: 10,
  run: (database) => {
    database.exec(`
      CREATE TABLE payloads (
        id TEXT PRIMARY KEY,
        category TEXT NOT NULL,
        sealed BLOB NOT NULL,
        wrapped_key BLOB
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER payloads_keep_their_content BEFORE UPDATE OF id, category, sealed ON payloads
      BEGIN SELECT RAISE(ABORT, 'payloads are not changed'); END;
      CREATE TRIGGER payload_keys_only_go BEFORE UPDATE OF wrapped_key ON payloads
      WHEN NEW.wrapped_key IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a payload key is only destroyed'); END;
    `);
  },
};

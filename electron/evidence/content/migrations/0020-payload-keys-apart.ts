import type { Migration } from '../../database/index.ts';

/**
 * Wrapped keys in a table of their own, with the epoch of the category key that each is wrapped under: a
 * rotation writes small rows and touches no payload. A payload without a row there is erased.
 */
export const payloadKeysApart: Migration = {
  version: 20,
  run: (database) => {
    // The pages that the keys leave are overwritten, so that a later erasure finds no other copy of a key.
    database.pragma('secure_delete = ON');
    database.exec(`
      CREATE TABLE payload_keys (
        id TEXT PRIMARY KEY,
        category TEXT NOT NULL,
        epoch INTEGER NOT NULL CHECK (epoch >= 1),
        wrapped BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO payload_keys (id, category, epoch, wrapped)
        SELECT id, category, 1, wrapped_key FROM payloads WHERE wrapped_key IS NOT NULL;
      DROP TRIGGER payload_keys_only_go;
      ALTER TABLE payloads DROP COLUMN wrapped_key;
      CREATE TRIGGER payload_keys_come_first BEFORE INSERT ON payload_keys
      WHEN EXISTS (SELECT 1 FROM payloads WHERE id = NEW.id)
      BEGIN SELECT RAISE(ABORT, 'a payload key comes before its payload, or never'); END;
      CREATE TRIGGER payload_keys_only_rise BEFORE UPDATE ON payload_keys
      WHEN NEW.id <> OLD.id OR NEW.category <> OLD.category OR NEW.epoch <= OLD.epoch
      BEGIN SELECT RAISE(ABORT, 'a payload key is only wrapped under a later epoch, or destroyed'); END;
      CREATE TRIGGER payload_keys_go_with_their_payload AFTER DELETE ON payloads
      BEGIN DELETE FROM payload_keys WHERE id = OLD.id; END;
    `);
  },
};

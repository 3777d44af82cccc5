import { JOURNAL_SCHEMA_10, NO_PREVIOUS_LEAF, fromHex } from '../../../../shared/formats/index.ts';
import type { Migration } from '../../database/index.ts';

/** The journal's first schema: entries that only grow, the epoch they belong to, and views for readers. */
export const createJournalSchema: Migration = {
  version: 10,
  run: (database) => {
    for (const statement of JOURNAL_SCHEMA_10) database.exec(statement);
    const zeros = Buffer.from(fromHex(NO_PREVIOUS_LEAF));
    database
      .prepare('INSERT INTO epoch (only, epoch, first_seq, prev, mac, nodes) VALUES (1, 1, 0, ?, ?, ?)')
      .run(zeros, zeros, Buffer.alloc(0));
  },
};

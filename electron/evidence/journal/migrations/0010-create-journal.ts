import { JOURNAL_SCHEMA_10, NO_PREVIOUS_LEAF, fromHex } from '../../../../shared/formats/index.ts';
import type { Migration } from '../../database/index.ts';

export interface EpochStart {
  readonly epoch: number;
  /** Position of its first entry. */
  readonly firstSeq: number;
}

/** The journal's first schema: entries that only grow, the epoch they belong to, and views for readers. */
export const createJournalSchema = ({ epoch, firstSeq }: EpochStart): Migration => ({
  version: 10,
  run: (database) => {
    for (const statement of JOURNAL_SCHEMA_10) database.exec(statement);
    const zeros = Buffer.from(fromHex(NO_PREVIOUS_LEAF));
    database
      .prepare('INSERT INTO epoch (only, epoch, first_seq, prev, mac, nodes) VALUES (1, ?, ?, ?, ?, ?)')
      .run(epoch, firstSeq, zeros, zeros, Buffer.alloc(0));
  },
});

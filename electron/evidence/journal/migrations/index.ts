import { JOURNAL_APPLICATION_ID } from '../../../../shared/formats/index.ts';
import type { SchemaDefinition } from '../../database/index.ts';
import { createJournalSchema, type EpochStart } from './0010-create-journal.ts';

export type { EpochStart };

/** How the database of an epoch is made and brought up to date; of the first, unless told otherwise. */
export function journalDatabase(start: EpochStart = { epoch: 1, firstSeq: 0 }): SchemaDefinition {
  return {
    what: 'journal',
    applicationId: JOURNAL_APPLICATION_ID,
    migrations: [createJournalSchema(start)],
  };
}

export const JOURNAL_DATABASE: SchemaDefinition = journalDatabase();

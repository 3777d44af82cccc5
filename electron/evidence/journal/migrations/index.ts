import { JOURNAL_APPLICATION_ID } from '../../../../shared/formats/index.ts';
import type { SchemaDefinition } from '../../database/index.ts';
import { createJournalSchema } from './0010-create-journal.ts';

export const JOURNAL_DATABASE: SchemaDefinition = {
  what: 'journal',
  applicationId: JOURNAL_APPLICATION_ID,
  migrations: [createJournalSchema],
};

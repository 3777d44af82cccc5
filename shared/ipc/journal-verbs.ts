import { z } from 'zod';
import type { Role } from '../domain/index.ts';
import { verb, type VerbDefinition } from './define.ts';
import {
  EntryCountsView,
  EntryFilterArgs,
  EntryLookView,
  EntryRowsView,
  EntryView,
  EpochView,
  IntegrityView,
} from './journal-views.ts';
import { VerifyView } from './verify-views.ts';

const readers: readonly Role[] = ['viewer', 'compliance', 'operator', 'admin'];
const limit = z.int().min(1).max(500);
const nothing = z.strictObject({});
/** A look that `journal.searchEntries` began for the same person. */
const look = z.string().max(64);

/** Reading and verifying the journal. Each look is recorded once, however many of its pages are read. */
export const JOURNAL_VERBS = {
  'journal.searchEntries': verb(
    readers,
    'read the journal',
    z.strictObject({ filter: EntryFilterArgs, limit }),
    EntryLookView,
  ),
  'journal.readEntries': verb(
    readers,
    'read the journal',
    z.strictObject({ look, offset: z.int().min(0), limit }),
    EntryRowsView,
  ),
  'journal.countEntries': verb(readers, 'read the journal', z.strictObject({ look }), EntryCountsView),
  'journal.getEntry': verb(
    readers,
    'read a journal entry',
    z.strictObject({ seq: z.int().min(0) }),
    z.object({ view: EntryView, causes: z.array(EntryView) }),
  ),
  'journal.getIntegrity': verb(readers, "see the journal's state", nothing, IntegrityView),
  /** With `witness`, a checkpoint kept elsewhere is asked for as a file and held against the journal. */
  'journal.verify': verb(
    readers,
    'verify the journal',
    z.strictObject({ witness: z.boolean().optional() }),
    VerifyView,
  ),
  /** Signs in behind a damaged journal, which is left as it is, and begins a new file. Before any sign-in. */
  'journal.beginEpoch': verb(
    'anyone',
    'begin a new journal file',
    z.strictObject({
      person: z.string().min(1).max(200),
      password: z.string().min(1).max(1024),
      code: z.string().max(40).optional(),
      /** Of the token, where the content keys lie under one. */
      pin: z.string().min(1).max(64).optional(),
      /** Of a hospital account that was confirmed just now. */
      ticket: z.string().max(64).optional(),
    }),
    EpochView,
  ),
} as const satisfies Record<string, VerbDefinition>;

import { z } from 'zod';
import { Decision } from '../../../domain/decision.ts';
import { ColumnLabel } from '../../../domain/labels.ts';
import { SafeName, ColumnType } from '../../../domain/dataset.ts';
import { DatasetId, PersonId, Sha256Hex } from '../../../domain/ids.ts';
import { LOOK_PURPOSES } from '../../../domain/look-purpose.ts';
import { done, safeText, type Events } from './words.ts';

const SourceFate = z.enum(['deleted', 'moved', 'kept']);

/** Patient data: brought in, looked at, taken out. */
export const DATA_EVENTS = {
  'dataset.import': {
    intent: z.strictObject({
      dataset: DatasetId,
      format: z.enum(['csv', 'xlsx', 'parquet']),
      sizeBytes: z.int(),
    }),
    outcome: done({
      dataset: DatasetId,
      table: SafeName,
      rows: z.int(),
      columns: z.array(z.strictObject({ name: SafeName, type: ColumnType, labels: z.array(ColumnLabel) })),
      paddedRows: z.int(),
    }),
    unknown: 'whether the table was stored: it was if the workspace lists it, else nothing of it was kept',
  },
  /** What a person says became of the clear file that a table came from; kept with the table too. */
  'dataset.source_fate': {
    intent: z.strictObject({ dataset: DatasetId, fate: SourceFate, reason: safeText }),
    outcome: done({ dataset: DatasetId, fate: SourceFate, reason: safeText }),
    unknown: 'whether the dataset keeps what was said of its source file; saying it again settles that',
  },
  /** Why a compliance officer opens content from here on, for an hour at most or until they leave. */
  'content.purpose_stated': { event: z.strictObject({ purpose: z.enum(LOOK_PURPOSES), reason: safeText }) },
  'dataset.viewed': {
    event: z.strictObject({
      dataset: DatasetId,
      version: z.int(),
      what: z.enum(['profile', 'rows', 'differences', 'prompt']),
    }),
  },
  'dataset.export': {
    intent: z.strictObject({
      dataset: DatasetId,
      version: z.int(),
      format: z.enum(['csv', 'parquet']),
      columns: z.array(SafeName),
      labels: z.array(ColumnLabel),
      purpose: safeText,
      decision: Decision,
    }),
    outcome: done({
      rows: z.int(),
      sizeBytes: z.int(),
      sha256: Sha256Hex,
      /** Cells that a spreadsheet would run as formulas, and how many of them bear an apostrophe now. */
      formulaLikeCells: z.int().optional(),
      shieldedCells: z.int().optional(),
    }),
    unknown: 'whether the file was written where it was meant to go, and how much of it',
  },
  /** Conversations taken out of the workspace; how they were shut stands in the entry `transfer.out`. */
  'conversation.export': {
    intent: z.strictObject({ purpose: safeText, calls: z.int() }),
    outcome: done({ lines: z.int(), erased: z.int(), sizeBytes: z.int(), sha256: Sha256Hex }),
    unknown: 'whether the file was written where it was meant to go, and how much of it',
  },
  /** A dataset with all its versions, erased by destroying its key. */
  'dataset.erase': {
    intent: z.strictObject({
      dataset: DatasetId,
      versions: z.int().positive(),
      rows: z.int().nonnegative(),
      reason: safeText,
    }),
    outcome: done({ dataset: DatasetId }),
    unknown: 'whether its key was destroyed; a dataset that is no longer listed has none',
  },
  /** The certificate that was handed out of an erasure. */
  'erase.certificate': {
    event: z.strictObject({
      /** The entry that says that it was erased. */
      outcome: z.int().nonnegative(),
      sha256: Sha256Hex,
      /** Backups that still hold the key, as far as this journal knows. */
      backups: z.int().nonnegative(),
    }),
  },
  /** The whole workspace, its journal included; an outcome comes only where it did not go. */
  'workspace.erase': {
    intent: z.strictObject({ reason: safeText, agreedBy: PersonId }),
    outcome: done({}),
    unknown: 'how far it came; a workspace that still opens was not erased',
  },
  /** Keys of the cited payloads destroyed for good; ciphertext and hashes stay. */
  'payload.erase': {
    intent: z.strictObject({ payloads: z.int(), reason: safeText }),
    outcome: done({
      erased: z.int(),
      /** Sealed files of the run whose keys went too. */
      files: z.int().nonnegative().optional(),
    }),
    unknown: 'which of the cited keys were destroyed; a payload whose key is gone says so',
  },
} as const satisfies Events;

/** What agents remember. */
export const MEMORY_EVENTS = {
  'memory.read': { event: z.strictObject({ items: z.int() }) },
  'memory.write': { event: z.strictObject({ items: z.int() }) },
} as const satisfies Events;

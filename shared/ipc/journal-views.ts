import { z } from 'zod';
import { Behaviour, CallId, PersonId, RunId, Sha256Hex } from '../domain/index.ts';
import { Entry, EntryPhase } from '../formats/journal/entry.ts';
import { EventKind } from '../formats/journal/events.ts';

export const EntryView = z.object({ entry: Entry, person: z.string(), leafSha256: Sha256Hex });
export type EntryView = z.infer<typeof EntryView>;

/** A journal file that began behind a damaged one, and what is known of that. */
export const EpochView = z.object({
  epoch: z.int(),
  /** Position of its first entry. */
  firstSeq: z.int(),
  previous: z.object({
    epoch: z.int(),
    verdict: z.string(),
    /** Entries that could be read, and those of them under its last good checkpoint. */
    entries: z.int(),
    vouchedFor: z.int().optional(),
  }),
});
export type EpochView = z.infer<typeof EpochView>;

const count = z.int().nonnegative();
const actorId = z.union([PersonId, z.literal('application')]);

/** What to search entries by. All of it must hold; a list holds where one of its values does. */
export const EntryFilterArgs = z.strictObject({
  /** From this moment on, and before that one; milliseconds since 1970. */
  fromMs: z.int().optional(),
  toMs: z.int().optional(),
  kinds: z.array(EventKind).max(100).optional(),
  phases: z.array(EntryPhase).max(3).optional(),
  people: z.array(actorId).max(200).optional(),
  agents: z.array(z.string().max(64)).max(100).optional(),
  run: RunId.optional(),
  call: CallId.optional(),
  correlation: z.string().max(64).optional(),
  decisions: z.array(Behaviour).max(3).optional(),
  phiAccessed: z.boolean().optional(),
  failed: z.boolean().optional(),
  /** Words of the body; in quotes next to each other, with a final star by their beginning. */
  text: z.string().trim().min(1).max(200).optional(),
});
export type EntryFilterArgs = z.infer<typeof EntryFilterArgs>;

/** Entries that match, newest first, as far as they were found within a tenth of a second. */
export const EntryRowsView = z.object({
  /** Found so far; all there are once `complete`. */
  total: count,
  complete: z.boolean(),
  entries: z.array(EntryView),
});
export type EntryRowsView = z.infer<typeof EntryRowsView>;

/** The first page of a look at the journal. */
export const EntryLookView = EntryRowsView.extend({
  /** Names this look for its further pages and counts; ends with the session. */
  look: z.string(),
  asOfSeq: z.int(),
  /** The last entry whose words can be found. */
  textThroughSeq: z.int(),
  /** The journal had more entries, which had still to be taken in. */
  behind: z.boolean(),
});
export type EntryLookView = z.infer<typeof EntryLookView>;

/** How many entries of a look have each value, as if that facet alone were not filtered by. */
export const EntryCountsView = z.object({
  total: count,
  /** False while older entries have still to be looked through: ask again. */
  complete: z.boolean(),
  kinds: z.partialRecord(EventKind, count),
  people: z.array(z.object({ id: actorId, name: z.string(), count })),
  agents: z.array(z.object({ name: z.string(), count })),
  decisions: z.record(Behaviour, count),
  phases: z.record(EntryPhase, count),
  phiAccessed: count,
  failed: count,
  histogram: z.object({ fromMs: z.int(), binMs: z.int().positive(), bins: z.array(count) }),
});
export type EntryCountsView = z.infer<typeof EntryCountsView>;

/** What is known of the journal's own state, without looking at what is in it. */
export const IntegrityView = z.object({
  asOfSeq: z.int(),
  lastVerified: z
    .object({ seq: count, wallMs: z.int(), person: z.string(), intact: z.boolean(), verdict: z.string() })
    .optional(),
  lastCheckpoint: z.object({ seq: count, wallMs: z.int(), size: count, reason: z.string() }).optional(),
});
export type IntegrityView = z.infer<typeof IntegrityView>;

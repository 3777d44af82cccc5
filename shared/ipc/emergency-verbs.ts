import { z } from 'zod';
import {
  CallId,
  ColumnType,
  DatasetId,
  EMERGENCY_ENDS,
  EMERGENCY_MINUTES,
  EmergencyReason,
  EmergencyScope,
  PersonId,
  RunId,
  SafeName,
  type Role,
} from '../domain/index.ts';
import { looking, verb, type VerbDefinition } from './define.ts';
import { RowsView } from './dataset-views.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
/** Those who hold no content keys. */
const withoutContent: readonly Role[] = ['viewer', 'admin'];
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);
/** As printed, typed or scanned. Secret. */
const papers = z.array(z.string().max(2000)).min(1).max(2);
const began = z.int().nonnegative();
const nothing = z.strictObject({});

/** The one table that emergency access opens. */
export const OneDatasetView = z.object({
  table: SafeName,
  version: z.int(),
  versions: z.array(z.int()),
  rows: z.int(),
  columns: z.array(z.object({ name: SafeName, type: ColumnType })),
});
export type OneDatasetView = z.infer<typeof OneDatasetView>;

const Look = z.object({
  seq: z.int(),
  wallMs: z.int(),
  what: z.enum(['table', 'rows', 'prompt']),
  dataset: z.string().optional(),
  version: z.int().optional(),
  offset: z.int().optional(),
  rows: z.int().optional(),
  call: z.string().optional(),
});

/** One use, with all that was looked at; no cell, and not what the person wrote. */
export const EmergencyUseView = z.object({
  began,
  person: z.string(),
  personId: PersonId,
  reason: EmergencyReason,
  scope: EmergencyScope,
  /** The table, as the journal names it. */
  table: z.string().optional(),
  papers: z.int(),
  beganAtMs: z.int(),
  endsAtMs: z.int(),
  ended: z.object({ atMs: z.int(), how: z.enum(EMERGENCY_ENDS) }).optional(),
  seen: z.object({ atMs: z.int(), by: z.string() }).optional(),
  escalatedAtMs: z.int().optional(),
  systemTold: z.boolean().optional(),
  hasNote: z.boolean(),
  looks: z.array(Look),
  review: z
    .object({
      atMs: z.int(),
      by: z.string(),
      judgement: z.enum(['justified', 'not_justified']),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      reason: z.string(),
    })
    .optional(),
});
export type EmergencyUseView = z.infer<typeof EmergencyUseView>;

export const EmergencyView = z.object({
  /** `void` once it was used, until the use is reviewed and a new one is made. */
  envelope: z.object({
    state: z.enum(['none', 'good', 'void']),
    set: z.string().optional(),
    papers: z.int().optional(),
    madeAtMs: z.int().optional(),
    madeBy: z.string().optional(),
    witnessedBy: z.string().optional(),
  }),
  /** The access of whoever asks, while it lasts. */
  mine: z
    .object({
      began,
      scope: EmergencyScope,
      /** Whether its keys are open now; after a lock or a crash the papers are typed again. */
      open: z.boolean(),
      endsAtMs: z.int(),
      /** By a time that cannot be set back. */
      leftMs: z.int(),
    })
    .optional(),
  /** Newest first. */
  uses: z.array(EmergencyUseView),
  drills: z.array(
    z.object({
      wallMs: z.int(),
      person: z.string(),
      papers: z.int(),
      good: z.boolean(),
      problem: z.string().optional(),
      taken: z.boolean(),
    }),
  ),
});
export type EmergencyView = z.infer<typeof EmergencyView>;

/** Breaking the glass: with paper from a sealed envelope, one scope, a time box, and a review by another person. */
export const EMERGENCY_VERBS = {
  'emergency.get': verb(everyone, 'see emergency access', nothing, EmergencyView),
  'emergency.makeEnvelope': verb(
    ['compliance'],
    'make the emergency envelope',
    z.strictObject({
      papers: z.union([z.literal(1), z.literal(2)]),
      reason,
      password,
      /** Stands by, and signs with a password of their own. */
      witness: PersonId,
      witnessPassword: password,
      /** Where the witness has a second factor. */
      witnessCode: z.string().max(40).optional(),
    }),
    z.object({ files: z.array(z.string()), state: EmergencyView }).nullable(),
  ),
  'emergency.voidEnvelope': verb(
    ['compliance'],
    'make the emergency envelope void',
    z.strictObject({ reason, password }),
    EmergencyView,
  ),
  'emergency.begin': verb(
    withoutContent,
    'begin emergency access',
    z.strictObject({
      reason: EmergencyReason,
      /** In one's own words; kept in the content store, never in the journal. */
      note: z.string().trim().min(3, 'say in a few words what happened').max(2000),
      scope: EmergencyScope,
      minutes: z.int().min(EMERGENCY_MINUTES.shortest).max(EMERGENCY_MINUTES.longest),
      papers,
      password,
    }),
    EmergencyView,
  ),
  'emergency.drill': verb(
    [...withoutContent, 'compliance'],
    'try the emergency envelope',
    z.strictObject({ reason: EmergencyReason, papers }),
    EmergencyView,
  ),
  'emergency.resume': verb(
    withoutContent,
    'go on with emergency access',
    z.strictObject({ papers }),
    EmergencyView,
  ),
  'emergency.end': verb(
    [...withoutContent, 'compliance'],
    'end emergency access',
    z.strictObject({ began }),
    EmergencyView,
  ),
  'emergency.describeTable': looking(
    verb(
      withoutContent,
      'look at a table in an emergency',
      z.strictObject({ dataset: DatasetId, version: z.int().positive().optional() }),
      OneDatasetView,
    ),
  ),
  'emergency.getRows': looking(
    verb(
      withoutContent,
      'read rows in an emergency',
      z.strictObject({
        dataset: DatasetId,
        version: z.int().positive(),
        offset: z.int().min(0),
        limit: z.int().min(1).max(500),
      }),
      RowsView,
    ),
  ),
  'emergency.getPrompt': looking(
    verb(
      withoutContent,
      'read what went to the model in an emergency',
      z.strictObject({ run: RunId, call: CallId }),
      z.object({ prompt: z.string(), answer: z.string() }),
    ),
  ),
  'emergency.confirmSeen': verb(
    ['compliance'],
    'say that you know of emergency access',
    z.strictObject({ began }),
    EmergencyView,
  ),
  'emergency.getNote': looking(
    verb(
      ['compliance'],
      'read why emergency access was begun',
      z.strictObject({ began }),
      z.object({ note: z.string() }),
    ),
  ),
  'emergency.review': verb(
    ['compliance'],
    'review emergency access',
    z.strictObject({
      began,
      judgement: z.enum(['justified', 'not_justified']),
      reason,
      meaning: z.enum(['review', 'approval', 'responsibility']),
      password,
    }),
    EmergencyView,
  ),
} as const satisfies Record<string, VerbDefinition>;

/** What a window hears of it without asking. */
export const EMERGENCY_NOTICES = {
  'emergency.changed': z.object({ active: z.boolean() }),
} as const;

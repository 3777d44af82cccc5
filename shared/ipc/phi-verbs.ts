import { z } from 'zod';
import { DatasetId, IdentifierClass, LEAST_IDENTITIES, type Role } from '../domain/index.ts';
import { confirmedVerb, looking, verb, type VerbDefinition } from './define.ts';
import * as views from './phi-views.ts';

const contentRoles: readonly Role[] = ['operator', 'compliance'];
const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const offsets = { start: z.int().min(0), end: z.int().min(1) };

/** The redactor: try it, measure it on one's own notes, review it, correct it. */
export const PHI_VERBS = {
  'phi.tryText': looking(
    verb(
      contentRoles,
      'try the redactor on a text',
      z.strictObject({ text: z.string().min(1).max(200_000), dataset: DatasetId.optional() }),
      views.TriedTextView,
    ),
  ),
  'phi.getCoverage': verb(
    everyone,
    'see what the redactor covers',
    z.strictObject({}),
    z.array(views.CoverageView),
  ),
  'phi.getProof': verb(
    everyone,
    'see how the redactor was measured and reviewed',
    z.strictObject({ dataset: DatasetId }),
    views.RedactionProofView,
  ),
  'phi.measure': looking(
    verb(
      contentRoles,
      'measure the redactor',
      z.strictObject({
        dataset: DatasetId,
        identities: z.int().min(LEAST_IDENTITIES).max(2_000).default(LEAST_IDENTITIES),
      }),
      views.RedactionProofView,
    ),
  ),
  'phi.cancelMeasuring': verb(
    contentRoles,
    'cancel a measuring',
    z.strictObject({ dataset: DatasetId }),
    z.object({ cancelled: z.boolean() }),
  ),
  'phi.startReview': looking(
    verb(
      contentRoles,
      'start a review of redacted text',
      z.strictObject({
        dataset: DatasetId,
        /** How many texts to draw; more than there are means all of them. */
        documents: z.int().min(1).max(100_000),
      }),
      views.RedactionProofView,
    ),
  ),
  'phi.getReviewDocument': looking(
    verb(
      contentRoles,
      'read a text of a review',
      z.strictObject({ review: z.uuid(), document: z.int().min(0) }),
      views.ReviewDocumentView,
    ),
  ),
  'phi.judgeDocument': looking(
    verb(
      contentRoles,
      'judge a text of a review',
      z.strictObject({
        review: z.uuid(),
        document: z.int().min(0),
        /** Spans that are no identifiers, by their place in the document's list. */
        wrong: z.array(z.int().min(0)).max(10_000),
        /** Identifiers that were not found. */
        missed: z.array(z.strictObject({ ...offsets, label: IdentifierClass })).max(1_000),
      }),
      views.RedactionProofView,
    ),
  ),
  'phi.signReview': verb(
    contentRoles,
    'sign a review of redacted text',
    z.strictObject({
      review: z.uuid(),
      password: z.string().min(1).max(1024),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      noActualKnowledge: z.boolean(),
    }),
    views.RedactionProofView,
  ),
  'phi.getDictionary': looking(
    verb(contentRoles, 'read the hospital’s dictionary', z.strictObject({}), views.DictionaryView),
  ),
  'phi.removeFromDictionary': looking(
    confirmedVerb(
      contentRoles,
      'change the hospital’s dictionary',
      z.strictObject({ value: z.string().min(1).max(200) }),
      views.DictionaryView,
    ),
  ),
} as const satisfies Record<string, VerbDefinition>;

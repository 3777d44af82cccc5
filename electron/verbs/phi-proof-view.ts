import { z } from 'zod';
import { belowFloor, type DatasetId } from '../../shared/domain/index.ts';
import type { MeasuredView, RedactionProofView, RedactionReviewView } from '../../shared/ipc/index.ts';
import {
  claimOf,
  projectRedaction,
  REDACTION_KINDS,
  refusalToSign,
  totalsOf,
  type RedactionOnFile,
  type RedactionReview,
} from '../governance/index.ts';
import { wilson } from '../runtime/phi/index.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Caller } from './dispatch.ts';
import { nameOf } from './people.ts';
import { freeTextColumns } from './phi-texts.ts';

export const DETAIL_CATEGORY = 'artefacts';
/** What the payload of a measuring holds. */
export const MeasuredDetail = z.object({
  misses: z.array(z.object({ class: z.string(), style: z.string(), line: z.string() })),
  words: z.array(z.object({ word: z.string(), count: z.int() })),
});

/** How the redactor was measured and reviewed, as the journal tells it. */
export async function redactionOnFile<C extends OpenContent>(desk: Desk<C>): Promise<RedactionOnFile> {
  const entries = await desk.journal.read.ofKinds(REDACTION_KINDS);
  return projectRedaction(entries.map(({ entry }) => entry));
}

/** Everything that shows how far the redactor can be trusted on a dataset. */
export async function proofView(
  desk: Desk<Content>,
  dataset: DatasetId,
  { person, maySeeContent }: Caller,
): Promise<RedactionProofView> {
  const onFile = await redactionOnFile(desk);
  const holdsContent = person?.role === 'operator' || person?.role === 'compliance';
  const measured = onFile.measured.get(dataset);
  const review = onFile.reviews.findLast((each) => each.dataset === dataset);
  return {
    columns: holdsContent
      ? [...(await freeTextColumns(desk.content, dataset))]
      : [...(measured?.body.columns ?? review?.columns ?? [])],
    ...(measured && { measured: await measuredView(desk, measured, holdsContent && maySeeContent) }),
    ...(review && { review: reviewView(desk, onFile, review, person) }),
  };
}

type Measured = RedactionOnFile['measured'] extends ReadonlyMap<string, infer M> ? M : never;

async function measuredView(
  desk: Desk<Content>,
  { seq, atMs, byId, body, detail }: Measured,
  seesContent: boolean,
): Promise<MeasuredView> {
  const { columns, seed, identities, notes, planted, found, low, classes } = body;
  const { everydayWords, everydayRedacted } = body;
  const kept =
    seesContent && detail !== undefined
      ? MeasuredDetail.parse(
          JSON.parse(Buffer.from(await desk.content.payloads.get(DETAIL_CATEGORY, detail)).toString('utf8')),
        )
      : undefined;
  return {
    ...{ columns, seed, identities, notes, planted, found, low, everydayWords, everydayRedacted },
    ...{ seq, atMs, by: nameOf(desk.everyone, byId) },
    classes: classes.map((figure) => {
      const { low, high } = wilson(figure.found, figure.planted);
      return { ...figure, low, high };
    }),
    below: belowFloor(body),
    ...kept,
  };
}

function reviewView(
  desk: Desk<Content>,
  { runners }: RedactionOnFile,
  review: RedactionReview,
  person: Caller['person'],
): RedactionReviewView {
  const { id, columns, population, documents, startedAtMs, judged, signed } = review;
  let next = 0;
  while (next < documents && judged.has(next)) next += 1;
  return {
    ...{ id, columns: [...columns], population, documents, startedAtMs, judged: judged.size },
    ...totalsOf(review),
    ...(next < documents ? { next } : {}),
    claim: claimOf(review, true),
    notBy: person === undefined ? undefined : refusalToSign(review, runners.get(review.dataset), person.id),
    ...(signed && { signed: { ...signed, by: nameOf(desk.everyone, signed.byId) } }),
  };
}

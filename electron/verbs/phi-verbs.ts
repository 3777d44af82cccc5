import { randomBytes, randomUUID } from 'node:crypto';
import { COVERAGE, Problem } from '../../shared/domain/index.ts';
import type { CoverageView, PersonView } from '../../shared/ipc/index.ts';
import { sha256Hex } from '../core/index.ts';
import {
  claimOf,
  drawSample,
  refusalToSign,
  statementOf,
  totalsOf,
  type RedactionReview,
} from '../governance/index.ts';
import {
  createDocumentRedactor,
  tryEveryClass,
  withCorrections,
  withoutEntry,
  type Corrections,
} from '../runtime/phi/index.ts';
import { contextOf, lookContextOf } from './actor.ts';
import type { Notify } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { measureVerbs } from './measure-verbs.ts';
import { DETAIL_CATEGORY, proofView, redactionOnFile } from './phi-proof-view.ts';
import { readFreeText } from './phi-texts.ts';

type Names = Extract<keyof Handlers, `phi.${string}`>;

/** The redactor: try it, measure it on one's own notes, review it, correct it. */
export function phiVerbs(desk: Desk<Content>, notify: Notify): Pick<Handlers, Names> {
  return {
    'phi.tryText': async ({ text, dataset }, caller) => {
      const { identifiers, words } = await desk.content.dictionary.read();
      const known = dataset === undefined ? [] : await desk.content.datasets.knownValues(dataset);
      const redacted = createDocumentRedactor([...known, ...identifiers], words).redact(text);
      const { spans, counts } = redacted;
      await desk.journal.event(
        'redaction.tried',
        { characters: text.length, found: counts },
        lookContextOf(caller),
      );
      return { spans: [...spans], masked: redacted.text, counts };
    },

    'phi.getCoverage': () => Promise.resolve(coverageNow()),

    'phi.getProof': ({ dataset }, caller) => proofView(desk, dataset, caller),

    ...measureVerbs(desk, notify),

    'phi.startReview': async ({ dataset, documents }, caller) => {
      const { columns, texts } = await readFreeText(desk.content, dataset);
      await desk.journal.event(
        'redaction.review_started',
        {
          ...{ review: randomUUID(), dataset, columns: [...columns], population: texts.length },
          ...{ documents: Math.min(documents, texts.length), seed: randomBytes(4).readUInt32LE() },
        },
        lookContextOf(caller),
      );
      return proofView(desk, dataset, caller);
    },

    'phi.getReviewDocument': async ({ review: id, document }, caller) => {
      const review = await findReview(desk, id);
      const { text, spans } = await readDocument(desk, review, document);
      await desk.journal.event(
        'dataset.viewed',
        { dataset: review.dataset, version: 1, what: 'rows' },
        lookContextOf(caller),
      );
      return { document, text, spans: [...spans], judged: review.judged.has(document) };
    },

    'phi.judgeDocument': async ({ review: id, document, wrong, missed }, caller) => {
      const review = await findReview(desk, id);
      if (review.signed !== undefined)
        throw new Problem('changed', 'this review is signed already', 'Start another one.');
      const { text, spans } = await readDocument(desk, review, document);
      const outside =
        missed.some(({ start, end }) => start >= end || end > text.length) ||
        wrong.some((at) => at >= spans.length);
      if (outside)
        throw new Problem('invalid_input', 'a correction lies outside the text', 'Open the text again.');
      const corrections: Corrections = {
        identifiers: missed
          .map(({ start, end, label }) => ({ value: text.slice(start, end).trim(), label }))
          .filter(({ value }) => value.length >= 3 && value.length <= 200),
        words: [...new Set(wrong)]
          .map((at) => spans[at])
          .map((span) => (span === undefined ? '' : text.slice(span.start, span.end).trim()))
          .filter((word) => word !== '' && word.length <= 200),
      };
      await takeCorrections(desk, corrections, caller);
      const counts: Record<string, number> = {};
      for (const { label } of missed) counts[label] = (counts[label] ?? 0) + 1;
      const detail = await desk.content.payloads.put(
        DETAIL_CATEGORY,
        Buffer.from(JSON.stringify({ wrong, missed }), 'utf8'),
      );
      await desk.journal.event(
        'redaction.review_judged',
        {
          ...{ review: id, document, spans: spans.length, wrong: new Set(wrong).size },
          missed: counts,
        },
        { ...lookContextOf(caller), payloads: [detail] },
      );
      return proofView(desk, review.dataset, caller);
    },

    'phi.signReview': async ({ review: id, password, meaning, noActualKnowledge }, caller) => {
      const review = await findReview(desk, id);
      const { runners } = await redactionOnFile(desk);
      requireMaySign(refusalToSign(review, runners.get(review.dataset), signerOf(caller).id));
      await desk.confirmPassword(password);
      await desk.journal.event(
        'redaction.review_signed',
        {
          ...{ review: id, documents: review.documents, ...totalsOf(review) },
          ...{ claim: claimOf(review, noActualKnowledge), noActualKnowledge, meaning },
          sha256: sha256Hex(statementOf(review)),
        },
        contextOf(caller),
      );
      return proofView(desk, review.dataset, caller);
    },

    'phi.getDictionary': () => desk.content.dictionary.read(),

    'phi.removeFromDictionary': async ({ value }, caller) => {
      const { dictionary } = desk.content;
      const shorter = withoutEntry(await dictionary.read(), value);
      await dictionary.write(shorter, 'removed', contextOf(caller));
      return shorter;
    },
  };
}

/** What is said of each class, with what the detector that runs does; where it fails, that is what is said. */
function coverageNow(): CoverageView[] {
  const tried = new Map(tryEveryClass().map((each) => [each.class, each]));
  return COVERAGE.map((row) => {
    const { inText = [], inTables = [] } = tried.get(row.class) ?? {};
    const fails = inText.length === 0 || inTables.length === 0;
    return {
      ...row,
      detected: fails && row.detected === 'in_text_and_tables' ? 'known_shapes_only' : row.detected,
      ...{ inText: [...inText], inTables: [...inTables] },
    };
  });
}

async function findReview(desk: Desk<Content>, id: string): Promise<RedactionReview> {
  const review = (await redactionOnFile(desk)).reviews.find((each) => each.id === id);
  if (review === undefined)
    throw new Problem('not_found', 'there is no such review', 'Start one on the dataset.');
  return review;
}

/** One text of a review with what the redactor finds in it now. */
async function readDocument(desk: Desk<Content>, review: RedactionReview, document: number) {
  const { dataset, seed, population, documents } = review;
  const { texts } = await readFreeText(desk.content, dataset);
  const at = drawSample(seed, population, documents)[document];
  const text = at === undefined ? undefined : texts[at];
  if (text === undefined)
    throw new Problem('not_found', 'the review has no such text', 'Open the review again.');
  const redactor = await desk.content.redactorFor(dataset);
  return { text, spans: redactor.detect(text) };
}

async function takeCorrections(desk: Desk<Content>, corrections: Corrections, caller: Caller): Promise<void> {
  if (corrections.identifiers.length + corrections.words.length === 0) return;
  const { dictionary } = desk.content;
  await dictionary.write(withCorrections(await dictionary.read(), corrections), 'review', contextOf(caller));
}

function requireMaySign(refusal: ReturnType<typeof refusalToSign>): void {
  switch (refusal) {
    case undefined:
      return;
    case 'signed':
      throw new Problem('changed', 'this review is signed already', 'Start another one.');
    case 'unfinished':
      throw new Problem('not_allowed', 'not every text of the sample is judged yet', 'Judge the rest first.');
    case 'runner':
      throw new Problem(
        'not_allowed',
        'who ran a pipeline on a dataset does not sign for its redaction',
        'Have somebody else sign.',
      );
  }
}

function signerOf({ person }: Caller): PersonView {
  if (person === undefined) throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
  return person;
}

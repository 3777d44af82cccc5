import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import { shippedLexicon, type Lexicon } from '../lexicon.ts';
import { gatherEvidence, type ColumnEvidence, type SampleValue } from './column-evidence.ts';
import { fitOf } from './class-fit.ts';
import { meaningOf, type HeaderMeaning } from './header-rules.ts';
import { headerWords } from './header-words.ts';
import type { Look } from './value-looks.ts';

/**
 * What is done with a column. Cells of an `identifier` column go as a whole; of `age` those over 89 go; `text`
 * goes the way of notes; of `keep` only what a pattern proves to be an identifier goes.
 */
export type Treatment = 'identifier' | 'age' | 'text' | 'keep';

export interface ColumnDecision {
  readonly treatment: Treatment;
  /** For `identifier` columns. */
  readonly label?: IdentifierClass;
  /** Share of filled cells that look like the class. */
  readonly share: number;
  /** What decided: the header, the look of the cells, a neighbour, or that nothing explains many different texts. */
  readonly why: 'header' | 'values' | 'neighbour' | 'unknown';
}

/** How much a treatment takes away: a later or closer look may only make a decision stricter. */
export const STRICTNESS: Readonly<Record<Treatment, number>> = { keep: 0, age: 1, text: 2, identifier: 3 };

/** Cells that must look like a class: under a header that names it, and under any other header or none. */
const WITH_HEADER = 0.5;
const WITHOUT_HEADER = 0.8;

/** Looks that tell a class by themselves. */
const TELLING: readonly (readonly [Look, IdentifierClass])[] = [
  ['email', 'EMAIL'],
  ['url', 'URL'],
  ['ip', 'IP'],
  ['date', 'DATE'],
  ['ssn', 'SSN'],
  ['phone', 'PHONE'],
  ['uuid', 'OTHER_ID'],
  ['hash', 'OTHER_ID'],
  ['mac', 'DEVICE'],
  ['vin', 'VEHICLE'],
  ['iban', 'ACCOUNT'],
  ['photo', 'PHOTO'],
  ['street', 'ADDRESS'],
  ['coordinates', 'ADDRESS'],
  ['zip9', 'ZIP'],
  ['record', 'MRN'],
];
/** Nothing else is written so, whatever a header says. */
const UNMISTAKABLE: readonly IdentifierClass[] = ['EMAIL', 'URL', 'IP', 'DATE'];

/** Letters of flags and categories on average: `F`, `IV`. */
const SHORT = 2.5;

const KEEP: ColumnDecision = { treatment: 'keep', share: 0, why: 'values' };
const TEXT: ColumnDecision = { treatment: 'text', share: 0, why: 'values' };

/**
 * The one decision about a column, for texts that hold tables and for imported datasets alike: by its header
 * where that and the cells agree, else by the cells. Many different texts that nothing explains are taken for
 * identifiers.
 *
 * @param header undefined where the table has none
 * @param sample different values of the column with their counts; surrogates and redacted cells count for nothing
 */
export function decideColumn(
  header: string | undefined,
  sample: readonly SampleValue[],
  lexicon: Lexicon = shippedLexicon(),
): ColumnDecision {
  const meaning = meaningOf(headerWords(header ?? ''));
  const evidence = gatherEvidence(sample, lexicon);
  if (evidence.filled === 0 || evidence.share('surrogate') >= WITHOUT_HEADER) return KEEP;
  const told = toldByLook(evidence);
  if (told !== undefined && UNMISTAKABLE.includes(told.label)) return told;
  if (meaning.age && isAges(evidence)) return { treatment: 'age', share: 1, why: 'header' };
  const named = namedByHeader(meaning, evidence);
  if (named !== undefined) return named;
  if (told !== undefined) return told;
  return byShape(meaning, evidence, header !== undefined && header.trim() !== '');
}

/** Whether the decision says that every cell of the column is an identifier. */
export function isIdentifying(
  decision: ColumnDecision,
): decision is ColumnDecision & { readonly label: IdentifierClass } {
  return decision.treatment === 'identifier' && decision.label !== undefined;
}

function toldByLook(
  evidence: ColumnEvidence,
): (ColumnDecision & { readonly label: IdentifierClass }) | undefined {
  for (const [look, label] of TELLING) {
    const share = evidence.share(look);
    if (share >= WITHOUT_HEADER) return { treatment: 'identifier', label, share, why: 'values' };
  }
  return undefined;
}

function namedByHeader({ classes }: HeaderMeaning, evidence: ColumnEvidence): ColumnDecision | undefined {
  for (const label of classes) {
    const share = fitOf(label, evidence);
    if (share >= WITH_HEADER) return { treatment: 'identifier', label, share, why: 'header' };
  }
  return undefined;
}

function isAges(evidence: ColumnEvidence): boolean {
  return (
    evidence.shareOf((text) => /^\d{1,3}(?:\.\d+)?(?: ?(?:y|yo|yrs?|years?(?: old)?|a))?$/i.test(text)) >=
    WITH_HEADER
  );
}

/** What is left when neither header nor look tell a class. */
function byShape(meaning: HeaderMeaning, evidence: ColumnEvidence, headed: boolean): ColumnDecision {
  const { snomed } = evidence;
  if (snomed >= WITHOUT_HEADER) return KEEP;
  const { share } = evidence;
  if (share('number', 'quantity') >= WITHOUT_HEADER) return numbers(meaning, evidence);
  if (share('unit', 'number', 'quantity') >= WITHOUT_HEADER) return KEEP;
  if (share('medical_code') >= 0.6) {
    const everyOneAnother = evidence.uniqueness >= 0.97 && evidence.filled >= 20 && evidence.meanWords <= 1;
    return everyOneAnother && !meaning.harmless ? unknown('OTHER_ID') : KEEP;
  }
  if (share('code', 'uuid', 'record', 'ssn', 'vin', 'iban', 'hash') >= 0.6) return codes(meaning, evidence);
  if (share('street') >= 0.4) return { treatment: 'identifier', label: 'ADDRESS', share: 1, why: 'values' };
  return words(meaning, evidence, headed);
}

/** Numbers of one length that nearly all differ are numbers of things, not quantities. */
function numbers(meaning: HeaderMeaning, evidence: ColumnEvidence): ColumnDecision {
  const { integers, commonLength, uniqueness, leadingZeros, filled } = evidence;
  if (integers < WITHOUT_HEADER || commonLength.share < 0.9) return KEEP;
  const { digits } = commonLength;
  const different = uniqueness >= 0.9;
  if (meaning.harmless || meaning.age)
    return digits >= 7 && uniqueness >= 0.95 && filled >= 20 ? unknown('OTHER_ID') : KEEP;
  if (digits >= 7) return unknown('OTHER_ID');
  if (digits >= 5 && ((different && filled >= 4) || leadingZeros >= 0.2)) return unknown('OTHER_ID');
  return KEEP;
}

function codes(meaning: HeaderMeaning, evidence: ColumnEvidence): ColumnDecision {
  const { uniqueness, filled } = evidence;
  const numberedNames = evidence.shareOf((text) => /^\p{Lu}\p{Ll}+\d{1,4}$/u.test(text));
  if (numberedNames >= 0.6) return unknown('NAME');
  const longest = evidence.shareOf((text) => /(?:\d[^\d]?){5}/.test(text));
  if (meaning.prose) return TEXT;
  if (meaning.harmless) return uniqueness >= 0.9 && filled >= 20 ? unknown('OTHER_ID') : TEXT;
  return uniqueness >= 0.5 || longest >= 0.5 ? unknown('OTHER_ID') : TEXT;
}

function words(meaning: HeaderMeaning, evidence: ColumnEvidence, headed: boolean): ColumnDecision {
  const { names, places, vocabulary, uniqueness, distinct, filled, capitalised } = evidence;
  const explained = meaning.harmless || meaning.prose;
  const lastFirst = evidence.share('last_first');
  if (lastFirst >= WITHOUT_HEADER && (distinct >= 20 || names >= 0.3)) return byName(lastFirst);
  if (evidence.meanWords >= 4 && evidence.meanCharacters >= 20) return TEXT;
  if (names >= (explained ? 0.85 : 0.6) && vocabulary < 0.6 && distinct >= (explained ? 8 : 2))
    return byName(names);
  if (places >= (explained ? 0.85 : 0.6) && vocabulary < 0.6 && distinct >= (explained ? 8 : 3))
    return { treatment: 'identifier', label: 'ADDRESS', share: places, why: 'values' };
  const categories = (distinct <= 12 && filled >= 3 * distinct) || (uniqueness < 0.1 && filled >= 30);
  if (categories || evidence.meanCharacters < SHORT) return KEEP;
  if (explained || vocabulary >= 0.6 || evidence.phrases >= 0.25) return TEXT;
  if (uniqueness < 0.5 || filled < 3 || (headed && filled < 5)) return TEXT;
  return unknown(capitalised >= 0.5 ? 'NAME' : 'OTHER_ID');
}

function byName(share: number): ColumnDecision {
  return { treatment: 'identifier', label: 'NAME', share, why: 'values' };
}

function unknown(label: IdentifierClass): ColumnDecision {
  return { treatment: 'identifier', label, share: 1, why: 'unknown' };
}

export { lintTable, type TableLint } from './tables/lint-table.ts';
export type { IdentifierSpan, KnownValue, Redactor } from './detector.ts';
export { createRedactor } from './redactor.ts';
export { createKnownSearch } from './known-search.ts';
export { createDocumentDetector, type DocumentDetector, type DocumentKind } from './structures/documents.ts';
export { createDocumentRedactor, withRepeats } from './structures/document-redactor.ts';
export { LongRedaction, type RedactedPart } from './structures/long-text.ts';
export * from './profiles/index.ts';
export { Scorer, type GoldDocument, type GroupFigures, type Score, type Stretch } from './scoring/score.ts';
export { METHOD } from './method.ts';
export { tryEveryClass } from './coverage.ts';
export {
  Dictionary,
  EMPTY_DICTIONARY,
  withCorrections,
  withoutEntry,
  type DictionaryState,
  type Corrections,
} from './dictionary.ts';
export type { RedactionManner, RedactionOrder } from './order.ts';
export { openProofBench, type ProofBench } from './proof.ts';
export { wilson, type MeasureResult } from './measure/index.ts';

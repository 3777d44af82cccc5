export type { FindingDraft, RunContext } from './run-context.ts';
export { findFindings } from './find-findings.ts';
export { readTableFacts } from './table-facts.ts';
export { isClosed, numberFindings } from './rounds.ts';

export { decideColumn, isIdentifying, type ColumnDecision, type Treatment } from './column-decision.ts';
export type { SampleValue } from './column-evidence.ts';
export { headerWords, holdsPhrase } from './header-words.ts';

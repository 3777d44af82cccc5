export { formatPath, formatProblem, quoteWord, type ConfigProblem } from './problem.ts';
export { MAX_DOCUMENT_BYTES, readDocument, type Place } from './read.ts';
export { suggestionHint } from './suggest.ts';

export { formatPath, formatProblem, quoteWord, type ConfigProblem } from './problem.ts';
export { readDocument, type Place, type ReadDocument } from './read.ts';
export { suggestionHint } from './suggest.ts';

export { formatPath, formatProblem, quoteWord, type ConfigProblem } from './problem.ts';
export { readDocument, type Place } from './read.ts';
export { suggestionHint } from './suggest.ts';

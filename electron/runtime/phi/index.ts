export type { IdentifierSpan, KnownValue, Redacted, Redactor } from './detector.ts';
export { createRedactor } from './redactor.ts';

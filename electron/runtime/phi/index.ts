export type { IdentifierSpan, KnownValue, Redacted, Redactor } from './detector.ts';

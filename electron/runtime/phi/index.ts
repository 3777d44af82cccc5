export type { KnownValue, Redactor } from './detector.ts';
export { createRedactor } from './redactor.ts';

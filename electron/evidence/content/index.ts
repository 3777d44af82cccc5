export { createContent, openContent, openPayloads, type PayloadReader } from './content.ts';
export type { ContentStore, PayloadState } from './port.ts';
export type { CategoryKeys, WrappingKeys } from './store.ts';

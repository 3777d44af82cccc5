export {
  createContent,
  openContent,
  openPayloads,
  type ContentOptions,
  type PayloadReader,
} from './content.ts';
export type { ContentStore, PayloadState } from './port.ts';
export type { CategoryKeys, WrappingKeys } from './store.ts';

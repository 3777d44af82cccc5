export { PolicyBook } from './book.ts';
export { readSite } from './read-site.ts';
export { keepText, readText } from './texts.ts';
export {
  mayActivate,
  POLICY_KINDS,
  readHistory,
  stateOf,
  type InEffect,
  type PolicyHistory,
  type PolicyVersion,
} from './versions.ts';
export { makePack, openPack, type PolicyPack } from './pack.ts';

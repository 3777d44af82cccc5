export { findHasty } from './find-hasty.ts';
export { widenHasty } from './widen-hasty.ts';

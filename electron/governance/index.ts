export { findPerson } from './identity/people.ts';
export { Sessions, type Session, type SessionsOptions, type SignInFailure } from './sessions/sessions.ts';
export {
  appendSpool,
  clearSpool,
  readSpool,
  type SpoolAddress,
  type SpoolContent,
  type SpooledEvent,
} from './sessions/spool.ts';

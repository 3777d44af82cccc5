export { CitedPayloads } from './cited-payloads.ts';
export type { EpochKeys } from './verify-epoch.ts';
export {
  verifyJournal,
  verifyJournalImage,
  type JournalImage,
  type JournalReport,
  type VerifyJournalOptions,
  type VerifyProgress,
} from './verify-journal.ts';
export { copyPrivately, type PrivateCopy } from './private-copy.ts';
export { checkpointVerifier } from './node-tools.ts';
export { genuine } from './checkpoints.ts';
export { verifyPayloads, type PayloadsReport, type VerifyPayloadsOptions } from './verify-payloads.ts';
export { toVerifyView, verdictInWords } from './view.ts';
export type { Check, CheckState, Verdict } from './verdict.ts';
export { sha256 } from './node-tools.ts';

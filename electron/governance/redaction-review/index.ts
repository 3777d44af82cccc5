export {
  claimOf,
  projectRedaction,
  REDACTION_KINDS,
  refusalToSign,
  statementOf,
  totalsOf,
  type RedactionOnFile,
  type RedactionReview,
} from './project.ts';
export { whyTextMayNotLeave } from './leave.ts';
export { drawSample } from './sample.ts';

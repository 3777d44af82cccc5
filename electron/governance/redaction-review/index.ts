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
export { drawSample } from './sample.ts';

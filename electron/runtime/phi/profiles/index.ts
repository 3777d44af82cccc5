export {
  PROFILE_WORDS,
  REDACTION_PROFILES,
  renderRedacted,
  type RedactionProfile,
  type RenderSettings,
} from './profile.ts';
export { SurrogateVault } from './vault.ts';
export { zipPrefix } from './zip-prefix.ts';
export { lintCodes } from './code-lint.ts';
export { redactAs, rendered } from './redact-as.ts';
export { shifted as shiftedDate } from './dates.ts';

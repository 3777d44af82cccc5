export { lintCodes, type CodeLint } from './code-lint.ts';
export {
  missingReference,
  PROFILE_WORDS,
  REDACTION_PROFILES,
  renderMasked,
  renderRedacted,
  type RedactionProfile,
  type RenderSettings,
} from './profile.ts';
export { SurrogateVault } from './vault.ts';
export { zipPrefix } from './zip-prefix.ts';

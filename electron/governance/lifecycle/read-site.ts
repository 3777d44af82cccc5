import { PolicyFile } from '../../../shared/formats/index.ts';
import { readDocument, type ConfigProblem } from '../documents/index.ts';
import { checkPolicies, type KnownNames, type PolicySource } from '../policy/index.ts';
import { checkTightening, type Profile } from '../profiles/index.ts';

/**
 * Reads a site's text for a profile, with everything that is wrong in it: schema, names, ids, relaxations.
 * What is found names `file`: that of a person, or where the text will stand once it is in effect.
 */
export function readSite(
  profile: Profile,
  bytes: Uint8Array,
  known: KnownNames,
  file = siteFile(profile.file.name),
):
  | { readonly ok: true; readonly source: PolicySource }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] } {
  const read = readDocument(file, bytes, PolicyFile);
  if (!read.ok) return read;
  const source: PolicySource = { file, value: read.value, part: 'site', place: read.place };
  const floor = profile.shipped.floor;
  const problems = [
    ...checkPolicies([...floor, source], known),
    ...checkTightening(profile.shipped.file, source),
  ].filter((problem) => problem.file === file);
  return problems.length === 0 ? { ok: true, source } : { ok: false, problems };
}

/** Under which name the rules of a site stand in decisions: `site/hipaa.yaml`. */
export function siteFile(profile: string): string {
  return `site/${profile}.yaml`;
}

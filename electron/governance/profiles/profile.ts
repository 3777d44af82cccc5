import type { Sha256Hex } from '../../../shared/domain/index.ts';
import { canonicalJson, type ComplianceProfileFile } from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { compilePolicy, type Policy, type PolicySource } from '../policy/index.ts';
import { tightenProfile } from './tighten.ts';

/** A compliance profile with everything that it puts in force. */
export interface Profile {
  /** As it holds here: with what the site asks beyond it. */
  readonly file: ComplianceProfileFile;
  readonly policy: Policy;
  /** Of the whole pack: the profile with its floor and rules. */
  readonly sha256: Sha256Hex;
  readonly shipped: ShippedParts;
  /** The rules in force beside the floor: the shipped ones, or the site's. */
  readonly rules: readonly PolicySource[];
}

export interface ShippedParts {
  readonly file: ComplianceProfileFile;
  readonly floor: readonly PolicySource[];
  readonly rules: readonly PolicySource[];
}

/**
 * Puts floor and rules in force together. A site's file takes the place of the shipped rules and never of
 * the floor; what it tightens is added to the profile.
 */
export function composeProfile(
  file: ComplianceProfileFile,
  parts: { readonly floor: readonly PolicySource[]; readonly rules: readonly PolicySource[] },
  site?: PolicySource,
): Profile {
  const rules = site === undefined ? parts.rules : [{ ...site, part: 'site' as const }];
  const floor = parts.floor.map((source) => ({ ...source, part: 'floor' as const }));
  const policy = compilePolicy([...floor, ...rules]);
  const here = tightenProfile(file, site?.value.tighten ?? {});
  return {
    ...{ file: here, policy, rules },
    sha256: sha256Hex(canonicalJson({ profile: here, policySha256: policy.sha256 })),
    shipped: { file, floor, rules: parts.rules },
  };
}

/** The same profile with the rules of a site in place of the shipped ones. */
export function withSite(profile: Profile, site: PolicySource | undefined): Profile {
  return composeProfile(profile.shipped.file, profile.shipped, site);
}

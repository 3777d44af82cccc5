import type { z } from 'zod';
import {
  refusalOfDuty,
  type PersonId,
  type PolicyVersionId,
  type Sha256Hex,
} from '../../../shared/domain/index.ts';
import { EVENTS, type Actor, type Entry, type EventName } from '../../../shared/formats/index.ts';

/** Entries that tell the life of policies. */
export const POLICY_KINDS = [
  'policy.drafted',
  'policy.checked',
  'policy.replayed',
  'policy.activated',
  'policy.withdrawn',
  'policy.site_trusted',
] as const satisfies readonly EventName[];

interface Stamp {
  readonly atMs: number;
  readonly byId: Actor['id'];
}

/** One time that a version was in effect. */
export interface InEffect extends Stamp {
  readonly profile: string;
  readonly meaning: string;
  readonly reason: string;
  readonly policySha256: Sha256Hex;
  /** Absent while it still is. */
  untilMs?: number;
}

type SitePackOrigin = NonNullable<z.output<(typeof EVENTS)['policy.drafted']['event']>['pack']>;

/** A version of a site's rules, as the journal tells it. */
export interface PolicyVersion {
  readonly id: PolicyVersionId;
  readonly profile: string;
  readonly name: string;
  readonly note: string;
  readonly textSha256: Sha256Hex;
  readonly rules: number;
  readonly drafted: Stamp;
  /** Set where the text came in a pack that a site signed. */
  readonly pack: SitePackOrigin | undefined;
  checked?: Stamp & { readonly errors: number; readonly warnings: number; readonly undecided: number };
  replayed?: Stamp & { readonly replayed: number; readonly changed: number; readonly policySha256: string };
  withdrawn?: Stamp & { readonly reason: string };
  readonly inEffect: InEffect[];
}

/** What is in effect for one profile; `shipped` where no site's rules are. */
export interface Standing {
  readonly version: PolicyVersion | 'shipped';
  readonly since: InEffect | undefined;
}

export interface TrustedSite extends Stamp {
  readonly name: string;
  readonly fingerprint: Sha256Hex;
}

export interface PolicyHistory {
  /** Oldest first. */
  readonly versions: readonly PolicyVersion[];
  readonly site: TrustedSite | undefined;
  standing(profile: string): Standing;
}

/** The life of all policies from their entries, oldest first. */
export function readHistory(entries: readonly Entry[]): PolicyHistory {
  const reading: Reading = { versions: new Map(), standing: new Map(), site: undefined };
  for (const entry of entries)
    TAKES[entry.kind]?.(reading, entry, { atMs: entry.wallMs, byId: entry.actor.id });
  return {
    versions: [...reading.versions.values()],
    site: reading.site,
    standing: (profile) => reading.standing.get(profile) ?? { version: 'shipped', since: undefined },
  };
}

interface Reading {
  readonly versions: Map<string, PolicyVersion>;
  readonly standing: Map<string, Standing>;
  site: TrustedSite | undefined;
}

type Take = (reading: Reading, entry: Entry, stamp: Stamp) => void;

const TAKES: Partial<Record<EventName, Take>> = {
  'policy.drafted': ({ versions }, { body }, drafted) => {
    const { version: id, pack, ...about } = EVENTS['policy.drafted'].event.parse(body);
    versions.set(id, { ...about, id, pack, drafted, inEffect: [] });
  },
  'policy.checked': ({ versions }, { body }, stamp) => {
    const { version, errors, warnings, undecided } = EVENTS['policy.checked'].event.parse(body);
    change(versions, version, { checked: { ...stamp, errors, warnings, undecided } });
  },
  'policy.replayed': ({ versions }, { body }, stamp) => {
    const { version, replayed, changed, policySha256 } = EVENTS['policy.replayed'].event.parse(body);
    change(versions, version, { replayed: { ...stamp, replayed, changed, policySha256 } });
  },
  'policy.withdrawn': ({ versions }, { body }, stamp) => {
    const { version, reason } = EVENTS['policy.withdrawn'].event.parse(body);
    change(versions, version, { withdrawn: { ...stamp, reason } });
  },
  'policy.activated': ({ versions, standing }, { body, wallMs }, stamp) => {
    const {
      version: id,
      profile,
      meaning,
      reason,
      policySha256,
    } = EVENTS['policy.activated'].event.parse(body);
    const since: InEffect = { ...stamp, profile, meaning, reason, policySha256 };
    const before = standing.get(profile)?.since;
    if (before !== undefined) before.untilMs = wallMs;
    const version = versions.get(id);
    version?.inEffect.push(since);
    standing.set(profile, { version: version ?? 'shipped', since });
  },
  'policy.site_trusted': (reading, { body }, stamp) => {
    const { name, siteFingerprint } = EVENTS['policy.site_trusted'].event.parse(body);
    reading.site = { ...stamp, name, fingerprint: siteFingerprint };
  },
};

function change(
  versions: Map<string, PolicyVersion>,
  id: string,
  more: Partial<Pick<PolicyVersion, 'checked' | 'replayed' | 'withdrawn'>>,
): void {
  const version = versions.get(id);
  if (version !== undefined) versions.set(id, Object.assign(version, more));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export type VersionState = 'draft' | 'in_effect' | 'replaced' | 'withdrawn';

export function stateOf({ inEffect, withdrawn }: PolicyVersion): VersionState {
  const last = inEffect.at(-1);
  if (last !== undefined) return last.untilMs === undefined ? 'in_effect' : 'replaced';
  return withdrawn === undefined ? 'draft' : 'withdrawn';
}

/**
 * Whether a person may put a version in effect now, and why not. Nobody activates what they wrote; a pack
 * that a site signed was written elsewhere, by others, so whoever took it in may.
 */
export function mayActivate(
  version: PolicyVersion,
  person: { readonly id: PersonId | 'application'; readonly role: string } | undefined,
): { readonly may: boolean; readonly why: string } {
  const no = (why: string) => ({ may: false, why });
  if (person === undefined) return no('Nobody is signed in.');
  if (stateOf(version) === 'in_effect') return no('It is in effect.');
  if (stateOf(version) === 'withdrawn') return no('The draft was withdrawn.');
  const wroteIt = version.pack === undefined && version.drafted.byId === person.id;
  const refusal = refusalOfDuty('policy_activator', person.role, wroteIt ? ['policy_author'] : []);
  if (refusal !== undefined)
    return no(wroteIt ? 'You wrote it; a second person puts it in effect.' : sentence(refusal));
  if (version.checked === undefined) return no('It has not been checked.');
  if (version.checked.errors > 0) return no('The check found errors.');
  if (version.replayed === undefined) return no('It has not been replayed on recorded decisions.');
  return { may: true, why: 'Checked, replayed, and written by somebody else.' };
}

import type { PersonView, PolicyListView, PolicyVersionView } from '../../../shared/ipc/index.ts';
import {
  mayActivate,
  stateOf,
  withSite,
  type PolicyBook,
  type PolicyHistory,
  type PolicyVersion,
  type Profile,
} from '../../governance/index.ts';
import { nameOf } from '../people.ts';

interface Seen {
  readonly people: readonly PersonView[];
  readonly person: PersonView | undefined;
}

export function versionView(version: PolicyVersion, { people, person }: Seen): PolicyVersionView {
  const { id, profile, name, note, rules, textSha256, drafted, pack, checked, replayed } = version;
  return {
    ...{ id, profile, name, note, rules, textSha256, pack, state: stateOf(version) },
    draftedBy: nameOf(people, drafted.byId),
    draftedById: drafted.byId,
    draftedAtMs: drafted.atMs,
    checked: checked && { ...checked, by: nameOf(people, checked.byId) },
    replayed: replayed && { ...replayed, by: nameOf(people, replayed.byId) },
    inEffect: version.inEffect.map(({ atMs, untilMs, byId, meaning, reason, policySha256 }) => ({
      ...{ fromMs: atMs, untilMs, meaning, reason, policySha256 },
      activatedBy: nameOf(people, byId),
    })),
    mayActivate: mayActivate(version, person),
  };
}

/** What came with the application, as a version. */
export function shippedView(profile: Profile, history: PolicyHistory): PolicyVersionView {
  const isInEffect = history.standing(profile.file.name).version === 'shipped';
  return {
    id: 'shipped',
    profile: profile.file.name,
    name: 'As shipped',
    note: '',
    state: isInEffect ? 'in_effect' : 'replaced',
    rules: profile.shipped.rules.reduce((sum, { value }) => sum + value.rules.length, 0),
    inEffect: [],
    mayActivate: {
      may: false,
      why: isInEffect ? 'It is in effect.' : 'Draft its text again; a second person puts it in effect.',
    },
  };
}

/** Everything there is: what holds, what was, what waits. */
export function listView(book: PolicyBook, history: PolicyHistory, seen: Seen): PolicyListView {
  const profiles = [...book.catalogue.profiles.values()];
  return {
    profiles: profiles.map((profile) => {
      const { version } = history.standing(profile.file.name);
      const unreadable = book.unreadable.find((each) => each.profile === profile.file.name);
      return {
        profile: profile.file,
        packSha256: profile.sha256,
        policySha256: profile.policy.sha256,
        version: version === 'shipped' ? version : version.id,
        rules: profile.policy.rules.length,
        floorRules: profile.policy.rules.filter(({ part }) => part === 'floor').length,
        ...(unreadable && { unreadable: unreadable.reason }),
      };
    }),
    versions: [
      ...history.versions.toReversed().map((version) => versionView(version, seen)),
      ...profiles.map((profile) => shippedView(profile, history)),
    ],
    ...(history.site && {
      site: {
        name: history.site.name,
        fingerprint: history.site.fingerprint,
        trustedAtMs: history.site.atMs,
      },
    }),
  };
}

/** The version whose rules, with the floor, have this hash; and when it last came into effect. */
export function versionByHash(
  book: PolicyBook,
  history: PolicyHistory,
  sha256: string,
): { version: string; name: string; fromMs?: number | undefined; untilMs?: number | undefined } | undefined {
  for (const { id, name, inEffect } of history.versions) {
    const time = inEffect.findLast(({ policySha256 }) => policySha256 === sha256);
    if (time !== undefined) return { version: id, name, fromMs: time.atMs, untilMs: time.untilMs };
  }
  const shipped = [...book.catalogue.profiles.values()].some(
    (profile) => withSite(profile, undefined).policy.sha256 === sha256,
  );
  return shipped ? { version: 'shipped', name: 'As shipped' } : undefined;
}

import { randomUUID } from 'node:crypto';
import { Problem, type PolicyVersionId } from '../../../shared/domain/index.ts';
import type { PolicyCheckView, PolicyVersionView, VerbName } from '../../../shared/ipc/index.ts';
import { keepText, mayActivate, stateOf, withSite, type PolicyVersion } from '../../governance/index.ts';
import { contextOf } from '../actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { OpenContent } from '../desk/settings.ts';
import type { Caller, Handlers } from '../dispatch.ts';
import { checkProfile, problemView, unreadCheck } from './check.ts';
import { PolicyDesk, type PolicyPorts } from './desk.ts';
import { diffProfiles } from './diff.ts';
import { replayEntries } from './replay.ts';
import { explainRule, ruleView } from './rule.ts';
import { listView, shippedView, versionView } from './versions.ts';
import { explainEntry } from './why.ts';

type Names = Exclude<Extract<VerbName, `policy.${string}`>, 'policy.trustSite' | 'policy.importPack'>;

/** Rules and their life. */
export function policyVerbs<Content extends OpenContent>(
  desk: Desk<Content>,
  ports: PolicyPorts,
): Pick<Handlers, Names> {
  const policies = new PolicyDesk(desk, ports);
  const seen = (caller: Caller) => ({ people: desk.everyone, person: caller.person });
  const viewNow = async (id: PolicyVersionId, caller: Caller): Promise<PolicyVersionView> =>
    versionView(await policies.version(id), seen(caller));
  return {
    'policy.list': async (_, caller) => listView(policies.book, await policies.history(), seen(caller)),

    'policy.get': async ({ profile, version }, caller) => {
      const chosen = await policies.choose(profile, version);
      const rules = chosen.profile.policy.rules.map(ruleView);
      const own = rules.filter(({ part }) => part !== 'floor').toSorted((a, b) => a.line - b.line);
      return {
        version:
          chosen.version === 'shipped'
            ? shippedView(chosen.profile, await policies.history())
            : versionView(chosen.version, seen(caller)),
        text: await policies.textOf(chosen),
        rules: [...own, ...rules.filter(({ part }) => part === 'floor')],
      };
    },

    'policy.checkText': ({ profile: name, text }) => {
      const profile = policies.book.profile(name);
      const read = policies.read(profile, text);
      return Promise.resolve(
        read.ok
          ? checkProfile(policies.catalogue, withSite(profile, read.source), ports.clockMs)
          : unreadCheck(read.problems),
      );
    },

    'policy.draft': async ({ profile: name, name: title, text, note }, caller) => {
      const read = policies.read(policies.book.profile(name), text);
      if (!read.ok) return { problems: read.problems.map(problemView) };
      const version = randomUUID() as PolicyVersionId;
      const textSha256 = await keepText(policies.folder, Buffer.from(text, 'utf8'));
      await desk.journal.event(
        'policy.drafted',
        {
          ...{ version, profile: name, textSha256, rules: read.source.value.rules.length },
          ...{ name: ports.redact(title), note: ports.redact(note) },
        },
        contextOf(caller),
      );
      return { version: await viewNow(version, caller), problems: [] };
    },

    'policy.check': async ({ profile, version: ref }, caller) => {
      const { version, profile: checked } = await policies.choose(profile, ref);
      const view = checkProfile(policies.catalogue, checked, ports.clockMs);
      if (version !== 'shipped') await recordCheck(policies, version, view, caller);
      return view;
    },

    'policy.replay': async ({ profile, version: ref, fromSeq }, caller) => {
      const { version, profile: tried } = await policies.choose(profile, ref);
      const { read } = desk.journal;
      const throughSeq = (await read.state()).size - 1;
      const entries = (await read.ofKinds(['tool.decided'], fromSeq)).map(({ entry }) => entry);
      const view = { ...replayEntries(entries, tried, ports.clockMs), throughSeq };
      if (version !== 'shipped')
        await desk.journal.event(
          'policy.replayed',
          {
            ...{ version: version.id, textSha256: version.textSha256, throughSeq },
            policySha256: policies.book.profile(profile).policy.sha256,
            ...{ replayed: view.replayed, changed: view.changed },
          },
          contextOf(caller),
        );
      return view;
    },

    'policy.diff': async ({ profile, left, right }) => {
      const [one, two] = [await policies.choose(profile, left), await policies.choose(profile, right)];
      const title = ({ version }: typeof one) => (version === 'shipped' ? 'As shipped' : version.name);
      return {
        ...{ left: title(one), right: title(two) },
        ...diffProfiles(policies.catalogue, one.profile, two.profile),
      };
    },

    'policy.activate': async ({ profile: name, version: ref, reason, meaning, password }, caller) => {
      const version = await policies.version(ref);
      const { may, why } = mayActivate(version, caller.person);
      if (!may || version.profile !== name)
        throw new Problem('not_allowed', 'this policy cannot be put in effect', may ? undefined : why);
      await desk.confirmPassword(password);
      const before = policies.book.profile(name);
      const source = await policies.book.source(policies.folder, version);
      const next = withSite(before, source);
      // Agents and shipped rules may have changed since the draft was checked.
      const check = checkProfile(policies.catalogue, next, ports.clockMs);
      await recordCheck(policies, version, check, caller);
      const error = check.findings.find(({ severity }) => severity === 'error');
      if (error !== undefined)
        throw new Problem('check_failed', error.message, 'The policy in effect stays in effect.');
      await desk.journal.event(
        'policy.activated',
        {
          ...{ version: version.id, profile: name, textSha256: version.textSha256, meaning },
          ...{ policySha256: next.policy.sha256, replacesSha256: before.policy.sha256 },
          reason: ports.redact(reason),
        },
        contextOf(caller),
      );
      policies.book.take(name, source);
      return viewNow(version.id, caller);
    },

    'policy.withdraw': async ({ profile, version: ref, reason }, caller) => {
      const version = await policies.version(ref);
      if (version.profile !== profile || stateOf(version) !== 'draft')
        throw new Problem(
          'not_allowed',
          'only a draft can be withdrawn',
          'What was in effect stays on file.',
        );
      await desk.journal.event(
        'policy.withdrawn',
        { version: version.id, reason: ports.redact(reason) },
        contextOf(caller),
      );
      return viewNow(version.id, caller);
    },

    'policy.explain': ({ seq }) => explainEntry(policies, seq),

    'policy.explainRule': async ({ profile, version, rule }) => {
      const chosen = await policies.choose(profile, version);
      const view = await explainRule(policies.catalogue, chosen.profile, rule, {
        textOf: (file) => policies.fileText(chosen, file),
        clockMs: ports.clockMs,
      });
      return { ...view, recorded: await hits(policies, view.rule.id) };
    },
  };
}

async function recordCheck<C extends OpenContent>(
  policies: PolicyDesk<C>,
  { id, textSha256 }: PolicyVersion,
  { findings }: PolicyCheckView,
  caller: Caller,
): Promise<void> {
  const count = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length;
  await policies.desk.journal.event(
    'policy.checked',
    {
      ...{ version: id, textSha256 },
      ...{ errors: count('error'), warnings: count('warning'), undecided: count('undecided') },
    },
    contextOf(caller),
  );
}

/** How often a rule matched and decided, from every recorded decision. */
async function hits<C extends OpenContent>(
  { desk }: PolicyDesk<C>,
  id: string,
): Promise<{ matched: number; decided: number; lastAtMs?: number; lastSeq?: number }> {
  const found = { matched: 0, decided: 0 };
  let last: { lastAtMs: number; lastSeq: number } | undefined;
  for (const { entry } of await desk.journal.read.ofKinds(['tool.decided'])) {
    const decision = entry.body.decision as { matched?: { id?: string; decided?: boolean }[] } | undefined;
    const rule = decision?.matched?.find((each) => each.id === id);
    if (rule === undefined) continue;
    found.matched += 1;
    if (rule.decided === true) found.decided += 1;
    last = { lastAtMs: entry.wallMs, lastSeq: entry.seq };
  }
  return { ...found, ...last };
}

import { randomUUID } from 'node:crypto';
import { Problem, type PolicyVersionId } from '../../../shared/domain/index.ts';
import type { VerbName } from '../../../shared/ipc/index.ts';
import { keepText, openPack, type PolicyHistory } from '../../governance/index.ts';
import { fingerprintOf, readSitePublic } from '../../keys/index.ts';
import type { Transfers } from '../../operations/index.ts';
import { contextOf } from '../actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { OpenContent } from '../desk/settings.ts';
import type { Handlers } from '../dispatch.ts';
import { PolicyDesk, type PolicyPorts } from './desk.ts';
import { versionView } from './versions.ts';

type Names = Extract<VerbName, 'policy.trustSite' | 'policy.importPack'>;

/** Policies that a site signs once, for all its workstations. */
export function packVerbs<Content extends OpenContent>(
  desk: Desk<Content>,
  ports: PolicyPorts & { readonly transfers: Transfers },
): Pick<Handlers, Names> {
  const policies = new PolicyDesk(desk, ports);
  return {
    'policy.trustSite': async ({ password }, caller) => {
      const brought = await ports.transfers.bring('site_key', contextOf(caller));
      if (brought === undefined) return null;
      const site = readSitePublic(await brought.read());
      await desk.confirmPassword(password);
      const fingerprint = fingerprintOf(site.publicKey);
      const name = ports.redactOrganisation(site.name);
      await desk.journal.event(
        'policy.site_trusted',
        { siteFingerprint: fingerprint, name },
        contextOf(caller),
      );
      return { name, fingerprint };
    },

    'policy.importPack': async (_, caller) => {
      const brought = await ports.transfers.bring('policy_pack', contextOf(caller));
      if (brought === undefined) return null;
      const history = await policies.history();
      const { pack, siteFingerprint } = openPack(await brought.read(), history.site);
      requireNewer(history, pack, siteFingerprint);
      const read = policies.read(policies.book.profile(pack.profile), pack.text);
      if (!read.ok) {
        const [first] = read.problems;
        throw new Problem(
          'invalid_input',
          `line ${first?.line ?? 0} of the pack does not fit here: ${first?.message ?? 'it cannot be read'}`,
          'The policy in effect stays in effect. Tell whoever signed the pack.',
        );
      }
      const version = randomUUID() as PolicyVersionId;
      const textSha256 = await keepText(policies.folder, Buffer.from(pack.text, 'utf8'));
      const { profile, name, packVersion, madeAtMs } = pack;
      await desk.journal.event(
        'policy.drafted',
        {
          ...{ version, profile, textSha256, rules: read.source.value.rules.length },
          ...{ name: ports.redact(name), note: '', pack: { siteFingerprint, packVersion, madeAtMs } },
        },
        contextOf(caller),
      );
      return versionView(await policies.version(version), {
        people: desk.everyone,
        person: caller.person,
      });
    },
  };
}

/** SEC: an older pack, however well signed, does not come back. */
function requireNewer(
  { versions }: PolicyHistory,
  pack: { readonly profile: string; readonly packVersion: number },
  siteFingerprint: string,
): void {
  const newest = versions
    .filter((each) => each.profile === pack.profile && each.pack?.siteFingerprint === siteFingerprint)
    .reduce((most, each) => Math.max(most, each.pack?.packVersion ?? 0), 0);
  if (pack.packVersion > newest) return;
  throw new Problem(
    'not_allowed',
    `the pack has version ${pack.packVersion}, and version ${newest} was taken in already`,
    'Take the newest pack of the site.',
  );
}

import { join } from 'node:path';
import type { IdentityProvider } from '../shared/domain/index.ts';
import { connect, signInPipes, streamChannel, systemClock, type Channel } from './core/index.ts';
import { accountKey, ProviderSignIn, type SignInMethods } from './governance/index.ts';
import { inspectWorkspace } from './operations/index.ts';
import {
  HospitalAccounts,
  shortOf,
  type ApplicationSettings,
  type Desk,
  type Content,
} from './verbs/index.ts';

/** Sign-in with accounts of the hospital, where the machine policy names a provider. */
export function openAccounts(
  settings: ApplicationSettings,
  provider: IdentityProvider | undefined,
  desk: () => Desk<Content>,
): HospitalAccounts {
  const folder = settings.workspaceFolder ?? join(settings.userFolder, 'workspace');
  const { openProviderWindow: openWindow } = settings;
  if (provider === undefined || openWindow === undefined)
    return new HospitalAccounts({ provider, signIn: undefined, folder });
  const signIn = new ProviderSignIn({
    ...{ provider, openWindow, clock: systemClock },
    connect: () => {
      const channel = (settings.openSignInProcess ?? startedByLauncher)();
      return channel && connect<SignInMethods>(channel, 'sign-in');
    },
    later: (act, ms) => {
      const timer = setTimeout(act, ms);
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
    record: async (result) => {
      const happenedAtMs = systemClock.wallMs();
      const found = await inspectWorkspace(folder);
      const about =
        typeof result === 'string' || found.state !== 'ok'
          ? {}
          : { account: shortOf(accountKey(found.id, result.account)), groups: result.account.groups.length };
      const body = {
        result: typeof result === 'string' ? result : ('confirmed' as const),
        ...about,
        happenedAtMs,
      };
      await desk().record('auth.provider_answered', body, {
        actor: { id: 'application', role: 'none' },
        correlation: 'application',
      });
    },
  });
  return new HospitalAccounts({ provider, signIn, folder });
}

/** The process that the launcher started before this program lost sight of the network (Linux). */
function startedByLauncher(): Channel | undefined {
  const pipes = signInPipes();
  return pipes && streamChannel(pipes.input, pipes.output);
}

import { PassThrough } from 'node:stream';
import type { IdentityProvider } from '../../../shared/domain/index.ts';
import { serve, streamChannel, type Channel } from '../../core/index.ts';
import { signInMethods } from '../../governance/sign-in-process/index.ts';
import type { ApplicationSettings } from '../../verbs/index.ts';
import { PATIENT } from './patient.ts';
import { signInAtPages } from './person-at-page.ts';

/** Somebody in front of the provider's window. */
export interface AtTheProvider {
  /** The account they sign in with there. */
  account: string;
  /** What they do instead of signing in. */
  instead: 'close' | 'wait' | undefined;
  /** Windows that were opened, and closed again. */
  opened: number;
  closed: number;
  readonly settings: Required<Pick<ApplicationSettings, 'openProviderWindow' | 'openSignInProcess'>>;
}

/** The sign-in process's own code over pipes as the launcher lays them, and a person instead of a window. */
export function atTheProvider(provider: IdentityProvider): AtTheProvider {
  const person: AtTheProvider = {
    ...{ account: 'anna', instead: undefined, opened: 0, closed: 0 },
    settings: {
      openSignInProcess: () => processOf(provider),
      openProviderWindow: (request) => {
        person.opened += 1;
        if (person.instead === 'close') request.closed();
        else if (person.instead === undefined)
          void signInAtPages(request.address, person.account, async (asked) => {
            const answer = await request.carry(asked);
            return answer ?? { kind: 'over' };
          });
        return {
          close: () => {
            person.closed += 1;
          },
        };
      },
    },
  };
  return person;
}

function processOf(provider: IdentityProvider): Channel {
  const [questions, answers] = [new PassThrough(), new PassThrough()];
  serve(streamChannel(questions, answers), signInMethods(provider, PATIENT));
  return streamChannel(answers, questions);
}

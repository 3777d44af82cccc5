import type { IdentityProvider } from '../../../shared/domain/index.ts';
import { PageRequest, type BeginAnswer, type PageAnswer } from '../provider/protocol.ts';
import { Attempt, type AttemptLimits } from './attempt.ts';

/** What the sign-in process serves. One attempt at a time. */
export function signInMethods(provider: IdentityProvider | undefined, limits?: AttemptLimits) {
  let attempt: Attempt | undefined;
  const end = (): void => {
    attempt?.end();
    attempt = undefined;
  };
  return {
    begin: (): Promise<BeginAnswer> => {
      end();
      if (provider === undefined) return Promise.resolve({ kind: 'refused', reason: 'not_configured_so' });
      attempt = new Attempt(provider, limits);
      return attempt.begin();
    },
    page: (argument: unknown): Promise<PageAnswer> => {
      const asked = PageRequest.safeParse(argument);
      if (attempt === undefined) return Promise.resolve({ kind: 'refused', reason: 'state' });
      if (!asked.success) return Promise.resolve({ kind: 'refused', reason: 'too_much' });
      return attempt.page(asked.data);
    },
    end: (): Promise<object> => {
      end();
      return Promise.resolve({});
    },
  };
}

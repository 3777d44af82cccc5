import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Handlers } from './dispatch.ts';

/** Signing in and out, and making a workspace. */
export function sessionVerbs<Content extends OpenContent>(
  desk: Desk<Content>,
  touch: () => void,
  signedIn: () => void,
): Pick<
  Handlers,
  | 'session.getStatus'
  | 'session.signIn'
  | 'session.lock'
  | 'session.touch'
  | 'session.confirm'
  | 'session.confirmCode'
  | 'workspace.create'
  | 'journal.beginEpoch'
> {
  return {
    'session.getStatus': () => Promise.resolve(desk.status),
    'session.signIn': async ({ person, ...proof }, { correlation }) => {
      const status = await desk.signIn(person, proof, correlation);
      signedIn();
      return status;
    },
    'journal.beginEpoch': ({ person, ...proof }, { correlation }) =>
      desk.beginEpoch(person, proof, correlation),
    'session.lock': () => desk.lock('locked by the person', 'as_granted'),
    'session.touch': () => {
      touch();
      return Promise.resolve({});
    },
    'session.confirm': async ({ verb, password }) => {
      await desk.confirm(verb, password);
      return {};
    },
    'session.confirmCode': async ({ password, code }) => {
      await desk.confirmCode(password, code);
      return {};
    },
    'workspace.create': ({ people }) => desk.create(people),
  };
}

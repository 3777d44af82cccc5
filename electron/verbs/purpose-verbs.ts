import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { redactTyped } from './typed-text.ts';

/** SEC-53: a compliance officer looks into content for a purpose alone, which is on record before the first look. */
export function purposeVerbs(desk: Desk<Content>): Pick<Handlers, 'session.statePurpose'> {
  return {
    'session.statePurpose': async ({ purpose, reason }, caller) => {
      const said = { purpose, reason: await redactTyped(desk, reason) };
      await desk.journal.event('content.purpose_stated', said, contextOf(caller));
      // The session may have ended while that was written down; it is nobody else's purpose.
      caller.signal.throwIfAborted();
      return desk.statePurpose(purpose, said.reason);
    },
  };
}

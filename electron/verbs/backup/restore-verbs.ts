import type { OpenContent } from '../desk/settings.ts';
import type { Handlers } from '../dispatch.ts';
import type { RestoreRoom } from './restore-room.ts';

/** Going back to a backup in the window, before anybody can sign in. */
export function restoreVerbs<C extends OpenContent>(
  room: RestoreRoom<C>,
): Pick<Handlers, Extract<keyof Handlers, `restore.${string}`>> {
  return {
    'restore.choose': async () => (await room.choose()) ?? null,
    'restore.addWitness': async () => (await room.addWitness()) ?? null,
    'restore.check': (keys) => room.check(keys),
    'restore.accept': ({ reason }) => room.accept(reason),
    'restore.cancel': async () => {
      await room.cancel();
      return {};
    },
  };
}

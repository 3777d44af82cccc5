import { Problem } from '../../shared/domain/index.ts';
import type { PostureView } from '../../shared/ipc/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import type { PostureDesk } from './posture-desk.ts';
import { redactTyped } from './typed-text.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The workstation around the workspace: what is known of it, and who answers for its network. */
export function postureVerbs(
  desk: Desk<Content>,
  posture: PostureDesk,
  nowMs: () => number,
): Pick<Handlers, 'posture.get' | 'posture.check' | 'posture.acceptNetwork' | 'posture.setStrict'> {
  const view = (): PostureView => {
    const { acceptance } = posture.rules;
    return posture.view(
      acceptance && {
        by: nameOf(desk.status.people, acceptance.personId),
        interfaces: [...acceptance.interfaces],
        expiresAtMs: acceptance.expiresAtMs,
        seq: acceptance.seq,
      },
    );
  };
  return {
    'posture.get': () => Promise.resolve(view()),
    'posture.check': async () => {
      await posture.check('asked');
      return view();
    },
    'posture.acceptNetwork': async ({ reason, days }, caller) => {
      const { routes } = view().network;
      if (routes.length === 0 && view().network.alarm === undefined)
        throw new Problem('wrong_usage', 'there is no network to answer for', 'Connect it first.');
      await desk.journal.event(
        'posture.network_accepted',
        {
          interfaces: [...routes],
          expiresAtMs: nowMs() + days * DAY_MS,
          reason: await redactTyped(desk, reason),
        },
        contextOf(caller),
      );
      await posture.rulesChanged();
      return view();
    },
    'posture.setStrict': async ({ strict, reason }, caller) => {
      await desk.journal.event(
        'posture.strict_set',
        { strict, reason: await redactTyped(desk, reason) },
        contextOf(caller),
      );
      await posture.rulesChanged();
      return view();
    },
  };
}

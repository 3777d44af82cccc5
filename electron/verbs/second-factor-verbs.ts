import { encode } from 'uqr';
import { Problem } from '../../shared/domain/index.ts';
import { enrolFactor, offerSecondFactor, removeFactor, type OfferedFactor } from '../keys/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { recordedAct } from './recorded.ts';

const DONE = { ok: true } as const;

type Names = 'people.offerSecondFactor' | 'people.enrolSecondFactor' | 'people.removeSecondFactor';

/** One's own second factor: codes of an authenticator beside the password. */
export function secondFactorVerbs(desk: Desk<Content>, changed: () => void): Pick<Handlers, Names> {
  /** Offered in this session and not shown to work yet. */
  let offered: { readonly factor: OfferedFactor; readonly session: AbortSignal } | undefined;
  const forget = (): void => {
    offered?.factor.secret.fill(0);
    offered = undefined;
  };
  const change = <Result>(what: 'enrolled' | 'removed', caller: Caller, act: () => Promise<Result>) =>
    recordedAct(desk.journal, 'auth.second_factor_changed', { what }, contextOf(caller), act, () => DONE);
  return {
    'people.offerSecondFactor': async ({ password }, { person }) => {
      await desk.confirmPassword(password);
      forget();
      const factor = offerSecondFactor(person?.name ?? '');
      const session = desk.sessionEnd;
      offered = { factor, session };
      session.addEventListener('abort', forget, { once: true });
      const { data } = encode(factor.uri, { ecc: 'M', border: 0 });
      const qr = data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
      return { secret: factor.base32, uri: factor.uri, qr };
    },
    'people.enrolSecondFactor': async ({ password, code }, caller) => {
      if (offered?.session !== desk.sessionEnd)
        throw new Problem('not_found', 'no second factor is offered', 'Begin again.');
      const { secret } = offered.factor;
      const recoveryCodes = await change('enrolled', caller, () =>
        desk.changeKeys(password, (request) => enrolFactor(request, secret, code)),
      );
      forget();
      desk.noteSecondFactor(true);
      changed();
      return { recoveryCodes: [...recoveryCodes] };
    },
    'people.removeSecondFactor': async ({ password, code }, caller) => {
      // A wrong code counts like a wrong password, also here.
      await desk.confirmCode(password, code);
      await change('removed', caller, () => desk.changeKeys(password, removeFactor));
      desk.noteSecondFactor(false);
      changed();
      return {};
    },
  };
}

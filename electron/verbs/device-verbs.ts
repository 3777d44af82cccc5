import { Problem } from '../../shared/domain/index.ts';
import type { DeviceView } from '../../shared/ipc/index.ts';
import {
  accountId,
  admitOsUser,
  dropOsUser,
  isCodeOf,
  isLetIn,
  listOsUsers,
  moveDeviceSecret,
  showAccount,
  type DeviceSecretPlaces,
} from '../keys/index.ts';
import {
  clearAsking,
  leaveAsking,
  readAsking,
  requireWorkspace,
  workspacePaths,
} from '../operations/index.ts';
import { APPLICATION_CONTEXT, contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import { isWeak, weakAccepted } from './device-desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { recordedAct } from './recorded.ts';
import { redactTyped } from './typed-text.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DONE = { ok: true } as const;

export interface DevicePorts {
  readonly store: DeviceSecretPlaces;
  wallMs(): number;
  /** Looks at the workstation again and records what is found. */
  changed(): Promise<void>;
}

type Names = Extract<keyof Handlers, `device.${string}`>;

/** The secret of this workstation, and the accounts of its system that open the workspace by it. */
export function deviceVerbs(desk: Desk<Content>, ports: DevicePorts): Pick<Handlers, Names> {
  const { store } = ports;
  const view = () => viewOf(desk, ports);
  const askingOf = async (account: string) => {
    const found = (await readAsking(desk.folder)).find(({ publicKey }) => accountId(publicKey) === account);
    if (found !== undefined) return found;
    throw new Problem('not_found', 'this user of the workstation no longer asks', 'Look at the list again.');
  };
  return {
    'device.get': view,

    'device.ask': async () => {
      const { id: workspaceId } = await requireWorkspace(desk.folder);
      if (await isLetIn(workspacePaths(desk.folder).keyFile, store))
        throw new Problem(
          'already_exists',
          'this user of the workstation is let in already',
          'Sign in with your name and password.',
        );
      const { id, publicKey, name, code } = await showAccount(workspaceId, store);
      const askedAtMs = ports.wallMs();
      await leaveAsking(desk.folder, id, { publicKey, name, askedAtMs });
      await desk.record('device.asked', { account: id, happenedAtMs: askedAtMs }, APPLICATION_CONTEXT);
      return { code, name };
    },

    'device.admit': async ({ account, code, reason, password }, caller) => {
      const asking = await askingOf(account);
      if (!isCodeOf(code, asking.publicKey, desk.place.workspaceId))
        throw new Problem(
          'invalid_input',
          'this is not the code that the other user of the workstation sees',
          'Let it be read out again. If it is right, somebody else asks: turn them away.',
        );
      await recordedAct(
        desk.journal,
        'device.admitted',
        { account, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => admitOsUser(request, asking)),
        () => DONE,
      );
      await clearAsking(desk.folder, account);
      return view();
    },

    'device.dismiss': async ({ account, reason }, caller) => {
      await askingOf(account);
      const body = { account, reason: await redactTyped(desk, reason) };
      await desk.journal.event('device.dismissed', body, contextOf(caller));
      await clearAsking(desk.folder, account);
      return view();
    },

    'device.shutOut': async ({ account, reason, password }, caller) => {
      await recordedAct(
        desk.journal,
        'device.shut_out',
        { account, reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => dropOsUser(request, account)),
        () => DONE,
      );
      return view();
    },

    'device.move': async ({ to, reason, password }, caller) => {
      const { keychain } = await store.state();
      await recordedAct(
        desk.journal,
        'device.moved',
        { to, keychain: keychain.name.slice(0, 80), reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () =>
          desk.changeKeys(password, (request) => moveDeviceSecret({ ...request, deviceSecrets: store }, to)),
        () => DONE,
      );
      await ports.changed();
      return view();
    },

    'device.acceptWeak': async ({ reason, days }, caller) => {
      const state = await store.state();
      if (!isWeak(state))
        throw new Problem('wrong_usage', 'there is nothing to answer for: this system has a key store');
      await desk.journal.event(
        'device.weak_accepted',
        {
          backend: state.keychain.name.slice(0, 80),
          expiresAtMs: ports.wallMs() + days * DAY_MS,
          reason: await redactTyped(desk, reason),
        },
        contextOf(caller),
      );
      await ports.changed();
      return view();
    },
  };
}

async function viewOf(desk: Desk<Content>, { store, wallMs }: DevicePorts): Promise<DeviceView> {
  const { places, keychain } = await store.state();
  const users = await listOsUsers(desk.place.paths.keyFile, store);
  const accepted = await weakAccepted(desk.journal, wallMs());
  const asking = await readAsking(desk.folder);
  return {
    ...{ places: [...places], keychain },
    ...(accepted && {
      weakAccepted: { by: nameOf(desk.everyone, accepted.personId), expiresAtMs: accepted.expiresAtMs },
    }),
    users: users.map(({ addedBy, ...user }) => ({
      ...user,
      ...(addedBy !== undefined && { addedBy: nameOf(desk.everyone, addedBy) }),
    })),
    asking: asking.map(({ publicKey, name, askedAtMs }) => ({ id: accountId(publicKey), name, askedAtMs })),
  };
}

import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../shared/domain/index.ts';
import { systemClock } from '../core/index.ts';
import { createKeyFile, type Person } from './create.ts';
import { deviceFingerprint, deviceSecretStore, type DeviceSecretPlaces } from './device-secret.ts';
import { openDevice } from './device-users.ts';
import { accountId, isCodeOf, isLetIn, showAccount } from './device-view.ts';
import { admitOsUser, dropOsUser, moveDeviceSecret } from './device-change.ts';
import type { Keychain } from './keychain.ts';
import { encodeBytes, type KeyFile } from './key-file.ts';
import { openKeys } from './open.ts';
import { writeKeyFile, type ChangeRequest } from './rewrite.ts';

const workspaceId = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const cost = { memoryKib: 64, passes: 1, lanes: 1 };

let folder: string;
let path: string;
let ada: Person;
const account = (name: string, keychain?: Keychain): DeviceSecretPlaces =>
  deviceSecretStore(join(folder, name), keychain);
const request = (
  deviceSecrets: DeviceSecretPlaces,
): ChangeRequest & { readonly deviceSecrets: DeviceSecretPlaces } => ({
  ...{ path, workspaceId, deviceSecrets, personId: ada.id, nowMs: 5, passwordCost: cost },
  password: 'admin holds this key',
});
const file = async (): Promise<KeyFile> => JSON.parse(await readFile(path, 'utf8')) as KeyFile;
/** The same person, tried from an account. */
const opens = async (deviceSecrets: DeviceSecretPlaces): Promise<boolean> => {
  try {
    (await openKeys(request(deviceSecrets))).close();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'foreign_file' });
    return false;
  }
};
/** Asks from an account as the window does: only its public key leaves it. */
const publicKeyOfAccount = async (deviceSecrets: DeviceSecretPlaces): Promise<string> =>
  (await showAccount(workspaceId, deviceSecrets)).publicKey;

/** A key store as a system has it: what one account sealed, another cannot open. */
class SystemKeychain implements Keychain {
  readonly #account: string;
  /** Told at each use: before something is sealed, and before something is opened. */
  onUse: (what: 'seal' | 'open') => Promise<void> = () => Promise.resolve();
  constructor(name: string) {
    this.#account = createHash('sha256').update(name).digest('hex').slice(0, 16);
  }
  look() {
    return Promise.resolve({ state: 'ready' as const, name: 'test' });
  }
  async seal(secret: Uint8Array): Promise<Uint8Array> {
    await this.onUse('seal');
    return Buffer.from(`${this.#account}${Buffer.from(secret).toString('base64')}`);
  }
  async open(sealed: Uint8Array): Promise<Uint8Array> {
    await this.onUse('open');
    const text = Buffer.from(sealed).toString();
    if (!text.startsWith(this.#account)) throw new Error('sealed by another user');
    return Buffer.from(text.slice(this.#account.length), 'base64');
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'device-users-'));
  path = join(folder, 'keys.json');
  const created = await createKeyFile(
    [
      { name: 'Ada Admin', role: 'admin', password: 'admin holds this key' },
      { name: 'Otto Operator', role: 'operator', password: 'operator holds this key' },
    ],
    { path, workspaceId, deviceSecrets: account('first'), clock: systemClock, passwordCost: cost },
  );
  created.close();
  ada = created.people[0]!;
});
afterEach(() => rm(folder, { recursive: true }));

describe('accounts of one workstation', () => {
  it('open the workspace once they were let in, each with a secret of its own', async () => {
    const [first, second] = [account('first'), account('second')];
    expect([await opens(first), await opens(second)]).toEqual([true, false]);
    await admitOsUser(request(first), { publicKey: await publicKeyOfAccount(second), name: 'ward-2' });
    expect([await opens(first), await opens(second), await opens(account('third'))]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await first.load()).not.toEqual(await second.load());
    expect((await file()).osUsers).toMatchObject([{}, { name: 'ward-2', addedBy: ada.id, addedAtMs: 5 }]);
  });

  it('keep no secret in the clear in the key file', async () => {
    const [own] = await account('first').load();
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain(encodeBytes(own!));
    const { device } = await file();
    expect(device).not.toBe(encodeBytes(deviceFingerprint(own!, workspaceId)));
  });

  it('are shut out again, but never the one that asks', async () => {
    const [first, second] = [account('first'), account('second')];
    const publicKey = await publicKeyOfAccount(second);
    await admitOsUser(request(first), { publicKey, name: 'ward-2' });
    await dropOsUser(request(first), accountId(publicKey));
    expect(await opens(second)).toBe(false);
    const own = await publicKeyOfAccount(first);
    await expect(dropOsUser(request(first), accountId(own))).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(dropOsUser(request(first), accountId(publicKey))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('have a code that tells one key from another, however it is typed', async () => {
    const one = await showAccount(workspaceId, account('first'));
    const two = await showAccount(workspaceId, account('second'));
    expect(one.code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/);
    expect(isCodeOf(one.code, one.publicKey, workspaceId)).toBe(true);
    expect(isCodeOf(one.code.toLowerCase().replaceAll('-', ' '), one.publicKey, workspaceId)).toBe(true);
    expect(isCodeOf(two.code, one.publicKey, workspaceId)).toBe(false);
    expect(isCodeOf(one.code, one.publicKey, 'another workspace')).toBe(false);
    expect([await isLetIn(path, account('first')), await isLetIn(path, account('second'))]).toEqual([
      true,
      false,
    ]);
  });

  it('are each let in once', async () => {
    const [first, second] = [account('first'), account('second')];
    const asked = { publicKey: await publicKeyOfAccount(second), name: 'ward-2' };
    await admitOsUser(request(first), asked);
    await expect(admitOsUser(request(first), asked)).rejects.toMatchObject({ code: 'already_exists' });
    const point = Buffer.alloc(65, 4).toString('base64');
    await expect(admitOsUser(request(first), { publicKey: point, name: 'x' })).rejects.toMatchObject({
      code: 'damaged',
    });
  });

  it('are not let in by an entry that was copied from another one', async () => {
    const second = account('second');
    const publicKey = await publicKeyOfAccount(second);
    const keys = await file();
    await writeFile(
      path,
      JSON.stringify({ ...keys, osUsers: [...keys.osUsers!, { ...keys.osUsers![0]!, publicKey }] }),
    );
    await expect(openKeys(request(second))).rejects.toMatchObject({ code: 'damaged' });
  });
});

it('a clone of the workspace opens on no other machine, with the right password', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'clone-'));
  try {
    await cp(path, join(elsewhere, 'keys.json'));
    const there = deviceSecretStore(join(elsewhere, 'user'));
    await there.loadOrCreate();
    await expect(openKeys({ ...request(there), path: join(elsewhere, 'keys.json') })).rejects.toMatchObject({
      code: 'foreign_file',
    });
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

it('a workspace from before accounts had keys opens, and is moved like any other', async () => {
  const first = account('first');
  const keys = await file();
  const deviceSecret = (await openDevice(keys, first))!;
  const opened = await openKeys(request(first));
  // As it was then: the account's own secret is the device secret, and nothing says who was let in.
  await writeKeyFile(path, { ...keys, osUsers: undefined }, opened.metadata.keyFileMacKey);
  opened.close();
  expect(await opens(first)).toBe(false);
  const old = account('old', new SystemKeychain('old'));
  await mkdir(join(folder, 'old'));
  await writeFile(join(folder, 'old', 'device-secret'), deviceSecret, { mode: 0o600 });
  expect(await opens(old)).toBe(true);
  await moveDeviceSecret(request(old), 'keychain');
  expect((await file()).osUsers).toHaveLength(1);
  expect(await opens(old)).toBe(true);
});

describe('a move', () => {
  it.each([
    ['into the key store', 'keychain'],
    ['to a file', 'file'],
  ] as const)('%s takes the old place away and makes a new secret', async (_, to) => {
    const store = account('first', new SystemKeychain('first'));
    const before = await store.load();
    await moveDeviceSecret(request(store), to);
    expect((await store.state()).places).toEqual([to]);
    expect(await opens(store)).toBe(true);
    expect((await file()).osUsers).toHaveLength(1);
    // What lay there before opens this workspace no more.
    const old = join(folder, 'old');
    const copied = deviceSecretStore(old);
    await copied.loadOrCreate();
    await writeFile(join(old, 'device-secret'), before[0]!, { mode: 0o600 });
    expect(await opens(copied)).toBe(false);
  });

  it('into a key store is refused where there is none', async () => {
    const none = account('first');
    await expect(moveDeviceSecret(request(none), 'keychain')).rejects.toMatchObject({ code: 'unsupported' });
    const weak = new SystemKeychain('first');
    weak.look = () => Promise.resolve({ state: 'weak', name: 'basic_text' } as never);
    const store = account('first', weak);
    await expect(moveDeviceSecret(request(store), 'keychain')).rejects.toMatchObject({
      message: expect.stringContaining('basic_text'),
    });
    expect((await store.state()).places).toEqual(['file']);
  });

  it('out of the key store leaves nothing that another account could use', async () => {
    const store = account('first', new SystemKeychain('first'));
    await moveDeviceSecret(request(store), 'keychain');
    await expect(account('first', new SystemKeychain('second')).load()).rejects.toMatchObject({
      code: 'damaged',
    });
    await expect(account('first').load()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('keeps other workspaces of the account open', async () => {
    const store = account('first', new SystemKeychain('first'));
    const other = join(folder, 'other.json');
    const made = await createKeyFile([{ name: 'Zoe', role: 'viewer', password: 'viewer holds this key' }], {
      ...{ path: other, workspaceId: '8a7c9a4e-52a5-4f0b-8a4e-7f6a1f0f7f11' as WorkspaceId },
      ...{ deviceSecrets: store, clock: systemClock, passwordCost: cost },
    });
    made.close();
    for (const to of ['keychain', 'file', 'keychain'] as const) await moveDeviceSecret(request(store), to);
    const opened = await openKeys({
      ...request(store),
      ...{ path: other, workspaceId: '8a7c9a4e-52a5-4f0b-8a4e-7f6a1f0f7f11' as WorkspaceId },
      ...{ personId: made.people[0]!.id, password: 'viewer holds this key' },
    });
    opened.close();
  });

  it.each(['keychain', 'file'] as const)(
    'to the %s can be cut off at every step: the workspace opens, and a second move finishes it',
    async (to) => {
      const keychain = new SystemKeychain('first');
      const store = account('first', keychain);
      if (to === 'file') await moveDeviceSecret(request(store), 'keychain');
      // A copy of everything on the disk at each step, as a power cut would leave it.
      const states: string[] = [];
      const keep = async (): Promise<void> => {
        const state = await mkdtemp(join(tmpdir(), 'cut-'));
        states.push(state);
        await cp(folder, state, { recursive: true });
      };
      keychain.onUse = keep;
      await moveDeviceSecret(
        {
          ...request(store),
          deviceSecrets: {
            ...store,
            move: (where, rewrap) =>
              store.move(where, async (fresh) => {
                await keep();
                await rewrap(fresh);
                await keep();
              }),
          },
        },
        to,
      );
      await keep();
      keychain.onUse = () => Promise.resolve();
      expect(states.length).toBeGreaterThan(4);
      const workspace = path;
      for (const state of states) {
        path = join(state, 'keys.json');
        const cut = deviceSecretStore(join(state, 'first'), keychain);
        expect(await opens(cut)).toBe(true);
        await moveDeviceSecret(request(cut), to);
        expect((await cut.state()).places).toEqual([to]);
        expect(await opens(cut)).toBe(true);
        expect((await readdir(join(state, 'first'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
        await rm(state, { recursive: true });
      }
      path = workspace;
    },
  );

  it('that cannot rewrap leaves everything open', async () => {
    const store = account('first', new SystemKeychain('first'));
    await expect(
      moveDeviceSecret({ ...request(store), password: 'wrong' }, 'keychain'),
    ).rejects.toMatchObject({
      code: 'wrong_password',
    });
    expect(await opens(store)).toBe(true);
    await moveDeviceSecret(request(store), 'keychain');
    expect((await store.state()).places).toEqual(['keychain']);
  });
});

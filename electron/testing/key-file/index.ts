import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { PersonId, Role, WorkspaceId } from '../../../shared/domain/index.ts';
import { createKeyFile, type ChangeRequest, type DeviceSecretStore, type Person } from '../../keys/index.ts';

const ROLES: readonly Role[] = ['admin', 'operator', 'compliance', 'viewer'];

export const TEST_WORKSPACE = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
/** What tests can wait for; no real password costs so little. */
export const TEST_PASSWORD_COST = { memoryKib: 64, passes: 1, lanes: 1 };

/** The secret of one workstation, kept nowhere. Each caller wipes what it was given. */
export const TEST_DEVICE: DeviceSecretStore = {
  load: () => Promise.resolve<readonly Uint8Array[]>([Buffer.alloc(32, 7)]),
  loadOrCreate: () => Promise.resolve<Uint8Array>(Buffer.alloc(32, 7)),
};

/** One key file for all tests of a file, with one person of each role; before each test as it was made. */
export interface KeyFileForTests {
  /** Goes with the tests. */
  readonly folder: string;
  readonly path: string;
  idOf(role: string): PersonId;
  passwordOf(role: string): string;
  /** What this person asks with; `more` takes the place of any of it. */
  request(role: string, more?: Partial<ChangeRequest>): ChangeRequest;
}

/**
 * Registers what makes it, brings it back and takes it away.
 *
 * @param options when the keys were made, when people ask, and whose device secret it is, kept in the folder of the tests
 */
export function keyFileForTests({
  madeAtMs = 1,
  nowMs = 1_700_000_000_000,
  device = () => TEST_DEVICE,
}: {
  readonly madeAtMs?: number;
  readonly nowMs?: number;
  readonly device?: (folder: string) => DeviceSecretStore;
} = {}): KeyFileForTests {
  let [folder, path, made] = ['', '', ''];
  let people: readonly Person[] = [];
  const passwordOf = (role: string): string => `${role} holds this key`;
  const idOf = (role: string): PersonId => {
    const person = people.find((each) => each.role === role);
    if (person === undefined) throw new Error(`nobody is ${role}`);
    return person.id;
  };
  const common = () => ({
    ...{ path, workspaceId: TEST_WORKSPACE, deviceSecrets: device(folder), passwordCost: TEST_PASSWORD_COST },
  });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-keys-'));
    path = join(folder, 'keys.json');
    const created = await createKeyFile(
      ROLES.map((role) => ({ name: `${role} person`, role, password: passwordOf(role) })),
      { ...common(), clock: { wallMs: () => madeAtMs, monoMs: () => 0 } },
    );
    ({ people } = created);
    created.close();
    made = await readFile(path, 'utf8');
  }, 60_000);
  beforeEach(() => writeFile(path, made));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    get folder() {
      return folder;
    },
    get path() {
      return path;
    },
    ...{ idOf, passwordOf },
    request: (role, more) => ({
      ...{ ...common(), personId: idOf(role), password: passwordOf(role), nowMs },
      ...more,
    }),
  };
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId, Role, WorkspaceId } from '../../shared/domain/index.ts';
import { systemClock } from '../core/index.ts';
import {
  agreeToPerson,
  changePassword,
  createKeyFile,
  declinePerson,
  fileDeviceSecretStore,
  openKeys,
  proposePerson,
  readKeyFileView,
  removePerson,
  type ChangeRequest,
  type Person,
  type ProposedPerson,
} from './index.ts';
import type { KeyFile } from './key-file.ts';

const workspaceId = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const passwordCost = { memoryKib: 64, passes: 1, lanes: 1 };
const passwordOf = (role: string) => `${role} holds this key`;

let folder: string;
let path: string;
let original: string;
let people: readonly Person[];

const idOf = (role: Role): PersonId => people.find((person) => person.role === role)!.id;
const as = (role: Role, change: Partial<ChangeRequest> = {}): ChangeRequest => ({
  ...{ path, workspaceId, personId: idOf(role), password: passwordOf(role), passwordCost },
  deviceSecrets: fileDeviceSecretStore(join(folder, 'device')),
  nowMs: 1_800_000_000_000,
  ...change,
});
const NINA = {
  change: 'new',
  name: 'Nina New',
  role: 'operator',
  password: 'nina picks her own',
} as const;
const asNina = (id: PersonId): ChangeRequest => as('admin', { personId: id, password: NINA.password });
/** Has an admin propose a newcomer. */
async function propose(change: Partial<ProposedPerson> = {}): Promise<PersonId> {
  const id = randomUUID() as PersonId;
  await proposePerson(as('admin'), { ...NINA, id, ...change });
  return id;
}
const view = () => readKeyFileView(path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-changes-'));
  path = join(folder, 'keys.json');
  const created = await createKeyFile(
    (['admin', 'operator', 'compliance', 'viewer'] as const).map((role) => ({
      ...{ name: `The ${role}`, role, password: passwordOf(role) },
    })),
    {
      ...{ path, workspaceId, clock: systemClock, passwordCost },
      deviceSecrets: fileDeviceSecretStore(join(folder, 'device')),
    },
  );
  people = created.people;
  created.close();
  original = await readFile(path, 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => writeFile(path, original));

describe('a newcomer', () => {
  it('opens content once a content holder agrees to what an admin proposed, and nothing before', async () => {
    const id = await propose();
    expect((await view()).proposals).toEqual([
      {
        person: { id, name: 'Nina New', role: 'operator' },
        ...{ change: 'new', proposedBy: idOf('admin'), proposedAtMs: 1_800_000_000_000 },
      },
    ]);
    await expect(openKeys(asNina(id))).rejects.toMatchObject({ code: 'not_found' });
    // Neither in the proposal nor anywhere else is a way from the admin's keys to content.
    const file = JSON.parse(await readFile(path, 'utf8')) as KeyFile;
    expect(file.proposals?.[0]?.slot.wraps.content).toBeUndefined();

    await agreeToPerson(as('operator'), id);
    expect((await view()).proposals).toEqual([]);
    const [opened, operator] = [await openKeys(asNina(id)), await openKeys(as('operator'))];
    expect(opened.content).toEqual(operator.content);
    expect(opened.metadata).toEqual(operator.metadata);
    // And can do in turn what a content holder does.
    const other = await propose({ name: 'Olaf' });
    await agreeToPerson(asNina(id), other);
  });

  it('is not agreed to by the proposer, the person, a stranger to content, or twice', async () => {
    const id = await propose();
    await expect(agreeToPerson(as('admin'), id)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(agreeToPerson(asNina(id), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(agreeToPerson(as('viewer'), id)).rejects.toMatchObject({
      code: 'not_allowed',
      message: expect.stringMatching(/needs the content keys/),
    });
    await agreeToPerson(as('compliance'), id);
    await expect(agreeToPerson(as('operator'), id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('without content rights gets none, whoever agrees', async () => {
    const id = await propose({ role: 'viewer' });
    await agreeToPerson(as('compliance'), id);
    expect((await openKeys(asNina(id))).content).toBeUndefined();
  });

  it('needs a free name and a good password, and can be declined', async () => {
    const before = await readFile(path, 'utf8');
    for (const bad of [{ name: 'the  VIEWER'.replace('  ', ' ') }, { name: ' ' }, { password: 'short' }])
      await expect(propose(bad)).rejects.toMatchObject({
        code: expect.stringMatching(/already_exists|invalid_input/) as string,
      });
    expect(await readFile(path, 'utf8')).toBe(before);
    const id = await propose();
    await declinePerson(as('compliance'), id);
    await expect(agreeToPerson(as('operator'), id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a person', () => {
  it('who forgot the password gets a new pair, the same id, and the content keys by a holder', async () => {
    const id = idOf('operator');
    const password = 'something new to know';
    await proposePerson(as('admin'), {
      change: 'password',
      id,
      name: 'The operator',
      role: 'operator',
      password,
    });
    // Until then the old one is good.
    (await openKeys(as('operator'))).close();
    await expect(agreeToPerson(as('operator'), id)).rejects.toMatchObject({ code: 'not_allowed' });
    await agreeToPerson(as('compliance'), id);
    await expect(openKeys(as('operator'))).rejects.toMatchObject({ code: 'wrong_password' });
    expect((await openKeys(as('operator', { password }))).content).toBeDefined();
  });

  it('changes their own password, and with it nothing else', async () => {
    await changePassword(as('operator'), 'something new to know');
    await expect(openKeys(as('operator'))).rejects.toMatchObject({ code: 'wrong_password' });
    const opened = await openKeys(as('operator', { password: 'something new to know' }));
    expect(opened.content).toEqual((await openKeys(as('compliance'))).content);
    await expect(changePassword(as('viewer'), 'short')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(changePassword(as('viewer', { password: 'wrong' }), 'something new')).rejects.toMatchObject({
      code: 'wrong_password',
    });
  });

  it('who gets another password pays for it what was measured now, and never less than before', async () => {
    const costNow = async (): Promise<number> => {
      const { people: slots } = JSON.parse(await readFile(path, 'utf8')) as KeyFile;
      return slots.find(({ role }) => role === 'operator')!.password.cost.passes;
    };
    const dear = { memoryKib: 64, passes: 3, lanes: 1 };
    const first = 'something new to know';
    await changePassword(as('operator', { passwordCost: () => Promise.resolve(dear) }), first);
    expect(await costNow()).toBe(3);
    await changePassword(as('operator', { password: first }), 'and another one after it');
    expect(await costNow()).toBe(3);
    (await openKeys(as('operator', { password: 'and another one after it' }))).close();
  });

  it('who becomes an admin loses the content keys', async () => {
    const password = 'another key for this';
    const id = idOf('operator');
    await proposePerson(as('admin'), { change: 'role', id, name: 'The operator', role: 'admin', password });
    await agreeToPerson(as('compliance'), id);
    expect((await openKeys(as('operator', { password }))).content).toBeUndefined();
  });

  it('who leaves opens nothing, keeps id and name, and may return as the same', async () => {
    const id = idOf('operator');
    await removePerson(as('admin'), id);
    await expect(openKeys(as('operator'))).rejects.toMatchObject({ code: 'not_found' });
    expect(await readFile(path, 'utf8')).not.toContain(
      (JSON.parse(original) as KeyFile).people.find((slot) => slot.id === id)!.privateKey,
    );
    expect((await view()).former).toEqual([{ id, name: 'The operator', role: 'operator' }]);
    await expect(propose({ name: 'The operator' })).rejects.toMatchObject({
      code: 'already_exists',
    });
    await expect(propose({ id, name: 'Somebody else' })).rejects.toMatchObject({ code: 'not_found' });
    const back = { change: 'return', id, name: 'The operator', role: 'operator' } as const;
    await proposePerson(as('admin'), { ...back, password: passwordOf('operator') });
    await agreeToPerson(as('compliance'), id);
    expect((await openKeys(as('operator'))).content).toBeDefined();
    expect((await view()).former).toEqual([]);
  });

  it('who is the last of a duty stays, and nobody shuts themselves out', async () => {
    for (const role of ['admin', 'compliance'] as const) {
      const by = role === 'admin' ? 'compliance' : 'admin';
      await expect(removePerson(as(by), idOf(role))).rejects.toMatchObject({
        code: 'not_allowed',
        message: `this is the last person with the role ${role}`,
      });
      await expect(removePerson(as(role), idOf(role))).rejects.toMatchObject({ code: 'not_allowed' });
    }
    const id = idOf('compliance');
    const other = {
      change: 'role',
      id,
      name: 'The compliance',
      role: 'viewer',
      password: 'a new one to know',
    } as const;
    await proposePerson(as('admin'), other);
    await expect(agreeToPerson(as('operator'), id)).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

it('a proposal, a newcomer or a way to content that was written into the file by hand opens nothing', async () => {
  const id = await propose();
  const proposed = await readFile(path, 'utf8');
  const byHand: ((file: KeyFile) => void)[] = [
    (file) => void file.people.push(file.proposals![0]!.slot),
    (file) => void (file.proposals![0]!.proposedBy = idOf('viewer')),
    (file) => void (file.proposals![0]!.slot.role = 'admin'),
    (file) => void (file.proposals = []),
    (file) => void (file.former = [{ id: idOf('viewer'), name: 'X', role: 'viewer', leftAtMs: 1 }]),
  ];
  for (const change of byHand) {
    const file = JSON.parse(proposed) as KeyFile;
    change(file);
    await writeFile(path, JSON.stringify(file));
    await expect(agreeToPerson(as('operator'), id)).rejects.toMatchObject({ code: 'damaged' });
    await expect(openKeys(as('viewer'))).rejects.toMatchObject({ code: 'damaged' });
  }
});

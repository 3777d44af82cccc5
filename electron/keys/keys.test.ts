import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATA_CATEGORIES, type WorkspaceId } from '../../shared/domain/index.ts';
import { systemClock } from '../core/index.ts';
import {
  confirmPassword,
  createKeyFile,
  ed25519FromSeed,
  fileDeviceSecretStore,
  openKeys,
  readKeyFileView,
  type NewPerson,
  type OpenKeysRequest,
  type Person,
} from './index.ts';
import { requireDevice } from './device-users.ts';
import type { KeyFile, Slot } from './key-file.ts';
import { derivePersonSecret } from './password.ts';

const workspaceId = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const passwordCost = { memoryKib: 64, passes: 1, lanes: 1 };
const newcomers: NewPerson[] = [
  { name: 'Ada Admin', role: 'admin', password: 'admin holds this key' },
  { name: 'Otto Operator', role: 'operator', password: 'operator holds this key' },
  { name: 'Cora Compliance', role: 'compliance', password: 'compliance holds this key' },
  { name: 'Vera Viewer', role: 'viewer', password: 'viewer holds this key' },
];

let folder: string;
let path: string;
let original: string;
let mode: number;
let people: readonly Person[];
const stores = () => fileDeviceSecretStore(join(folder, 'device'));

const request = (
  role: string,
  overrides: Partial<OpenKeysRequest> = {},
): OpenKeysRequest & { nowMs: number } => ({
  nowMs: 0,
  path,
  workspaceId,
  personId: people.find((person) => person.role === role)!.id,
  password: `${role} holds this key`,
  deviceSecrets: stores(),
  ...overrides,
});

/** Rewrites the key file with one thing changed. */
async function tamper(change: (file: KeyFile) => void): Promise<void> {
  const file = JSON.parse(original) as KeyFile;
  change(file);
  await writeFile(path, JSON.stringify(file));
}

const flip = (text: string): string => {
  const bytes = Buffer.from(text, 'base64');
  bytes[bytes.length - 1]! ^= 1;
  return bytes.toString('base64');
};
const slotOf = (file: KeyFile, role: string): Slot => file.people.find((slot) => slot.role === role)!;
/** A change to the operator's slot or the file around it. */
const edit = (change: (own: Slot, file: KeyFile) => void) => (file: KeyFile) => {
  change(slotOf(file, 'operator'), file);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  path = join(folder, 'keys.json');
  const created = await createKeyFile(newcomers, {
    path,
    workspaceId,
    deviceSecrets: stores(),
    clock: systemClock,
    passwordCost,
  });
  people = created.people;
  created.close();
  original = await readFile(path, 'utf8');
  mode = (await stat(path)).mode & 0o777;
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => writeFile(path, original));

describe('opening', () => {
  it('gives evidence keys to everyone and content keys to operator and compliance', async () => {
    const opened = await Promise.all(newcomers.map(({ role }) => openKeys(request(role))));
    const [admin, operator, compliance, viewer] = opened;
    expect(opened.map((keys) => keys.content !== undefined)).toEqual([false, true, true, false]);
    expect(viewer!.metadata).toEqual(admin!.metadata);
    expect(compliance!.content).toEqual(operator!.content);
    expect(Object.keys(operator!.content!.categories).sort()).toEqual([...DATA_CATEGORIES].sort());
    const keys = [
      operator!.metadata.journalDbKey,
      operator!.metadata.journalMacKey,
      operator!.content!.contentDbKey,
      ...Object.values(operator!.content!.categories),
    ].map((key) => Buffer.from(key).toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
    expect(operator!.person).toEqual({ id: people[1]!.id, name: 'Otto Operator', role: 'operator' });
  });

  it('gives a checkpoint key that matches the public one', async () => {
    const opened = await openKeys(request('viewer'));
    const view = await readKeyFileView(path);
    const jwk = ed25519FromSeed(opened.metadata.checkpointSeed).export({ format: 'jwk' });
    expect(Buffer.from(jwk.x!, 'base64url')).toEqual(Buffer.from(view.publicKeys.checkpoint));
    expect(view.people).toEqual(people);
  });

  it('wipes content keys on lock and the rest on close', async () => {
    const opened = await openKeys(request('operator'));
    const content = opened.content!;
    const { metadata } = opened;
    opened.dropContent();
    expect(opened.content).toBeUndefined();
    expect([content.contentDbKey, ...Object.values(content.categories)].every(isZero)).toBe(true);
    expect(isZero(metadata.journalDbKey)).toBe(false);
    opened.close();
    expect(Object.values(metadata).every(isZero)).toBe(true);
  });

  it('accepts a password in another Unicode form', async () => {
    const other = join(folder, 'unicode.json');
    const created = await createKeyFile(
      [{ name: 'Z', role: 'operator', password: 'viele passw\u00f6rter' }],
      {
        path: other,
        workspaceId,
        deviceSecrets: stores(),
        clock: systemClock,
        passwordCost,
      },
    );
    await confirmPassword(
      request('operator', {
        path: other,
        personId: created.people[0]!.id,
        password: 'viele passwo\u0308rter',
      }),
    );
  });
});

describe('refusing', () => {
  it.each(['', 'operator-passwore', 'viewer holds this key', 'Operator-password'])(
    'says that `%s` is wrong and changes nothing',
    async (password) => {
      await expect(openKeys(request('operator', { password }))).rejects.toMatchObject({
        code: 'wrong_password',
      });
      await expect(confirmPassword(request('operator', { password }))).rejects.toMatchObject({
        code: 'wrong_password',
      });
      expect(await readFile(path, 'utf8')).toBe(original);
    },
  );

  it('wants the device that made the workspace', async () => {
    const strange = fileDeviceSecretStore(join(folder, 'other-device'));
    await expect(openKeys(request('operator', { deviceSecrets: strange }))).rejects.toMatchObject({
      code: 'foreign_file',
    });
    expect(await strange.load()).toEqual([]);
    await strange.loadOrCreate();
    await expect(openKeys(request('operator', { deviceSecrets: strange }))).rejects.toMatchObject({
      code: 'foreign_file',
    });
  });

  it('wants a known person and the right workspace', async () => {
    await expect(openKeys(request('operator', { personId: 'nobody' }))).rejects.toMatchObject({
      code: 'not_found',
    });
    const elsewhere = '8a7c9a4e-52a5-4f0b-8a4e-7f6a1f0f7f11' as WorkspaceId;
    await expect(openKeys(request('operator', { workspaceId: elsewhere }))).rejects.toMatchObject({
      code: 'foreign_file',
    });
  });

  it.each<[string, (file: KeyFile) => void]>([
    ['a changed private key', edit((own) => void (own.privateKey = flip(own.privateKey)))],
    ['a changed metadata wrap', edit((own) => void (own.wraps.metadata = flip(own.wraps.metadata)))],
    ['a changed content wrap', edit((own) => void (own.wraps.content = flip(own.wraps.content!)))],
    ['a missing content wrap', edit((own) => void (own.wraps = { metadata: own.wraps.metadata }))],
    ['the wraps of another', edit((own, file) => void (own.wraps = slotOf(file, 'compliance').wraps))],
    ['a metadata wrap as content', edit((own) => void (own.wraps.content = own.wraps.metadata))],
    ['swapped keyrings', edit((_, file) => void (file.keyrings.metadata = file.keyrings.content))],
    ['another role', edit((own) => void (own.role = 'admin'))],
    ['another name', edit((_, file) => void (slotOf(file, 'admin').name = 'Otto Operater'))],
    ['a removed person', edit((_, file) => void file.people.pop())],
    ['another spool key', edit((own, file) => void (file.publicKeys.spool = own.publicKey))],
    ['a changed seal of the file', edit((_, file) => void (file.mac = flip(file.mac)))],
    ['an unknown field', edit((own) => void Object.assign(own, { extra: true }))],
    ['a cost that would exhaust memory', edit((own) => void (own.password.cost.memoryKib = 2 ** 31))],
    ['a short salt', edit((own) => void (own.password.salt = 'AAAA'))],
  ])('finds %s', async (_, change) => {
    await tamper(change);
    await expect(openKeys(request('operator'))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('takes no password for the one of a person in whose place somebody put a check of their own', async () => {
    // Whoever has the account of the workstation can compute what any password gives, and writes it into the file.
    const deviceSecret = await requireDevice(JSON.parse(original) as KeyFile, stores());
    const salt = Buffer.alloc(16, 7);
    const mine = 'a password of the operator';
    const { id } = people.find(({ role }) => role === 'compliance')!;
    const making = { password: mine, salt, cost: passwordCost, deviceSecret, workspaceId, personId: id };
    const { check } = await derivePersonSecret(making);
    await tamper((file) => {
      const { password } = slotOf(file, 'compliance');
      password.salt = salt.toString('base64');
      password.check = Buffer.from(check).toString('base64');
    });
    await expect(confirmPassword(request('compliance', { password: mine }))).rejects.toMatchObject({
      code: 'damaged',
    });
  });

  it('confirms nothing by a file that somebody without keys changed', async () => {
    await tamper((file) => void (slotOf(file, 'admin').name = 'Otto Operater'));
    await expect(confirmPassword(request('operator'))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('finds a file cut short anywhere', async () => {
    for (let length = 0; length < original.length - 2; length += 397) {
      await writeFile(path, original.slice(0, length));
      await expect(openKeys(request('operator'))).rejects.toMatchObject({ code: 'damaged' });
    }
    await rm(path);
    await expect(openKeys(request('operator'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses a file from the future and leaves it alone', async () => {
    await tamper((file) => void Object.assign(file, { v: 3 }));
    const before = await readFile(path, 'utf8');
    await expect(openKeys(request('operator'))).rejects.toMatchObject({ code: 'newer_format' });
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});

describe('an admin with the file and this very code', () => {
  it('opens no content by taking a content role', async () => {
    await tamper((file) => {
      slotOf(file, 'admin').role = 'operator';
    });
    await expect(openKeys(request('admin'))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('opens no content by taking the operator`s wraps or slot', async () => {
    await tamper((file) => {
      slotOf(file, 'admin').wraps = slotOf(file, 'operator').wraps;
    });
    await expect(openKeys(request('admin'))).rejects.toMatchObject({ code: 'damaged' });
    await tamper((file) => {
      slotOf(file, 'operator').password = slotOf(file, 'admin').password;
    });
    await expect(openKeys(request('operator', { password: 'admin holds this key' }))).rejects.toMatchObject({
      code: 'wrong_password',
    });
  });
});

describe('creating', () => {
  const options = () => ({
    path: join(folder, 'new.json'),
    workspaceId,
    deviceSecrets: stores(),
    clock: systemClock,
    passwordCost,
  });

  it('writes for its owner alone and holds no secret in clear', async () => {
    expect(mode).toBe(0o600);
    for (const { password } of newcomers) expect(original).not.toContain(password);
    const opened = await openKeys(request('operator'));
    for (const key of [opened.metadata.journalDbKey, opened.content!.contentDbKey]) {
      expect(original).not.toContain(Buffer.from(key).toString('base64'));
      expect(original).not.toContain(Buffer.from(key).toString('hex'));
    }
  });

  it('never overwrites', async () => {
    await expect(createKeyFile(newcomers, { ...options(), path })).rejects.toMatchObject({
      code: 'already_exists',
    });
    expect(await readFile(path, 'utf8')).toBe(original);
  });

  it('refuses short passwords, namesakes, empty names and names with hidden characters', async () => {
    const person = newcomers[0]!;
    const create = (...some: NewPerson[]) => createKeyFile(some, options());
    await expect(create({ ...person, password: 'seven77' })).rejects.toMatchObject({ code: 'invalid_input' });
    for (const name of ['  ', 'Ada\u200b', 'Ada\u202eAdmin', 'Ada\nAdmin'])
      await expect(create({ ...person, name })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(create(person, { ...person, name: 'ada ADMIN ' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: /two people/,
    });
  });
});

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

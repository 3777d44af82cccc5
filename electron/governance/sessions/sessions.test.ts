import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../../shared/domain/index.ts';
import { createKeyFile, fileDeviceSecretStore, type Person } from '../../keys/index.ts';
import type { SignInFailure } from './session.ts';
import { Sessions } from './sessions.ts';

const workspaceId = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const clock = { wallMs: () => 1_700_000_000_000, monoMs: () => 0 };
let folder: string;
let people: readonly Person[];
let failures: SignInFailure[];
let sessions: Sessions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sessions-'));
  const created = await createKeyFile(
    [
      { name: 'Ada Admin', role: 'admin', password: 'ada holds this key' },
      { name: 'Otto Operator', role: 'operator', password: 'otto holds this key' },
    ],
    {
      path: join(folder, 'keys.json'),
      workspaceId,
      deviceSecrets: fileDeviceSecretStore(folder),
      clock,
      passwordCost: { memoryKib: 64, passes: 1, lanes: 1 },
    },
  );
  people = created.people;
  created.close();
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  failures = [];
  sessions = new Sessions({
    keyFile: join(folder, 'keys.json'),
    attemptsFile: join(folder, 'attempts.json'),
    workspaceId,
    deviceSecrets: fileDeviceSecretStore(folder),
    clock,
    recordFailure: (failure) => {
      failures.push(failure);
      return Promise.resolve();
    },
  });
});
afterEach(() => {
  sessions.close();
});

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

it('signs in by name or id', async () => {
  expect(await sessions.people()).toEqual(people);
  const session = await sessions.signIn(' otto OPERATOR', { password: 'otto holds this key' });
  expect(session).toMatchObject({ person: people[1], signedInAtMs: 1_700_000_000_000 });
  expect(sessions.require()).toBe(session);
  expect(session.content).toBeDefined();
  await sessions.signIn(people[0]!.id, { password: 'ada holds this key' });
  expect(sessions.current?.person.role).toBe('admin');
  expect(sessions.current?.content).toBeUndefined();
  expect(failures).toEqual([]);
});

it('takes content keys from whoever was signed in before, and leaves evidence keys', async () => {
  const first = await sessions.signIn('Otto Operator', { password: 'otto holds this key' });
  const key = first.content!.contentDbKey;
  await sessions.signIn('Ada Admin', { password: 'ada holds this key' });
  expect(first.content).toBeUndefined();
  expect(isZero(key)).toBe(true);
  expect(isZero(first.metadata.journalDbKey)).toBe(false);
  sessions.close();
  expect(isZero(first.metadata.journalDbKey)).toBe(true);
});

it('locks: content keys go, evidence keys stay', async () => {
  const session = await sessions.signIn('Otto Operator', { password: 'otto holds this key' });
  const key = session.content!.categories.datasets;
  sessions.lock();
  expect(sessions.current).toBeUndefined();
  expect(session.content).toBeUndefined();
  expect(isZero(key)).toBe(true);
  expect(isZero(session.metadata.journalMacKey)).toBe(false);
  expect(() => sessions.require()).toThrow(expect.objectContaining({ code: 'not_signed_in' }));
  sessions.lock();
});

describe('a failure', () => {
  const wrong = { reason: 'wrong password', wallMs: 1_700_000_000_000 };

  it('is recorded, without what was typed, and changes no session', async () => {
    const session = await sessions.signIn('Otto Operator', { password: 'otto holds this key' });
    await expect(sessions.signIn('Ada Admin', { password: 'guess' })).rejects.toMatchObject({
      code: 'wrong_password',
    });
    await expect(sessions.signIn('otto holds this key', { password: 'x' })).rejects.toMatchObject({
      code: 'not_found',
      hint: 'People of this workspace: Ada Admin (admin), Otto Operator (operator).',
    });
    expect(failures).toEqual([
      { ...wrong, claimed: people[0]!.id },
      { ...wrong, claimed: 'unknown', reason: 'no such person' },
    ]);
    expect(sessions.current).toBe(session);
    expect(session.content).toBeDefined();
  });

  it('of a signature is recorded too', async () => {
    await expect(sessions.confirmPassword('otto holds this key')).rejects.toMatchObject({
      code: 'not_signed_in',
    });
    await sessions.signIn('Otto Operator', { password: 'otto holds this key' });
    expect(await sessions.confirmPassword('otto holds this key')).toEqual(people[1]);
    await expect(sessions.confirmPassword('ada holds this key')).rejects.toMatchObject({
      code: 'wrong_password',
    });
    expect(failures).toEqual([{ ...wrong, claimed: people[1]!.id }]);
  });

  it('that cannot be recorded comes through', async () => {
    const deaf = new Sessions({
      keyFile: join(folder, 'keys.json'),
      attemptsFile: join(folder, 'attempts.json'),
      workspaceId,
      deviceSecrets: fileDeviceSecretStore(folder),
      clock,
      recordFailure: () => Promise.reject(new Error('disk gone')),
    });
    await expect(deaf.signIn('Otto Operator', { password: 'guess' })).rejects.toThrow('disk gone');
    expect(deaf.current).toBeUndefined();
  });
});

it('takes sign-ins in turn', async () => {
  const results = await Promise.allSettled([
    sessions.signIn('Otto Operator', { password: 'otto holds this key' }),
    sessions.signIn('Otto Operator', { password: 'guess' }),
    sessions.signIn('Ada Admin', { password: 'ada holds this key' }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(sessions.current?.person).toEqual(people[0]);
});

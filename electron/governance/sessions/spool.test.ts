import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createECDH } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PersonId, WorkspaceId } from '../../../shared/domain/index.ts';
import { appendSpool, clearSpool, readSpool, type SpoolAddress } from './spool.ts';

const pair = createECDH('prime256v1');
const publicKey = pair.generateKeys();
const privateKey = pair.getPrivateKey();
const claimed = '6f6c2f3e-8e8e-4c58-9b43-6dba39f7a111' as PersonId;
const failure = (wallMs: number) => ({
  kind: 'auth.sign_in_failed' as const,
  body: { claimed, reason: 'wrong password' },
  wallMs,
});
let address: SpoolAddress;
let path: string;

beforeEach(async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'spool-')), 'spool');
  address = { folder, workspaceId: '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId };
  path = join(folder, 'events.spool');
});
afterEach(() => rm(join(address.folder, '..'), { recursive: true }));

const fill = async (count: number) => {
  for (let index = 1; index <= count; index += 1) await appendSpool(address, publicKey, failure(index));
};
const times = async () => (await readSpool(address, privateKey)).events.map(({ wallMs }) => wallMs);
const lines = async () => (await readFile(path, 'utf8')).trimEnd().split('\n');

it('keeps events in order, sealed, for the owner alone', async () => {
  expect(await readSpool(address, privateKey)).toMatchObject({ events: [], unreadable: 0, full: false });
  await fill(3);
  const content = await readSpool(address, privateKey);
  expect(content).toMatchObject({ unreadable: 0, full: false });
  expect(content.events).toEqual([1, 2, 3].map((wallMs) => ({ id: expect.any(String), ...failure(wallMs) })));
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain(claimed);
  expect(text).not.toContain('password');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('keeps one chain of events that come at the same time, also behind one that is refused', async () => {
  const all = [1, 2, 3, 4].map((wallMs) => appendSpool(address, publicKey, failure(wallMs)));
  const wrong = { ...failure(5), body: { claimed, reason: 5 as unknown as string } };
  await expect(appendSpool(address, publicKey, wrong)).rejects.toThrow();
  await Promise.all(all);
  await fill(1);
  expect(await readSpool(address, privateKey)).toMatchObject({ unreadable: 0 });
  expect(await times()).toEqual([1, 2, 3, 4, 1]);
});

it('is cleared once merged, and starts a new chain', async () => {
  await fill(2);
  await clearSpool(address, await readSpool(address, privateKey));
  expect(await readdir(address.folder)).toEqual([]);
  await clearSpool(address, await readSpool(address, privateKey));
  await fill(1);
  expect(await times()).toEqual([1]);
});

it('is not cleared when events came since', async () => {
  await fill(1);
  const content = await readSpool(address, privateKey);
  await fill(1);
  await expect(clearSpool(address, content)).rejects.toMatchObject({ code: 'changed' });
  expect((await readSpool(address, privateKey)).events).toHaveLength(2);
});

it('finds a removed, a swapped, a changed and a foreign line', async () => {
  await fill(4);
  const [one, two, three, four] = (await lines()) as [string, string, string, string];
  const broken = async (...some: string[]) => {
    await writeFile(path, `${some.join('\n')}\n`);
    return (await readSpool(address, privateKey)).unreadable;
  };
  expect(await broken(one, two, three, four)).toBe(0);
  expect(await broken(one, three, four)).toBe(2);
  expect(await broken(two, three, four)).toBe(3);
  expect(await broken(one, three, two, four)).toBe(3);
  expect(await broken(one, two.replace(/.{6}"}$/, 'AAAAAA"}'), three)).toBe(2);
  expect(await broken(one, 'rubbish', three)).toBe(2);
  const elsewhere = { ...address, workspaceId: '8a7c9a4e-52a5-4f0b-8a4e-7f6a1f0f7f11' as WorkspaceId };
  await writeFile(path, `${one}\n`);
  expect(await readSpool(elsewhere, privateKey)).toMatchObject({ events: [], unreadable: 1 });
});

it('goes on after a line that a crash cut short, and sets damage aside', async () => {
  await fill(2);
  await appendFile(path, '{"v":1,"prev":"00');
  await appendSpool(address, publicKey, failure(3));
  const content = await readSpool(address, privateKey);
  expect(content.unreadable).toBe(1);
  expect(await times()).toEqual([1, 2, 3]);
  await clearSpool(address, content);
  expect(await readdir(address.folder)).toEqual([expect.stringMatching(/^damaged-[0-9a-f]{16}\.spool$/)]);
});

it('stops recording at a bound', async () => {
  await fill(1);
  await appendFile(path, `${'x'.repeat(4 * 1024 * 1024 - 700)}\n`);
  await expect(fill(1)).rejects.toMatchObject({ code: 'limit_reached' });
  expect(await readSpool(address, privateKey)).toMatchObject({ full: true, unreadable: 1 });
});

it('does not take bodies that the journal would not', async () => {
  const odd = [
    { claimed: 'somebody' as PersonId, reason: 'x' },
    { claimed, reason: 'x', extra: 1 },
  ];
  for (const body of odd)
    await expect(appendSpool(address, publicKey, { ...failure(1), body })).rejects.toThrow();
  expect(await readSpool(address, privateKey)).toMatchObject({ events: [], unreadable: 0 });
});

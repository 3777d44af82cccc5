import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deputyRoles, ROLES, type PersonId, type Role, type WorkspaceId } from '../../shared/domain/index.ts';
import { systemClock } from '../core/index.ts';
import { agreeToPerson, changePassword } from './change.ts';
import { createKeyFile, type Person } from './create.ts';
import { endDeputy, proposeDeputy } from './deputy-change.ts';
import { fileDeviceSecretStore } from './device-secret.ts';
import type { KeyFile } from './key-file.ts';
import { openKeys, readKeyFileView } from './open.ts';
import { writeKeyFile, type ChangeRequest } from './rewrite.ts';

const workspaceId = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const passwordCost = { memoryKib: 64, passes: 1, lanes: 1 };
const NOW_MS = 1_800_000_000_000;
const DAY_MS = 86_400_000;

let folder: string;
let path: string;
let original: string;
let people: readonly Person[];
const idOf = (role: Role): PersonId => people.find((each) => each.role === role)!.id;
const as = (role: Role, more: Partial<ChangeRequest> = {}): ChangeRequest => ({
  ...{ path, workspaceId, nowMs: NOW_MS, personId: idOf(role), passwordCost },
  password: `the ${role} holds this key`,
  deviceSecrets: fileDeviceSecretStore(join(folder, 'device')),
  ...more,
});
const asDeputy = (role: Role, atMs = NOW_MS + DAY_MS) =>
  openKeys(as(role, { asDeputyAtMs: atMs, nowMs: atMs }));
const week = (role: Role) => ({ role, untilMs: NOW_MS + 7 * DAY_MS });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deputies-'));
  path = join(folder, 'keys.json');
  const created = await createKeyFile(
    ROLES.map((role) => ({ name: `The ${role}`, role, password: `the ${role} holds this key` })),
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

describe('a deputy', () => {
  it('opens for a time what the role has, and nothing before a content holder agreed', async () => {
    await proposeDeputy(as('admin'), idOf('viewer'), week('operator'));
    await expect(asDeputy('viewer')).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(agreeToPerson(as('admin'), idOf('viewer'))).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(agreeToPerson(as('viewer'), idOf('viewer'))).rejects.toMatchObject({ code: 'not_allowed' });
    await agreeToPerson(as('compliance'), idOf('viewer'));
    const [own, deputy, holder] = [
      await openKeys(as('viewer')),
      await asDeputy('viewer'),
      await openKeys(as('operator')),
    ];
    expect([own.content, own.person.role]).toEqual([undefined, 'viewer']);
    expect(deputy.person).toEqual({ id: idOf('viewer'), name: 'The viewer', role: 'operator' });
    expect(deputy.content).toEqual(holder.content);
    expect(deputy.deputy?.untilMs).toBe(NOW_MS + 7 * DAY_MS);
    for (const opened of [own, deputy, holder]) opened.close();
  });

  it('ends by itself, and what it opened goes with the next change of the file', async () => {
    await proposeDeputy(as('admin'), idOf('viewer'), week('operator'));
    await agreeToPerson(as('compliance'), idOf('viewer'));
    await expect(asDeputy('viewer', NOW_MS + 7 * DAY_MS)).rejects.toMatchObject({
      message: expect.stringContaining('has ended') as string,
    });
    expect(await readFile(path, 'utf8')).toContain('"deputy"');
    await changePassword(as('operator', { nowMs: NOW_MS + 8 * DAY_MS }), 'something new to know');
    expect(await readFile(path, 'utf8')).not.toContain('"deputy"');
    expect((await readKeyFileView(path)).deputies).toEqual([]);
  });

  it('can be ended before', async () => {
    await proposeDeputy(as('compliance'), idOf('operator'), week('compliance'));
    await agreeToPerson(as('admin', { personId: idOf('operator'), password: 'x' }), idOf('operator')).catch(
      (error: unknown) => expect(error).toMatchObject({ code: 'wrong_password' }),
    );
    // Nobody else holds content in this workspace than the two: a third is needed to agree.
    await expect(agreeToPerson(as('operator'), idOf('operator'))).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await proposeDeputy(as('admin'), idOf('operator'), week('compliance'));
    await agreeToPerson(as('compliance'), idOf('operator'));
    (await asDeputy('operator')).close();
    await endDeputy(as('compliance'), idOf('operator'));
    await expect(asDeputy('operator')).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(endDeputy(as('compliance'), idOf('operator'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(ROLES.flatMap((own) => ROLES.map((role) => [own, role] as const)))(
    'with the role %s stands in for %s only where nobody comes to both sides',
    async (own, role) => {
      const proposer = own === 'admin' ? 'compliance' : 'admin';
      const proposed = proposeDeputy(as(proposer), idOf(own), week(role));
      if (deputyRoles(own).includes(role)) await proposed;
      else await expect(proposed).rejects.toMatchObject({ code: 'not_allowed' });
      // The line itself: whoever runs the machine holds no content, now or ever.
      const content = ['operator', 'compliance'];
      if (own === 'admin' || (role === 'admin' && content.includes(own)))
        expect(deputyRoles(own)).not.toContain(role);
    },
  );

  it.each([
    ['no time at all', NOW_MS],
    ['more than ninety days', NOW_MS + 91 * DAY_MS],
  ])('is refused for %s, for oneself and for nobody', async (_, untilMs) => {
    const duty = { role: 'operator', untilMs } as const;
    await expect(proposeDeputy(as('admin'), idOf('viewer'), duty)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(proposeDeputy(as('compliance'), idOf('compliance'), week('operator'))).rejects.toMatchObject(
      {
        code: 'not_allowed',
      },
    );
    await expect(proposeDeputy(as('admin'), 'nobody' as PersonId, week('operator'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('who changed their password before it was agreed to keeps the new one', async () => {
    await proposeDeputy(as('admin'), idOf('viewer'), week('compliance'));
    await changePassword(as('viewer'), 'something new to know');
    await agreeToPerson(as('operator'), idOf('viewer'));
    const opened = await openKeys(
      as('viewer', { password: 'something new to know', asDeputyAtMs: NOW_MS + DAY_MS }),
    );
    expect(opened.content).toBeDefined();
    opened.close();
  });

  it('is bound to the role and cannot be lengthened from outside, or carried to somebody else', async () => {
    await proposeDeputy(as('admin'), idOf('viewer'), week('operator'));
    await agreeToPerson(as('compliance'), idOf('viewer'));
    const text = await readFile(path, 'utf8');
    const change = (edit: (file: KeyFile) => KeyFile): Promise<void> =>
      writeFile(path, JSON.stringify(edit(JSON.parse(text) as KeyFile)));
    const edited = (part: object) => (file: KeyFile) => ({
      ...file,
      people: file.people.map((slot) =>
        slot.deputy === undefined ? slot : { ...slot, deputy: { ...slot.deputy, ...part } },
      ),
    });
    await change(edited({ untilMs: NOW_MS + 900 * DAY_MS }));
    await expect(asDeputy('viewer')).rejects.toMatchObject({ code: 'damaged' });
    // Even under the file's own MAC, which every role can make, the wrap opens for the role it was made for alone.
    const { metadata } = await (await writeFile(path, text), openKeys(as('admin')));
    await writeKeyFile(
      path,
      edited({ role: 'compliance' })(JSON.parse(text) as KeyFile),
      metadata.keyFileMacKey,
    );
    await expect(asDeputy('viewer')).rejects.toMatchObject({ code: 'damaged' });
  });
});

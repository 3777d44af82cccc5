import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../shared/domain/index.ts';
import { agreeToPerson, changePassword, proposePerson } from './change.ts';
import type { CustodyAccess } from './custody.ts';
import { moveCustody, type CustodyTarget } from './custody-move.ts';
import { openKeys, readKeyFileView } from './index.ts';
import { wipeContent } from './keyrings.ts';
import type { KeyFile } from './key-file.ts';
import { makeSheets } from './recovery.ts';
import { openSheets } from './recovery-open.ts';
import { beginRotation } from './rotation.ts';
import {
  keyFileForTests,
  TEST_DEVICE as deviceSecrets,
  TEST_PASSWORD_COST as passwordCost,
  TEST_WORKSPACE as workspaceId,
} from '../testing/key-file/index.ts';
import { SOFT_MODULE, softTokens } from '../testing/soft-token/index.ts';

const tokens = SOFT_MODULE === undefined ? undefined : softTokens();

const keyFile = keyFileForTests();
const { idOf } = keyFile;
let path: string;
let stick: string;

beforeAll(() => {
  ({ path } = keyFile);
  tokens?.insert('Key of Sankt Anna');
}, 60_000);
afterAll(() => {
  tokens?.remove();
});
beforeEach(async () => {
  stick = await mkdtemp(join(keyFile.folder, 'stick-'));
});

const request = (role: string, custody?: CustodyAccess) => keyFile.request(role, { custody });
const token = (pin = '1234'): CustodyTarget => ({
  ...{ kind: 'token', modulePath: tokens?.modulePath ?? '', tokenLabel: 'Key of Sankt Anna', pin },
});
const file = (name = 'content.swarm-key'): CustodyTarget => ({ kind: 'key_file', path: join(stick, name) });
const move = async (target: CustodyTarget, custody?: CustodyAccess, role = 'compliance'): Promise<void> => {
  wipeContent(await moveCustody(request(role, custody), target));
};
/** What somebody's password opens, told by one key; or the code of the refusal. */
const opens = async (role: string, custody?: CustodyAccess): Promise<string> => {
  try {
    const keys = await openKeys(request(role, custody));
    const told = Buffer.from(keys.content?.categories.datasets ?? []).toString('hex');
    keys.close();
    return told;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const fileNow = async (): Promise<KeyFile> => JSON.parse(await readFile(path, 'utf8')) as KeyFile;

describe('the content keys under a key file of the customer', () => {
  it('open with the medium and a password, and with neither alone; evidence opens as before', async () => {
    const before = await opens('operator');
    await move(file());
    expect([await opens('operator'), await opens('compliance')]).toEqual([before, before]);
    const keyFile = join(stick, 'content.swarm-key');
    await rename(keyFile, join(stick, 'taken-out'));
    expect([await opens('operator'), await opens('compliance')]).toEqual(['not_found', 'not_found']);
    const admin = await openKeys(request('admin'));
    expect(admin.content).toBeUndefined();
    admin.close();
    // Mounted elsewhere.
    expect(await opens('operator', { keyFile: join(stick, 'taken-out') })).toBe(before);
    const wrong = { ...request('operator'), password: 'not the password' };
    await expect(openKeys(wrong)).rejects.toMatchObject({ code: 'wrong_password' });
  });

  it('is refused in words where the file is cut short, changed, another one, or none', async () => {
    await move(file('first.swarm-key'));
    const first = await readFile(join(stick, 'first.swarm-key'));
    await move(file('second.swarm-key'));
    const second = join(stick, 'second.swarm-key');
    const whole = await readFile(second);
    const changed = Uint8Array.from(whole);
    changed[10]! ^= 1;
    const found: string[] = [];
    for (const bytes of [whole.subarray(0, 20), changed, first, Buffer.alloc(0), Buffer.alloc(4_000_000)]) {
      await writeFile(second, bytes);
      found.push(await opens('operator'));
    }
    expect(found).toEqual(['damaged', 'damaged', 'foreign_file', 'damaged', 'damaged']);
    await writeFile(second, whole);
    expect(await opens('operator')).toHaveLength(64);
  });

  it('moves by rewrapping alone: the same content keys, another key around them, nothing for who lost out', async () => {
    const before = await opens('operator');
    await move(file());
    const under = await fileNow();
    await move({ kind: 'passwords' });
    expect(await opens('operator')).toBe(before);
    expect((await readKeyFileView(path)).custody).toBeUndefined();
    // The key file of before, an old copy's wraps, and the keyring of now do not go together.
    const grafted = { ...under, keyrings: (await fileNow()).keyrings };
    await writeFile(path, JSON.stringify(grafted));
    expect(await opens('operator')).toBe('damaged');
  });

  it('is for content holders; nothing is written where the medium is missing, full of it, or not there', async () => {
    await expect(moveCustody(request('admin'), file())).rejects.toMatchObject({ code: 'not_allowed' });
    await move(file());
    const before = await readFile(path, 'utf8');
    const attempts: [CustodyTarget, string][] = [
      [file(), 'already_exists'],
      [{ kind: 'key_file', path: join(stick, 'gone', 'a.swarm-key') }, 'not_found'],
    ];
    for (const [target, code] of attempts)
      await expect(moveCustody(request('compliance'), target)).rejects.toMatchObject({ code });
    await rm(join(stick, 'content.swarm-key'));
    await expect(moveCustody(request('compliance'), { kind: 'passwords' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(beginRotation(request('compliance'))).rejects.toMatchObject({ code: 'not_found' });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('needs no medium for what goes without content: passwords change, newcomers are agreed to', async () => {
    await move(file());
    const before = await opens('operator');
    await rename(join(stick, 'content.swarm-key'), join(stick, 'taken-out'));
    await changePassword(request('operator'), 'another set of words');
    const nora = '9b0c3d7e-5a51-4c0e-8f59-5c3f6f3d1a10' as PersonId;
    const password = 'four words of nora';
    await proposePerson(request('admin'), {
      change: 'new',
      id: nora,
      name: 'Nora',
      role: 'operator',
      password,
    });
    await agreeToPerson(request('compliance'), nora);
    await rename(join(stick, 'taken-out'), join(stick, 'content.swarm-key'));
    const keys = await openKeys({ ...request('operator'), personId: nora, password });
    expect(Buffer.from(keys.content!.categories.datasets).toString('hex')).toBe(before);
    keys.close();
  });

  it('lives through a rotation, and lets a session that is open go on without the medium', async () => {
    await move(file());
    const session = await openKeys(request('compliance'));
    await rename(join(stick, 'content.swarm-key'), join(stick, 'taken-out'));
    const held = { ...request('compliance'), heldContentKey: session.content!.keyringKey };
    const keyring = await beginRotation(held);
    const told = Buffer.from(keyring.categories.datasets).toString('hex');
    expect(await opens('operator', { keyFile: join(stick, 'taken-out') })).toBe(told);
    // The key that the session held is stale now.
    await expect(moveCustody(held, { kind: 'passwords' })).rejects.toMatchObject({ code: 'not_found' });
    wipeContent(keyring);
    session.close();
  });

  it('is survived by sheets: they open without it, keep it, and leave it where it is lost', async () => {
    const before = await opens('operator');
    await move(file());
    const printed: string[] = [];
    await makeSheets(request('compliance'), {
      ...{ count: 3, threshold: 2, witness: idOf('admin') },
      print: ({ sheets }) => {
        printed.push(...sheets.map(({ groups }) => groups.join('-')));
        return Promise.resolve();
      },
    });
    await move(file('second.swarm-key'));
    const second = join(stick, 'second.swarm-key');
    const give = async (leavesCustody: boolean): Promise<void> => {
      const opened = await openSheets({ path, workspaceId, sheets: printed.slice(1), deviceSecrets });
      await opened.giveAccess(idOf('operator'), 'operator holds this key', {
        ...{ nowMs: 2, passwordCost, leavesCustody },
      });
      opened.close();
    };
    await give(false);
    expect(await opens('operator')).toBe(before);
    await rm(second);
    expect(await opens('operator')).toBe('not_found');
    await give(true);
    expect([await opens('operator'), await opens('compliance')]).toEqual([before, before]);
    expect((await fileNow()).custody).toBeUndefined();
  });

  it('is bound into the key file: another record, path or key in it is noticed', async () => {
    await move(file());
    const whole = await fileNow();
    for (const change of [
      (broken: KeyFile) => delete broken.custody,
      (broken: KeyFile) => Object.assign(broken.custody!, { path: '/elsewhere' }),
      (broken: KeyFile) => Object.assign(broken.custody!, { publicKey: broken.publicKeys.spool }),
    ]) {
      const broken = structuredClone(whole);
      change(broken);
      await writeFile(path, JSON.stringify(broken));
      expect(await opens('operator')).toBe('damaged');
    }
  });
});

describe.skipIf(SOFT_MODULE === undefined)('the content keys under a token of the customer', () => {
  it('open with token, PIN and password; move on to a file and back, and the keys stay the same', async () => {
    const before = await opens('operator');
    await move(token());
    expect((await readKeyFileView(path)).custody).toMatchObject({
      ...{ kind: 'token', tokenLabel: 'Key of Sankt Anna' },
    });
    expect(await opens('operator', { pin: '1234' })).toBe(before);
    expect(await opens('operator')).toBe('wrong_usage');
    expect(await opens('operator', { pin: '9999' })).toBe('wrong_password');
    await move(file(), { pin: '1234' });
    expect(await opens('operator')).toBe(before);
    await move(token());
    await move({ kind: 'passwords' }, { pin: '1234' });
    expect(await opens('operator')).toBe(before);
  }, 60_000);

  it('is refused in words where the token is taken out, another one, or without our key', async () => {
    await move(token());
    const gone = `${tokens!.folder}.out`;
    await rename(tokens!.folder, gone);
    try {
      expect(['not_found', 'unsupported']).toContain(await opens('operator', { pin: '1234' }));
    } finally {
      await rm(tokens!.folder, { recursive: true, force: true });
      await rename(gone, tokens!.folder);
    }
    expect(await opens('operator', { pin: '1234' })).toHaveLength(64);
    const before = await readFile(path, 'utf8');
    await expect(
      moveCustody(request('compliance', { pin: '1234' }), {
        ...token(),
        tokenLabel: 'Another',
      } as CustodyTarget),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(moveCustody(request('compliance', { pin: '1234' }), token('0000'))).rejects.toMatchObject({
      code: 'wrong_password',
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  }, 60_000);
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatasetId, EmergencyScope, RunId } from '../../shared/domain/index.ts';
import { keyFileForTests, TEST_WORKSPACE as workspaceId } from '../testing/key-file/index.ts';
import {
  breakGlass,
  makeEnvelope,
  markUse,
  resumeScope,
  rewrapEnvelope,
  tryEnvelope,
  voidEnvelope,
} from './emergency.ts';
import { emergencyKey, FOR_CONTENT, forScope, openForEmergency } from './emergency-key.ts';
import { fileDeviceSecretStore, openKeys, type ContentKeyring } from './index.ts';
import type { KeyFile } from './key-file.ts';
import { beginRotation } from './rotation.ts';
import { printedGroups, readSheet } from './sheet.ts';

const NOW = 1_700_000_000_000;
const SCOPE: EmergencyScope = {
  kind: 'dataset',
  dataset: '5f0c2b8e-2f3e-4e86-9d3c-2a1f0d5b7c11' as DatasetId,
};
const OTHER: EmergencyScope = { kind: 'run', run: '6f0c2b8e-2f3e-4e86-9d3c-2a1f0d5b7c12' as RunId };

describe('the emergency envelope', () => {
  const keyFile = keyFileForTests({
    nowMs: NOW,
    device: (folder) => fileDeviceSecretStore(join(folder, 'device')),
  });
  const { idOf } = keyFile;
  const request = (role: string, password = keyFile.passwordOf(role)) => keyFile.request(role, { password });
  let path: string;
  beforeAll(() => {
    ({ path } = keyFile);
  });
  const make = async (papers: 1 | 2 = 1, witness = 'admin'): Promise<string[]> => {
    const printed: string[] = [];
    await makeEnvelope(request('compliance'), {
      ...{ papers, witness: idOf(witness) },
      print: ({ sheets }) => {
        printed.push(...sheets.map(({ groups }) => groups.join(' ')));
        return Promise.resolve();
      },
    });
    return printed;
  };
  const use = { began: 7, beganAtMs: NOW, endsAtMs: NOW + 3_600_000 };
  const keys = new Map([['dataset', new Uint8Array(32).fill(7)]]);
  let seen: ContentKeyring | undefined;
  const breaking = (papers: readonly string[], role = 'admin', narrowed = keys) =>
    breakGlass(request(role), {
      ...{ papers, scope: SCOPE },
      narrow: (content) => {
        seen = content;
        expect(content.contentDbKey.some((byte) => byte !== 0)).toBe(true);
        return Promise.resolve({ keys: narrowed, use });
      },
    });
  const read = async () => JSON.parse(await readFile(path, 'utf8')) as KeyFile;
  const metadataOf = async (role = 'admin') => (await openKeys(request(role))).metadata;
  const refused = async (act: () => Promise<unknown>): Promise<string> => {
    const was = await readFile(path, 'utf8');
    const said = await act().then(
      () => 'done',
      (error: unknown) => (error as Error).message,
    );
    expect(await readFile(path, 'utf8')).toBe(was);
    return said;
  };

  it('opens one scope for who signed in, once; then its paper opens that scope alone', async () => {
    const [paper = ''] = await make();
    expect(paper.split(' ')).toHaveLength(10);
    expect(await breaking([paper])).toBe(keys);
    // What the narrowing was given is wiped when it is done.
    expect(Object.values(seen!.categories).every((key) => key.every((byte) => byte === 0))).toBe(true);
    const metadata = await metadataOf();
    const resumed = await resumeScope(path, { metadata, person: idOf('admin') }, [paper]);
    expect(resumed.use).toEqual({ ...use, person: idOf('admin'), scope: SCOPE });
    expect([...resumed.keys.get('dataset')!]).toEqual([...keys.get('dataset')!]);
    expect(await refused(() => breaking([paper]))).toMatch(/was used and is void/);
    expect(await refused(() => breaking([paper], 'viewer'))).toMatch(/was used and is void/);
    expect(await refused(() => tryEnvelope(path, [paper]))).toMatch(/is void/);

    // Paper, password, files and source in hand: the narrowed envelope leads to no other purpose.
    const record = (await read()).emergency!;
    const secret = readSheet(paper, 'emergency', 'it').secret;
    const key = emergencyKey(workspaceId, record.set, [secret]);
    const place = { workspaceId, set: record.set, metadata };
    for (const context of [FOR_CONTENT, forScope(idOf('admin'), OTHER), forScope(idOf('viewer'), SCOPE)])
      expect(() => openForEmergency(place, key, context, record.sealed!)).toThrow(/does not open/);
    const viewer = () => resumeScope(path, { metadata, person: idOf('viewer') }, [paper]);
    expect(await refused(viewer)).toMatch(/somebody else/);
  });

  it('is over when it is marked so: the paper opens nothing, and nobody has to sign for that', async () => {
    const [paper = ''] = await make();
    await breaking([paper]);
    const metadata = await metadataOf('viewer');
    await markUse({ path, metadata }, 8, { endedAtMs: 1 });
    expect((await read()).emergency?.use?.endedAtMs).toBeUndefined();
    await markUse({ path, metadata }, use.began, { seenAtMs: 2 });
    expect((await read()).emergency?.sealed).toBeDefined();
    await markUse({ path, metadata }, use.began, { endedAtMs: 3 });
    const { sealed, use: over } = (await read()).emergency!;
    expect([sealed, over?.seenAtMs, over?.endedAtMs]).toEqual([undefined, 2, 3]);
    const resumed = () => resumeScope(path, { metadata, person: idOf('admin') }, [paper]);
    expect(await refused(resumed)).toMatch(/no emergency access is in use/);
    expect(await refused(() => make())).toMatch(/not reviewed yet/);
    await markUse({ path, metadata }, 8, 'reviewed');
    expect(await refused(() => make())).toMatch(/not reviewed yet/);
    await markUse({ path, metadata }, use.began, 'reviewed');
    expect((await read()).emergency).toBeUndefined();
    expect(await make()).toHaveLength(1);
  });

  it('needs the paper, whoever asks and whatever they know: an admin alone cannot', async () => {
    expect(await refused(() => breaking(['AAAAA']))).toMatch(/there is no emergency envelope/);
    const [old = ''] = await make();
    const [paper = ''] = await make();
    expect(await refused(() => breaking([]))).toMatch(/needs 1 papers, 0 are here/);
    expect(await refused(() => breaking(['']))).toMatch(/nothing is typed yet/);
    expect(await refused(() => breaking([old]))).toMatch(/is good now/);
    expect(
      await refused(() => breaking([`${paper.slice(0, -1)}${paper.endsWith('0') ? '1' : '0'}`])),
    ).toMatch(/group 10 is not as printed/);
    const forged = { ...readSheet(paper, 'emergency', 'it'), secret: new Uint8Array(16) };
    expect(await refused(() => breaking([printedGroups(forged).join(' ')]))).toMatch(/not one of those/);
    expect(await refused(() => breaking([paper], 'operator'))).toMatch(/hold the content keys anyway/);
    const wrong = () =>
      breakGlass(request('admin', 'not the password'), {
        ...{ papers: [paper], scope: SCOPE },
        narrow: () => Promise.reject(new Error('was opened')),
      });
    expect(await refused(wrong)).toBe('wrong password');

    // The admin's own keys and every byte of the file: no key of theirs opens what is sealed to the paper.
    const record = (await read()).emergency!;
    const place = { workspaceId, set: record.set, metadata: await metadataOf() };
    for (const guess of [new Uint8Array(16), new Uint8Array(16).fill(255)]) {
      const key = emergencyKey(workspaceId, record.set, [guess]);
      expect(() => openForEmergency(place, key, FOR_CONTENT, record.sealed!)).toThrow(/does not open/);
    }
  });

  it('needs a sign-in too: the paper and the files open nothing', async () => {
    const [paper = ''] = await make();
    const record = (await read()).emergency!;
    const key = emergencyKey(workspaceId, record.set, [readSheet(paper, 'emergency', 'it').secret]);
    const stranger = { keyFileMacKey: new Uint8Array(32) };
    const place = { workspaceId, set: record.set, metadata: stranger };
    expect(() => openForEmergency(place, key, FOR_CONTENT, record.sealed!)).toThrow(/does not open/);
  });

  it('takes two papers where it was made so', async () => {
    const [first = '', second = ''] = await make(2);
    expect(await refused(() => breaking([first]))).toMatch(/needs 2 papers, 1 is here/);
    expect(await refused(() => breaking([second, second]))).toMatch(/typed twice/);
    expect(await tryEnvelope(path, [second, first])).toMatchObject({ set: expect.any(String) as string });
    expect(await breaking([second, first])).toBe(keys);
  });

  it('stays good where the opening fails, and is wiped', async () => {
    const [paper = ''] = await make();
    const failing = () =>
      breakGlass(request('viewer'), {
        ...{ papers: [paper], scope: SCOPE },
        narrow: (content) => {
          seen = content;
          return Promise.reject(new Error('the journal is full'));
        },
      });
    expect(await refused(failing)).toBe('the journal is full');
    expect(seen!.contentDbKey.every((byte) => byte === 0)).toBe(true);
    expect(await breaking([paper], 'viewer')).toBe(keys);
  });

  it('is tried without being opened, and taken away by who may', async () => {
    const [paper = ''] = await make();
    expect(await refused(() => tryEnvelope(path, [paper]))).toBe('done');
    await voidEnvelope(request('compliance'));
    expect(await refused(() => breaking([paper]))).toMatch(/there is no emergency envelope/);
    expect(await refused(() => voidEnvelope(request('compliance')))).toMatch(
      /there is no emergency envelope/,
    );
  });

  it('is made by a content holder, beside somebody else, and only once it was printed', async () => {
    const print = () => Promise.reject(new Error('no paper'));
    const wanted = { papers: 1, witness: idOf('operator'), print } as const;
    expect(await refused(() => makeEnvelope(request('admin'), wanted))).toMatch(/hold no content keys/);
    expect(await refused(() => makeEnvelope(request('operator'), wanted))).toMatch(/their own witness/);
    expect(await refused(() => makeEnvelope(request('compliance'), wanted))).toBe('no paper');
  });

  it('is wrapped anew by its public half, and a key file changed from outside opens nothing', async () => {
    const [paper = ''] = await make();
    const file = await read();
    const metadata = await metadataOf();
    const rotated = await beginRotation(request('compliance'));
    await breaking([paper], 'viewer');
    expect(seen!.epoch).toBe(rotated.epoch);
    await writeFile(path, JSON.stringify(file));
    const emergency = rewrapEnvelope(workspaceId, file.emergency!, metadata, new Uint8Array(32).fill(9));
    const key = emergencyKey(workspaceId, emergency.set, [readSheet(paper, 'emergency', 'it').secret]);
    const place = { workspaceId, set: emergency.set, metadata };
    expect([...openForEmergency(place, key, FOR_CONTENT, emergency.sealed!)]).toEqual(
      Array.from({ length: 32 }, () => 9),
    );
    await writeFile(path, JSON.stringify({ ...file, emergency }));
    expect(await refused(() => breaking([paper]))).toMatch(/changed from outside/);
    expect(await refused(() => markUse({ path, metadata }, 7, { endedAtMs: 1 }))).toMatch(
      /changed from outside/,
    );
    await writeFile(path, JSON.stringify(file));
    await breaking([paper]);
    const used = (await read()).emergency!;
    expect(rewrapEnvelope(workspaceId, used, metadata, new Uint8Array(32))).toBe(used);
  });
});

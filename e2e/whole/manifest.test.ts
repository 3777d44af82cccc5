import { appendFile, copyFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run, type Ended } from './swarm.ts';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');

/** The built program in a place of its own, where it can be tampered with. */
let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'swarm-shipped-'));
  await cp(join(root, 'out'), join(place, 'out'), { recursive: true });
  await cp(join(root, 'resources'), join(place, 'resources'), { recursive: true });
  await cp(join(root, 'package.json'), join(place, 'package.json'));
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'));
  await mkdir(join(place, 'user'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

function swarm(...args: string[]): Promise<Ended> {
  const program = join(place, 'out/electron/swarm.main.js');
  return run('/usr/bin/env', [`SWARM_USER_FOLDER=${join(place, 'user')}`, node, program, ...args]);
}

/** Asks the program for anything that composes it; without a workspace it says that there is none. */
function start(): Promise<Ended> {
  return swarm('posture', '--user', 'Ada');
}

it('starts as it was built, finds every change before it opens anything, and names the file', async () => {
  const sound = await start();
  expect(sound.stderr).toContain('There is no workspace here yet');

  await writeFile(join(place, 'out/electron/extra.worker.js'), '');
  expect(await start()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('extra.worker.js') as string,
  });
  await rm(join(place, 'out/electron/extra.worker.js'));

  const policies = join(place, 'resources/policies');
  const [policy = ''] = await readdir(policies);
  await appendFile(join(policies, policy), '\n');
  const changed = await start();
  expect(changed.stderr).toContain(`resources/policies/${policy}`);
  expect(changed.stderr).toContain('Nothing was opened.');
  expect((await readdir(join(place, 'user'))).filter((name) => name !== 'manifest-seen.json')).toEqual([]);

  await rm(join(policies, policy));
  expect((await start()).stderr).toContain('is missing');
});

it('keeps on record that a changed program tried to start', async () => {
  const policies = join(place, 'resources/policies');
  const [policy = ''] = await readdir(join(root, 'resources/policies'));
  await copyFile(join(root, 'resources/policies', policy), join(policies, policy));
  const passwords = join(place, 'passwords');
  await writeFile(passwords, 'admin holds this key\noperator holds this key\ncompliance holds this key\n');
  const people = ['--admin', 'Ada', '--operator', 'Otto', '--compliance', 'Carla'];
  const created = await swarm('workspace', 'create', ...people, '--password-file', passwords);
  expect(created).toMatchObject({ code: 0 });
  await writeFile(passwords, 'admin holds this key\n');
  // Whatever waits is merged when somebody signs in.
  const spool = join(place, 'user/workspace/spool');
  const signIn = (): Promise<Ended> => swarm('posture', '--user', 'Ada', '--password-file', passwords);
  expect((await signIn()).stdout).toContain('guard');
  expect(await readdir(spool)).toEqual([]);

  await appendFile(join(policies, policy), '\n');
  expect((await signIn()).stderr).toContain(`resources/policies/${policy}`);
  expect(await readdir(spool)).toEqual(['events.spool']);
  await copyFile(join(root, 'resources/policies', policy), join(policies, policy));
  expect((await signIn()).stdout).toContain('guard');
  expect(await readdir(spool)).toEqual([]);
});

import { appendFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
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

/** Asks the program for anything that composes it; without a workspace it says that there is none. */
function start(): Promise<Ended> {
  const program = join(place, 'out/electron/swarm.main.js');
  const user = `SWARM_USER_FOLDER=${join(place, 'user')}`;
  return run('/usr/bin/env', [user, node, program, 'posture', '--user', 'Ada']);
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

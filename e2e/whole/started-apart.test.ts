import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canIsolate } from '../../electron/core/index.ts';
import { Desk, NAMES, run, type Ended } from './swarm.ts';

const root = join(import.meta.dirname, '../..');
const START = join(root, 'config/electron/isolated-start.sh');
const NODE = join(root, 'node_modules/node/bin/node');

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.make();
  await desk.create();
});
afterAll(() => desk.remove());

interface Posture {
  readonly checks: readonly { readonly id: string; readonly grade: string; readonly finding: string }[];
  readonly network: { readonly routes: readonly string[] };
}

/** What the built command finds, started as packages start it, or as it is. */
async function posture(launcher: readonly string[]): Promise<Posture> {
  const user = `SWARM_USER_FOLDER=${desk.path('user')}`;
  const who = ['--user', NAMES.admin, '--password-file', desk.path('admin'), '--json'];
  const program = [NODE, join(root, 'out/electron/swarm.main.js'), 'posture', ...who];
  const ended: Ended = await run('/usr/bin/env', [user, ...launcher, ...program]);
  return JSON.parse(ended.stdout) as Posture;
}

const of = ({ checks }: Posture, wanted: string): string | undefined => {
  const check = checks.find(({ id }) => id === wanted);
  return check && `${check.grade}: ${check.finding}`;
};

it.skipIf(!canIsolate())(
  'started as packages start it, the command has no network and still sees the machine',
  async () => {
    const [apart, bare] = [await posture([START]), await posture([])];
    expect(of(apart, 'namespace')).toBe(
      'enforced: This program runs in a network namespace of its own, without an interface.',
    );
    expect(of(bare, 'namespace')).toMatch(/^unknown: /);
    // What it says of the machine is the same from inside.
    expect(apart.network.routes).toEqual(bare.network.routes);
    expect(of(apart, 'route')).toBe(of(bare, 'route'));
    expect(of(apart, 'sockets')).toBe('recorded: No process of ours holds an internet socket.');
  },
);

it('started as packages start it, no process may leave its memory on the disk', async () => {
  const ended = await run('/bin/sh', [
    ...['-c', 'ulimit -S -c unlimited 2>/dev/null; exec "$@"', 'sh'],
    ...[START, '/bin/sh', '-c', 'ulimit -S -c; ulimit -H -c'],
  ]);
  expect([ended.code, ended.stdout]).toEqual([0, '0\n0\n']);
});

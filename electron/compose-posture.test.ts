import { afterEach, beforeEach, expect, it } from 'vitest';
import { Composed } from './testing/composed.ts';

let composed: Composed;
beforeEach(async () => {
  composed = await Composed.create();
});
afterEach(() => composed.close());

it('keeps each start on record, also those after which nobody signed in, and names no address', async () => {
  await composed.restart();
  await composed.restart();
  await composed.signIn('Vera');
  const entries = await composed.entries({ kinds: ['posture.checked'] });
  // The first start had no workspace before somebody made one, and was recorded when it ended. What waited is
  // merged behind the first look into the open journal.
  expect(entries.map(({ body }) => body.why)).toEqual(['unlocked', 'start', 'start', 'start']);
  const checks = entries.at(-1)?.body.checks as { id: string; grade: string }[];
  expect(checks.map(({ id }) => id)).toEqual([
    ...[
      'guard',
      'children',
      'sign_in',
      'namespace',
      'filter',
      'interfaces',
      'route',
      'sockets',
      'firewall',
      'manifest',
    ],
    ...[
      'fuses',
      'sandbox',
      'capture',
      'disk',
      'screen_lock',
      'device_secret',
      'content_keys',
      'clock',
      'inference',
    ],
  ]);
  expect(JSON.stringify(checks)).not.toMatch(/\d+\.\d+\.\d+\.\d+|[0-9a-f]{1,4}::/);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electronProgram } from '../driver/host.ts';
import { launchStandIn, type RunningStandIn } from '../driver/stand-in.ts';

/**
 * Messages that no page can send, put on the wire behind the page. Only the stand-in has such a wire;
 * in Electron the same gates are covered by their own tests.
 */
describe.skipIf(electronProgram() !== undefined)('forged messages', () => {
  let folder: string;
  let app: RunningStandIn;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swarm-e2e-'));
    app = await launchStandIn({ userFolder: folder });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });
  const ours = { url: 'app://swarm/index.html', isTop: true };
  const send = (frame: typeof ours | undefined, ...args: unknown[]): Promise<unknown> =>
    app.standIn.forgeMessage('swarm:verb', args, frame);

  test('a good one is answered', async () => {
    expect(await send(ours, 'session.getStatus', {})).toMatchObject({ ok: true });
  });

  test.each([
    ['a frame inside our page', { ...ours, isTop: false }],
    ['another page', { ...ours, url: 'https://example.com/' }],
    ['a file', { ...ours, url: 'file:///index.html' }],
    ['an empty address', { ...ours, url: '' }],
    ['a frame that is gone', undefined],
  ])('from %s is refused', async (_name, frame) => {
    expect(await send(frame, 'session.getStatus', {})).toMatchObject({ ok: false, code: 'not_allowed' });
  });

  test.each([['no.such'], ['__proto__'], ['constructor'], [''], [null]])(
    'with the name %j is refused',
    async (name) => {
      expect(await send(ours, name, {})).toMatchObject({ ok: false, code: 'wrong_usage' });
    },
  );

  test('from no window is refused', async () => {
    const answer = await app.standIn.forgeMessage('swarm:verb', ['session.getStatus', {}], ours, 99);
    expect(answer).toMatchObject({ ok: false, code: 'not_allowed' });
  });

  test('on another channel finds nobody', async () => {
    await expect(app.standIn.forgeMessage('swarm:other', [], ours)).rejects.toThrow();
  });
});

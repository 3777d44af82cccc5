import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electronProgram } from '../driver/host.ts';
import { createWorkspace, signIn } from '../driver/people.ts';
import { appForFile } from '../driver/per-file.ts';
import { launchStandIn, type RunningStandIn } from '../driver/stand-in.ts';
import { inSteps } from '../driver/steps.ts';

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

  const poisoned = (name: string): object =>
    Object.defineProperty({}, name, { value: { polluted: true }, enumerable: true });
  test.each([
    ['none', []],
    ['two', [{}, {}]],
    ['a surplus field', [{ surplus: 1 }]],
    ['a key of prototypes', [poisoned('__proto__')]],
    ['the key of constructors', [poisoned('constructor')]],
    ['a list', [[]]],
    ['bytes', [new Uint8Array(8)]],
    ['a map', [new Map([['a', 1]])]],
    ['50 MB of text', [{ text: 'x'.repeat(50 * 1024 * 1024) }]],
  ])('with arguments that are %s is refused', async (_name, args) => {
    expect(await send(ours, 'session.getStatus', ...args)).toMatchObject({
      ok: false,
      code: 'invalid_input',
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('on another channel finds nobody', async () => {
    await expect(app.standIn.forgeMessage('swarm:other', [], ours)).rejects.toThrow();
  });
});

/** The same from the page itself, and what stands on record afterwards. */
describe('refused messages', () => {
  const one = appForFile();
  inSteps(() => one.app);

  interface Said {
    readonly ok: boolean;
    readonly code?: string;
    readonly value?: { readonly rows?: readonly { readonly body?: unknown }[] };
  }
  /** Calls a verb from the page; `large` characters of text stand for a field that is too long. */
  const call = (verb: string, args: object, large = 0): Promise<Said> =>
    one.page.evaluate(
      async ({ name, given, length }) => {
        const { swarm } = globalThis as unknown as {
          swarm: { invoke: Record<string, (args: object) => Promise<Said>> };
        };
        const text = length === 0 ? {} : { password: 'x'.repeat(length) };
        return (await swarm.invoke[name]?.({ ...given, ...text })) ?? { ok: false, code: 'no such verb' };
      },
      { name: verb, given: args, length: large },
    );

  test('are answered without a word of what was sent', async () => {
    await createWorkspace(one.page);
    expect(await call('datasets.list', {})).toMatchObject({ ok: false, code: 'not_signed_in' });
    expect(await call('datasets.list', { 'Jane Doe': 1 })).toMatchObject({
      ok: false,
      code: 'invalid_input',
    });
    const large = await call('session.signIn', { person: 'x' }, 50 * 1024 * 1024);
    expect(large).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(JSON.stringify(large).length).toBeLessThan(500);
  });

  test('of a session that has ended, or of another role, are refused as well', async () => {
    await signIn(one.page, 'operator');
    expect(await call('datasets.list', {})).toMatchObject({ ok: true });
    expect(await call('posture.setStrict', { strict: true, reason: 'mine' })).toMatchObject({
      ok: false,
      code: 'not_allowed',
    });
    await one.page.getByRole('button', { name: 'Lock', exact: true }).click();
    await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    // While the session is ending there is no content either.
    const code = async (): Promise<string | undefined> => (await call('datasets.list', {})).code;
    expect(['not_allowed', 'not_signed_in']).toContain(await code());
    await expect.poll(code, { timeout: 20_000 }).toBe('not_signed_in');
  });

  test('stand in the journal, those from before anybody signed in too, without what was sent', async () => {
    await signIn(one.page, 'compliance');
    const found = await call('journal.searchEntries', { filter: { kinds: ['access.refused'] }, limit: 50 });
    const text = JSON.stringify(found);
    expect(found).toMatchObject({ ok: true });
    for (const reason of ['nobody is signed in', 'do not match the contract', 'too large', 'may not'])
      expect(text).toContain(reason);
    expect(text).not.toMatch(/Jane|xxxx/);
  });
});

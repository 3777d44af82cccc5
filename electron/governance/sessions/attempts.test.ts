import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../../shared/domain/index.ts';
import { Attempts, LOCKED_OUT_FROM } from './attempts.ts';

const ADA = '0b3f5f0e-6d0e-4c8e-8a61-3d3b7f1a2c01' as PersonId;
const OTTO = '1c4a6a1f-7e1f-4d9f-9b72-4e4c802b3d12' as PersonId;
const MINUTE_MS = 60_000;

let folder: string;
let path: string;
let now: { wall: number; mono: number };
const clock = { wallMs: () => now.wall, monoMs: () => now.mono };
/** A process of its own over the same file. */
const open = (): Attempts => new Attempts(path, clock);
const pass = (ms: number): void => {
  now.wall += ms;
  now.mono += ms;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attempts-'));
  path = join(folder, 'attempts.json');
  now = { wall: 1_800_000_000_000, mono: 0 };
});
afterEach(() => rm(folder, { recursive: true }));

/** Fails until `failures` wrong passwords came in a row, waiting as long as each time is asked for. */
async function fail(attempts: Attempts, failures: number): Promise<void> {
  for (;;) {
    try {
      if ((await attempts.begin(ADA)).failures === failures) return;
    } catch {
      pass(10_000);
    }
  }
}

describe('wrong passwords in a row', () => {
  it('wait longer and longer, up to half an hour', async () => {
    const attempts = open();
    const waits: number[] = [];
    for (let failures = 1; failures <= 12; failures += 1) {
      for (let waited = 0; ; waited += 1000) {
        try {
          await attempts.begin(ADA);
          waits.push(waited / 1000);
          break;
        } catch (problem) {
          expect(problem).toMatchObject({
            code: 'limit_reached',
            message: expect.stringMatching(/has to wait \d/),
          });
          pass(1000);
        }
      }
    }
    expect(waits).toEqual([0, 0, 0, 5, 10, 30, 60, 300, 300, 300, 1800, 1800]);
  });

  it('make nobody else wait, and are forgotten after the right one', async () => {
    const attempts = open();
    await fail(attempts, 4);
    expect((await attempts.begin(OTTO)).failures).toBe(1);
    await expect(attempts.begin(ADA)).rejects.toMatchObject({ code: 'limit_reached' });
    pass(10_000);
    const right = await attempts.begin(ADA);
    expect(right.before).toMatchObject({ failures: 4 });
    await right.succeeded();
    expect((await attempts.begin(ADA)).before).toBeUndefined();
  });

  it('count across restarts, and when the process ended before it knew', async () => {
    for (let i = 0; i < 3; i += 1) await open().begin(ADA);
    await expect(open().begin(ADA)).rejects.toMatchObject({ code: 'limit_reached' });
  });

  it('do not count what failed for another reason, and end with a new password', async () => {
    const attempts = open();
    await fail(attempts, 3);
    pass(5000);
    await (await attempts.begin(ADA)).undone();
    expect((await attempts.begin(ADA)).failures).toBe(4);
    await attempts.forget(ADA);
    expect((await attempts.begin(ADA)).failures).toBe(1);
  });

  it('are a lock-out from the tenth on', async () => {
    await fail(open(), LOCKED_OUT_FROM);
    pass(29 * MINUTE_MS);
    await expect(open().begin(ADA)).rejects.toMatchObject({ message: expect.stringMatching(/60 seconds$/) });
    pass(MINUTE_MS);
    expect((await open().begin(ADA)).failures).toBe(LOCKED_OUT_FROM + 1);
  });
});

describe('a clock that is set', () => {
  it('back a year makes the wait begin anew, not last a year', async () => {
    await fail(open(), LOCKED_OUT_FROM);
    now.wall -= 365 * 24 * 60 * MINUTE_MS;
    await expect(open().begin(ADA)).rejects.toMatchObject({ message: expect.stringMatching(/30 minutes$/) });
    pass(30 * MINUTE_MS);
    expect((await open().begin(ADA)).failures).toBe(LOCKED_OUT_FROM + 1);
  });

  it('forward helps nobody while the application runs', async () => {
    const attempts = open();
    await fail(attempts, LOCKED_OUT_FROM);
    now.wall += 24 * 60 * MINUTE_MS;
    await expect(attempts.begin(ADA)).rejects.toMatchObject({ code: 'limit_reached' });
  });
});

it.each(['', '{', '{"v":2,"people":{}}', '{"v":1,"people":{"x":1}}', '[]'])(
  'a file that holds %j is begun anew',
  async (text) => {
    await writeFile(path, text);
    expect((await open().begin(ADA)).failures).toBe(1);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ v: 1 });
  },
);

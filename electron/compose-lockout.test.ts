import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PersonId } from '../shared/domain/index.ts';
import { systemClock } from './core/index.ts';
import { Composed, passwordOf, PEOPLE } from './testing/composed.ts';

/** Guessing at somebody's password through the composed application, with the waits of a real night. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How long each wrong password has to wait after the one before it. */
const WAITS_S = [0, 0, 0, 5, 10, 30, 60, 300, 300, 300];

let one: Composed;
let passedMs: number;

beforeEach(async () => {
  one = await Composed.create();
  passedMs = 0;
  const [wallMs, monoMs] = [systemClock.wallMs(), systemClock.monoMs()];
  vi.spyOn(systemClock, 'wallMs').mockImplementation(() => wallMs + passedMs);
  vi.spyOn(systemClock, 'monoMs').mockImplementation(() => monoMs + passedMs);
});
afterEach(() => one.close());

const signIn = (password: string) => one.application.dispatch('session.signIn', { person: 'Otto', password });
const ottoId = (): PersonId => one.application.status().people.find(({ name }) => name === 'Otto')!.id;
const marks = async (): Promise<Record<string, number | undefined>> => {
  const { people } = await one.call('people.list', {});
  return Object.fromEntries(people.map(({ name, lockedOutAtMs }) => [name, lockedOutAtMs]));
};
const lockOuts = async () =>
  (await one.entries({ kinds: ['auth.locked_out'] })).map(({ actor, body }) => [actor.role, body]);

/** Types wrong passwords, waiting before each one exactly as long as it has to. Time stands still unless a test moves it. */
async function guess(count: number): Promise<void> {
  for (const seconds of WAITS_S.slice(0, count)) {
    if (seconds > 0) {
      passedMs += seconds * 1000 - 1;
      expect(await signIn('a guess')).toMatchObject({ ok: false, code: 'limit_reached' });
      passedMs += 1;
    }
    expect(await signIn('a guess')).toMatchObject({ ok: false, code: 'wrong_password' });
  }
}

it('nine wrong passwords are no lock-out, and the tenth is one that the record and the list of people tell', async () => {
  const otto = ottoId();
  await guess(9);
  await one.signIn('Carla');
  expect([await lockOuts(), await marks()]).toMatchObject([[], { Otto: undefined, Ada: undefined }]);
  await one.call('session.lock', {});

  passedMs += 5 * MINUTE_MS;
  const atMs = systemClock.wallMs();
  expect(await signIn('a guess')).toMatchObject({ code: 'wrong_password' });
  // From here on the right password waits too, and says how long.
  passedMs += 29 * MINUTE_MS;
  expect(await signIn(passwordOf('Otto'))).toMatchObject({
    ...{ ok: false, code: 'limit_reached' },
    message: expect.stringMatching(/^after 10 wrong passwords the next one has to wait/),
  });
  await one.signIn('Carla');
  const [entry] = await lockOuts();
  expect(entry).toEqual(['none', { claimed: otto, failures: 10, happenedAtMs: atMs }]);
  for (const { name } of PEOPLE.filter(({ role }) => role !== 'viewer')) {
    if (name !== 'Carla' && name !== 'Otto') await one.signIn(name);
    const { Otto: marked, ...others } = await marks();
    expect(Object.values(others)).toEqual([undefined, undefined, undefined]);
    expect(marked).toBe(atMs);
  }

  // Every further wrong one is one more, at its own time.
  await one.call('session.lock', {});
  passedMs += 30 * MINUTE_MS;
  expect(await signIn('a guess')).toMatchObject({ code: 'wrong_password' });
  await one.signIn('Ada');
  expect((await lockOuts()).map(([, body]) => (body as { failures: number }).failures)).toEqual([10, 11]);
  expect((await marks()).Otto).toBe(atMs + 59 * MINUTE_MS);

  // Half an hour later the right one opens, and the person is told of all of them.
  await one.call('session.lock', {});
  passedMs += 31 * MINUTE_MS;
  await one.signIn('Otto');
  expect(one.application.status().failedBefore).toMatchObject({ failures: 11 });
});

it('counts where it happened while nobody could open the journal, at the time of the guess', async () => {
  await one.restart();
  const otto = ottoId();
  await guess(10);
  const atMs = systemClock.wallMs();
  // Two days later somebody opens the workspace: the mark tells when it was, not when it came into the journal.
  passedMs += 2 * DAY_MS;
  await one.signIn('Carla');
  expect(await lockOuts()).toEqual([['none', { claimed: otto, failures: 10, happenedAtMs: atMs }]]);
  expect((await marks()).Otto).toBe(atMs);
  // A week after it the list is done with it; the journal is not.
  await one.call('session.lock', {});
  passedMs += 5 * DAY_MS + HOUR_MS;
  await one.signIn('Carla');
  expect(await marks()).toMatchObject({ Otto: undefined });
  expect(await lockOuts()).toHaveLength(1);
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../shared/domain/index.ts';
import { CONTRACT, VERB_NAMES, type VerbDefinition, type VerbName } from '../shared/ipc/index.ts';
import { Composed, PEOPLE } from './testing/composed.ts';
import { fittingArguments } from './testing/fitting/index.ts';

// SEC-33 behind the gates: messages that fit their schema reach the real handlers, over real keys, journal and
// stores. Whatever they name, the answer is a sentence of ours and never a fault.

/** Messages per verb that get through to its handler. A fault shows which ones. */
const CASES = 8;
const SEED = 20261123;

let one: Composed;
beforeAll(async () => {
  one = await Composed.create();
  one.saveTo = undefined;
});
afterAll(() => one.close());

const definition = (verb: VerbName): VerbDefinition => CONTRACT[verb];

/** Each wrong password costs the half second that it is meant to, so one message tells all. */
const casesOf = (verb: VerbName, args: unknown): number =>
  definition(verb).confirmed === true || (typeof args === 'object' && args !== null && 'password' in args)
    ? 1
    : CASES;

it.each(PEOPLE)(
  'answers whatever fits, asked by $role, without a fault',
  { timeout: 300_000 },
  async ({ name, role }) => {
    await one.signIn(name);
    const mine = VERB_NAMES.filter((verb) => firstRole(verb) === role && verb !== 'session.lock');
    let asked = 0;
    for (const verb of mine) {
      const { args: schema } = CONTRACT[verb];
      const fits = differing(
        fc
          .sample(fittingArguments(verb), { numRuns: 10 * CASES, seed: SEED })
          .filter((args) => schema.safeParse(args).success),
      );
      for (const args of fits.slice(0, casesOf(verb, fits[0]))) {
        const answer = await one.application.dispatch(verb, args);
        const code = answer.ok ? 'answered' : answer.code;
        expect({ verb, args, code }).not.toEqual({
          ...{ verb, args },
          code: expect.stringMatching(/^(?:internal|process_ended)$/),
        });
        asked += 1;
        if (one.application.status().state !== 'signed_in') await one.signIn(name);
      }
    }
    expect(asked).toBeGreaterThan(mine.length);
  },
);

it('is open, whole and provable afterwards', async () => {
  await one.signIn('Carla');
  expect(await one.call('journal.verify', {})).toMatchObject({ ok: true });
  expect(await one.call('runs.list', {})).toEqual([]);
});

/** What takes no arguments is asked once. */
function differing(all: readonly unknown[]): unknown[] {
  return [...new Map(all.map((args) => [JSON.stringify(args), args])).values()];
}

/** The role that the contract names first; verbs for anyone are tried by the operator. */
function firstRole(verb: VerbName): Role | undefined {
  const { roles } = definition(verb);
  return roles === 'anyone' ? 'operator' : (roles[0] as Role | undefined);
}

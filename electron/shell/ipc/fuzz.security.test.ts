import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PersonId } from '../../../shared/domain/index.ts';
import { CONTRACT, VERB_NAMES, type SessionView, type VerbName } from '../../../shared/ipc/index.ts';
import { fittingArguments } from '../../testing/fitting/index.ts';
import { passGates, type Message } from './gates.ts';
import { MAX_MESSAGE_SIZE } from './measure.ts';

// SEC-01: every verb against at least a thousand messages made from its own schema: right ones, ones that
// are nearly right, and ones that no page of ours would send. A fault shows the seed to repeat it with.

/** Messages per verb. */
const CASES = 1000;
const SEED = 20261122;

const POISON = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'] as const;
const LARGE = 'x'.repeat(MAX_MESSAGE_SIZE + 1);
const CLASSES = [
  new Date(0),
  new Map([['a', 1]]),
  new Uint8Array(3),
  /x/,
  () => 0,
  Symbol('x'),
  10n,
] as const;

/** A good message made bad in one place. */
function spoiled(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const own = (value: unknown, name: string, more: unknown): unknown => {
    const copy = { ...(typeof value === 'object' && value !== null ? value : {}) };
    Object.defineProperty(copy, name, { value: more, enumerable: true, configurable: true });
    return copy;
  };
  return fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(...CLASSES),
    fc.constantFrom(undefined, null, 0, '', [], LARGE, Number.NaN, Infinity),
    fc.tuple(good, fc.constantFrom(...POISON)).map(([value, name]) => own(value, name, { polluted: true })),
    fc
      .tuple(good, fc.string(), fc.anything({ maxDepth: 2 }))
      .map(([value, name, more]) => own(value, name, more)),
    good.map((value) => own(value, 'large', LARGE)),
    good.map((value) => Object.assign(Object.create({ inherited: 1 }) as object, value)),
    good.map((value) => [value]),
    fc.integer({ min: 13, max: 40 }).map((depth) => {
      let nested: unknown = 'deep';
      for (let at = 0; at < depth; at += 1) nested = { nested };
      return nested;
    }),
  );
}

const host = { kind: 'electron', appVersion: '0.1.0' } as const;
const person = { id: PersonId.parse('5f0c2b8e-2f3e-4e86-9d3c-2a1f0d5b7c11'), name: 'Ada' };
const statusOf = (role: 'operator' | 'compliance' | 'admin' | 'viewer' | undefined): SessionView =>
  role === undefined
    ? { state: 'signed_out', host, people: [] }
    : { state: 'signed_in', host, people: [], person: { ...person, role } };

const sender = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constant({ senderUrl: 'app://swarm/index.html', senderIsTopFrame: true, windowId: 1 }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { senderUrl: '', senderIsTopFrame: true, windowId: 1 },
      { senderUrl: 'app://swarm/index.html', senderIsTopFrame: false, windowId: 1 },
      { senderUrl: 'app://swarm/index.html', senderIsTopFrame: true, windowId: undefined },
      { senderUrl: 'https://example.com/', senderIsTopFrame: true, windowId: 1 },
      { senderUrl: 'app://swarm@evil/', senderIsTopFrame: true, windowId: 1 },
      { senderUrl: 'file:///index.html', senderIsTopFrame: true, windowId: 1 },
      { senderUrl: 'data:text/html,x', senderIsTopFrame: true, windowId: 1 },
      { senderUrl: 'javascript:0', senderIsTopFrame: true, windowId: 1 },
    ),
  },
);

function messagesTo(
  verb: VerbName,
): fc.Arbitrary<{ message: Message; role: Parameters<typeof statusOf>[0] }> {
  const good = fittingArguments(verb);
  const args = fc.oneof(
    { weight: 4, arbitrary: good.map((value) => [value]) },
    { weight: 4, arbitrary: spoiled(good).map((value) => [value]) },
    { weight: 1, arbitrary: fc.tuple(good, fc.anything({ maxDepth: 1 })).map((both) => [...both]) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  return fc.record({
    message: fc
      .record({ name: fc.constant(verb), args, sender })
      .map(({ name, args: given, sender: from }) => ({
        ...{ name, args: given },
        ...from,
      })),
    role: fc.constantFrom('operator', 'compliance', 'admin', 'viewer', undefined),
  });
}

describe('every verb, fuzzed from its schema', () => {
  test.each(VERB_NAMES)(`%s with ${CASES} messages`, (verb) => {
    const { args: schema, roles } = CONTRACT[verb];
    let passed = 0;
    let refused = 0;
    fc.assert(
      fc.property(messagesTo(verb), ({ message, role }) => {
        const verdict = passGates(message, statusOf(role));
        if (verdict.passed) {
          passed += 1;
          // What passes is a parsed copy that fits, from our page, by a role that may.
          expect(schema.safeParse(verdict.args).success).toBe(true);
          expect(message.args).toHaveLength(1);
          expect([message.senderUrl, message.senderIsTopFrame]).toEqual(['app://swarm/index.html', true]);
          expect(roles === 'anyone' || (role !== undefined && roles.includes(role))).toBe(true);
          expect(Object.getPrototypeOf(verdict.args)).toBe(Object.prototype);
        } else {
          refused += 1;
          // Nothing that a page chose is repeated, in the answer or on record.
          const said = JSON.stringify([verdict.answer, verdict.refusal]);
          expect(said.length).toBeLessThan(1000);
          expect(verdict.refusal.verb).toBe(verb);
        }
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      }),
      { numRuns: CASES, seed: SEED, endOnFailure: true },
    );
    expect(passed + refused).toBe(CASES);
    expect(refused).toBeGreaterThan(CASES / 4);
  });
});

test('a text of 50 MB is refused by its size', () => {
  const args = [{ person: 'x'.repeat(50 * 1024 * 1024), password: 'x' }];
  const message = { name: 'session.signIn', args, senderUrl: 'app://swarm/index.html' };
  const verdict = passGates({ ...message, senderIsTopFrame: true, windowId: 1 }, statusOf(undefined));
  expect(verdict).toMatchObject({
    passed: false,
    refusal: { gate: 'arguments', reason: 'arguments are too large' },
  });
});

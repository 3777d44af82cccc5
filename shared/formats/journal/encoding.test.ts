import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { canonicalJson } from '../canonical-json.ts';
import { encodeDraft, NO_PREVIOUS_LEAF, placeDraft, type Draft } from './encoding.ts';
import { readEntry } from './read-entry.ts';
import { Entry } from './entry.ts';
import type { EntryContext } from './port.ts';

const uuid = '5f0c9d5e-8a94-4b3a-9d0e-111111111111';
const hex = 'ab'.repeat(32);
const application: EntryContext = { actor: { id: 'application', role: 'none' }, correlation: 'c-1' };
const place = { epoch: 1, seq: 7, prev: NO_PREVIOUS_LEAF };
const draft: Draft = {
  kind: 'workspace.closed',
  phase: 'event',
  body: { reason: 'exit' },
  context: application,
  wallMs: 1_780_000_000_000,
  monoMs: 12.25,
};

test('the joined text is the canonical JSON of the entry, whatever is present', () => {
  const maybe = <T>(value: T): fc.Arbitrary<T | undefined> => fc.constantFrom(value, undefined);
  fc.assert(
    fc.property(
      fc.record({
        agent: fc.option(fc.string({ unit: 'grapheme', maxLength: 20 }), { nil: undefined }),
        run: maybe(uuid),
        call: maybe(uuid),
        phi: fc.boolean(),
        payloads: maybe([{ id: uuid, sha256: hex }]),
        correlation: fc.string({ unit: 'grapheme', maxLength: 20 }),
        reason: fc.string({ unit: 'grapheme', maxLength: 60 }),
        wallMs: fc.integer({ min: 0, max: 4e12 }),
        monoMs: fc.double({ min: 0, max: 1e12, noNaN: true }),
        intent: fc.option(fc.nat(), { nil: undefined }),
        seq: fc.nat(),
      }),
      (made) => {
        const outcome = made.intent !== undefined;
        const body = outcome ? { ok: false, code: 'denied', message: made.reason } : { reason: made.reason };
        const text = placeDraft(
          encodeDraft({
            kind: outcome ? 'model.load' : 'workspace.closed',
            phase: outcome ? 'outcome' : 'event',
            intent: made.intent,
            body,
            context: {
              ...application,
              correlation: made.correlation,
              agent: made.agent,
              run: made.run,
              call: made.call,
              phiAccessed: made.phi,
              payloads: made.payloads,
            } as EntryContext,
            wallMs: made.wallMs,
            monoMs: made.monoMs,
          }),
          { epoch: 3, seq: made.seq, prev: hex },
        );
        expect(text).toBe(canonicalJson(JSON.parse(text)));
        expect(readEntry(text)).toEqual({ entry: Entry.parse(JSON.parse(text)) });
      },
    ),
    { numRuns: 300 },
  );
});

describe('a draft that is not as catalogued is a bug, told without its values', () => {
  test.each([
    ['an unknown kind', { kind: 'no.such' as never }, 'knows no event'],
    ['a name from the prototype', { kind: 'constructor' as never }, 'knows no event'],
    ['the wrong phase', { phase: 'intent' as const }, 'knows no intent'],
    ['a body with a stranger in it', { body: { reason: 'x', patient: 'SECRET' } }, 'unrecognized_keys'],
    ['a body of another type', { body: { reason: 4 } }, 'reason invalid_type'],
    ['a context without actor', { context: { correlation: 'SECRET' } as never }, 'actor invalid_type'],
    ['a time that is no number', { monoMs: Number.NaN }, 'not finite'],
  ])('%s', (_, change, message) => {
    const attempt = (): unknown => encodeDraft({ ...draft, ...change });
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow('SECRET');
  });
});

describe('stored text that is no entry', () => {
  const good = placeDraft(encodeDraft(draft), place);
  const entry = JSON.parse(good) as Record<string, unknown>;
  test.each([
    ['{', 'not JSON'],
    [`${good} `, 'not canonical'],
    [good.replace('"seq":7', '"seq":7.0'), 'not canonical'],
    [canonicalJson({ ...entry, extra: 1 }), 'not an entry'],
    [canonicalJson({ ...entry, v: 2 }), 'not an entry'],
    [canonicalJson({ ...entry, kind: 'no.such' }), 'not an entry'],
    [canonicalJson({ ...entry, phase: 'intent' }), 'unknown kind'],
    [canonicalJson({ ...entry, intent: 1 }), 'unknown kind'],
    [canonicalJson({ ...entry, body: { reason: 3 } }), 'body not as catalogued'],
  ])('%#: %s', (text, fault) => {
    expect(readEntry(text)).toEqual({ fault });
  });
});

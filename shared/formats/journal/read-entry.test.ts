import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import { Entry } from './entry.ts';
import { readEntry } from './read-entry.ts';

const ID = '5f0c9d5e-8a94-4b3a-9d0e-111111111111';
const plain = {
  v: 1,
  seq: 7,
  epoch: 1,
  wallMs: 1_780_000_000_000,
  monoMs: 12.5,
  kind: 'workspace.closed',
  phase: 'event',
  actor: { id: 'application', role: 'none' },
  correlation: 'c',
  phiAccessed: false,
  body: { reason: 'r' },
  payloads: [{ id: ID, sha256: 'ab'.repeat(32) }],
  prev: '00'.repeat(32),
};
const whole = { ...plain, agent: 'a', run: ID, call: ID, intent: 3, phase: 'outcome' };
const odd: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  1.5,
  2 ** 53,
  '',
  'x',
  'x'.repeat(65),
  ID,
  ID.toUpperCase(),
  'ab'.repeat(32),
  true,
  [],
  {},
  { id: ID, role: 'admin' },
  { id: ID, role: 'admin', more: 1 },
  { id: 'nobody', role: 'none' },
  [{ id: ID, sha256: 'ab'.repeat(32), more: 1 }],
  [{ id: ID }],
  [null],
];

test('judges every member as the schema does', () => {
  const members = [...Object.keys(whole), 'unknown'];
  fc.assert(
    fc.property(
      fc.constantFrom(plain, whole),
      fc.array(fc.tuple(fc.constantFrom(...members), fc.constantFrom(...odd)), { maxLength: 2 }),
      (base, changes) => {
        const value = { ...base, ...Object.fromEntries(changes) };
        const text = canonicalJson(value);
        const read = readEntry(text);
        const fault = 'fault' in read ? read.fault : undefined;
        expect(fault === 'not an entry').toBe(!Entry.safeParse(JSON.parse(text)).success);
      },
    ),
    { numRuns: 3000 },
  );
});

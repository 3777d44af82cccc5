import { expect, it } from 'vitest';
import type { Entry } from '../../../shared/formats/index.ts';
import { projectServiceKeys } from './service-keys.ts';

const [OTTO, CARLA, KEY] = [
  '6f1c7b1e-6a52-4f0e-9d2b-0c6f5a1d2e01',
  '6f1c7b1e-6a52-4f0e-9d2b-0c6f5a1d2e02',
  '6f1c7b1e-6a52-4f0e-9d2b-0c6f5a1d2e03',
];
const SCOPE = {
  ...{ template: 'table_readiness', dataset: '6f1c7b1e-6a52-4f0e-9d2b-0c6f5a1d2e04', purpose: 'quality' },
  ...{ deidProfile: 'strict', complianceProfile: 'hipaa', questions: 'wait' },
};
const TERMS = { key: KEY, scope: SCOPE, expiresAtMs: 1000 };
const SAID = { key: KEY, scope: SCOPE, days: 90, name: 'nightly', reason: 'the weekly round' };

/** Entries in order; each is kind, phase, actor, body, and wall clock. */
function entries(
  ...written: readonly (readonly [string, Entry['phase'], string | undefined, object, number?])[]
): Entry[] {
  return written.map(([kind, phase, id, body, wallMs = 10], seq) => ({
    ...{ seq, kind, phase, body, wallMs, payloads: [] },
    ...(phase === 'outcome' && { intent: seq - 1 }),
    actor: id === undefined ? { id: 'application', role: 'none' } : { id, role: 'operator' },
  })) as unknown as Entry[];
}
const PROPOSED = ['service_key.proposed', 'event', OTTO, SAID] as const;
const made = (by: string | undefined, generation = 1) =>
  [
    ['service_key.made', 'intent', by, { ...TERMS, generation, proposedBy: OTTO }],
    ['service_key.made', 'outcome', by, { ok: true }],
  ] as const;
const stateOf = (written: Entry[], nowMs = 20) => projectServiceKeys(written, nowMs)[0]?.state;

it('counts once somebody else than who asked has made it', () => {
  expect(stateOf(entries(PROPOSED))).toBe('proposed');
  expect(stateOf(entries(PROPOSED, ...made(CARLA)))).toBe('good');
  // Written past the rules, it has no effect.
  expect(stateOf(entries(PROPOSED, ...made(OTTO)))).toBe('proposed');
  expect(stateOf(entries(PROPOSED, ...made(undefined)))).toBe('proposed');
  expect(stateOf(entries(PROPOSED, ...made(CARLA, 2)))).toBe('proposed');
  expect(projectServiceKeys(entries(...made(CARLA)), 20)).toEqual([]);
});

it('does not count where its making failed or was interrupted', () => {
  const [intent] = made(CARLA);
  const failed = [
    'service_key.made',
    'outcome',
    CARLA,
    { ok: false, code: 'internal', message: '' },
  ] as const;
  expect(stateOf(entries(PROPOSED, intent, failed))).toBe('proposed');
  expect(stateOf(entries(PROPOSED, intent))).toBe('proposed');
});

it('expires by the wall clock, also where that was set back behind the newest entry', () => {
  const good = [PROPOSED, ...made(CARLA)] as const;
  expect(stateOf(entries(...good), 999)).toBe('good');
  expect(stateOf(entries(...good), 1000)).toBe('expired');
  const used = ['service_key.used', 'event', KEY, { key: KEY, generation: 1 }, 1001] as const;
  expect(stateOf(entries(...good, used), 5)).toBe('expired');
});

it('never counts again once it was revoked or declined, whatever is written after', () => {
  const revoked = ['service_key.revoked', 'intent', OTTO, { key: KEY, reason: 'no longer' }] as const;
  const rotated = [
    ['service_key.rotated', 'intent', CARLA, { ...TERMS, generation: 2 }],
    ['service_key.rotated', 'outcome', CARLA, { ok: true }],
  ] as const;
  const [key] = projectServiceKeys(entries(PROPOSED, ...made(CARLA), revoked, ...rotated), 20);
  expect(key).toMatchObject({ state: 'revoked', generation: 1, ended: { by: OTTO, reason: 'no longer' } });
  const declined = ['service_key.declined', 'event', CARLA, { key: KEY, reason: 'not needed' }] as const;
  expect(stateOf(entries(PROPOSED, declined, ...made(CARLA)))).toBe('declined');
});

it('tells of uses and refusals', () => {
  const [key] = projectServiceKeys(
    entries(
      ...[PROPOSED, ...made(CARLA)],
      ['service_key.used', 'event', KEY, { key: KEY, generation: 1 }, 500],
      ['service_key.refused', 'event', undefined, { key: KEY, reason: 'x' }],
      ['service_key.refused', 'event', undefined, { key: 'unknown', reason: 'x' }],
    ),
    20,
  );
  expect(key).toMatchObject({ uses: 1, refusals: 1, lastUsedAtMs: 500 });
});

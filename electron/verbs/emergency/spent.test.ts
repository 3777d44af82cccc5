import { expect, it } from 'vitest';
import type { Entry } from '../../../shared/formats/index.ts';
import { requireUnspent } from './spent.ts';

const SET = '0a0b0c0d';
const person = '018f4d6e-0000-4000-8000-000000000001';
const scope = { kind: 'dataset', dataset: '018f4d6e-0000-4000-8000-000000000002' };

/** What the journal says, in order. */
const journal = (...said: Partial<Entry>[]) => ({
  read: {
    ofKinds: () =>
      Promise.resolve(said.map((each, seq) => ({ entry: { seq, wallMs: 1, payloads: [], ...each } }))),
  } as never,
});
const made = (replaces?: string): Partial<Entry> => ({
  ...{ kind: 'emergency.envelope_made', phase: 'intent' },
  body: { papers: 1, witness: person, reason: 'for the night', ...(replaces !== undefined && { replaces }) },
});
const outcome = (intent: number, body: Entry['body']): Partial<Entry> => ({ phase: 'outcome', intent, body });
const began: Partial<Entry> = {
  ...{ kind: 'emergency.began', phase: 'event', actor: { id: 'application', role: 'none' } },
  body: { person, reason: 'patient_care', scope, set: SET, papers: 1, endsAtMs: 5 },
};
const ended = (how: string): Partial<Entry> => ({
  ...{ kind: 'emergency.ended', phase: 'event', actor: { id: 'application', role: 'none' } },
  body: { began: 2, how, views: 0 },
});
const first = [made(), outcome(0, { ok: true, set: SET })];

it.each<[string, Partial<Entry>[]]>([
  ['as it was made', first],
  [
    'beside another one that was to take its place and did not',
    [...first, made(SET), outcome(2, { ok: false })],
  ],
  ['after an access that was cut off before anything could be read', [...first, began, ended('interrupted')]],
])('an envelope opens %s', async (_, said) => {
  await requireUnspent(journal(...said), SET);
});

it.each<[string, Partial<Entry>[]]>([
  ['used', [...first, began]],
  ['used to its end', [...first, began, ended('expired')]],
  ['replaced', [...first, made(SET), outcome(2, { ok: true, set: 'ffffffff' })]],
  [
    'taken away',
    [
      ...first,
      { kind: 'emergency.envelope_voided', phase: 'intent', body: { set: SET, reason: 'lost' } },
      outcome(2, { ok: true }),
    ],
  ],
])('one that was %s does not', async (_, said) => {
  await expect(requireUnspent(journal(...said), SET)).rejects.toMatchObject({ code: 'not_found' });
});

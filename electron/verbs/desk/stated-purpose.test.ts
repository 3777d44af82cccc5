import { expect, it } from 'vitest';
import { PURPOSE_MS, StatedPurpose } from './stated-purpose.ts';

function purposeAt(clock: { wall: number; mono: number }): StatedPurpose {
  return new StatedPurpose({ wallMs: () => clock.wall, monoMs: () => clock.mono });
}

it('counts for an hour by a clock that nobody sets', () => {
  const clock = { wall: 1_000_000, mono: 5 };
  const purpose = purposeAt(clock);
  expect(purpose.view).toBeUndefined();
  purpose.state('audit', 'the yearly review');
  const view = { purpose: 'audit', reason: 'the yearly review', untilMs: 1_000_000 + PURPOSE_MS };
  expect(purpose.view).toEqual(view);
  clock.wall -= 10 * PURPOSE_MS;
  clock.mono += PURPOSE_MS - 1;
  expect(purpose.view).toEqual(view);
  clock.mono += 1;
  expect(purpose.view).toBeUndefined();
});

it('is replaced by the next one, and gone with the session', () => {
  const clock = { wall: 0, mono: 0 };
  const purpose = purposeAt(clock);
  purpose.state('audit', 'the yearly review');
  clock.mono = PURPOSE_MS - 1;
  purpose.state('incident', 'a complaint');
  clock.mono = PURPOSE_MS + 1;
  expect(purpose.view).toMatchObject({ purpose: 'incident', reason: 'a complaint' });
  purpose.forget();
  expect(purpose.view).toBeUndefined();
});

import { expect, test } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { DRILL_ATTACKS } from '../../../shared/formats/index.ts';
import { systemClock } from '../../core/index.ts';
import { runDemoDrill } from './drill.ts';

test('every attack gets the verdict that it should get, and two of them only from a witness', async () => {
  const progress: number[] = [];
  const { rows, asExpected } = await runDemoDrill(systemClock, {
    onProgress: (done) => progress.push(done),
  });
  expect(
    rows.map(({ attack, without, with: witnessed }) => [attack, without.verdict, witnessed.verdict]),
  ).toEqual([
    ['edit_entry', 'entry_altered', 'entry_altered'],
    ['edit_entry_and_leaf', 'entry_altered', 'entry_altered'],
    ['delete_entry', 'entry_missing', 'entry_missing'],
    ['delete_and_close_gap', 'entry_missing', 'entry_missing'],
    ['exchange_entries', 'order_changed', 'order_changed'],
    ['cut_tail', 'tail_cut', 'tail_cut'],
    ['set_clock_back', 'clock_stepped_back', 'clock_stepped_back'],
    ['swap_payloads', 'payload_altered', 'payload_altered'],
    ['rechain_without_keys', 'chain_rewritten', 'chain_rewritten'],
    ['rechain_with_mac_key', 'chain_rewritten', 'chain_rewritten'],
    ['forge_checkpoint', 'checkpoint_forged', 'checkpoint_forged'],
    ['damage_file', 'cannot_read', 'cannot_read'],
    ['roll_back', 'ok', 'rolled_back'],
    ['rechain_with_all_keys', 'ok', 'chain_rewritten'],
  ]);
  expect(asExpected).toBe(true);
  expect(rows.filter(({ onlyWitness }) => onlyWitness).map(({ attack }) => attack)).toEqual([
    'roll_back',
    'rechain_with_all_keys',
  ]);
  expect(progress.at(-1)).toBe(DRILL_ATTACKS.length + 1);
});

test('can be cancelled', async () => {
  const controller = new AbortController();
  const drill = runDemoDrill(systemClock, {
    signal: controller.signal,
    onProgress: (done) => {
      if (done === 2) controller.abort();
    },
  });
  await expect(drill).rejects.toThrow(Problem);
  await expect(drill).rejects.toMatchObject({ code: 'cancelled' });
});

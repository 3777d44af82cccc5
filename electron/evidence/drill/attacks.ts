import type { DrillAttack, Verdict } from '../../../shared/formats/index.ts';

/** What somebody must hold for an attack: the files, the database's key too, the MAC key too, or all. */
export type Power = 'files' | 'database_key' | 'mac_key' | 'all_keys';

export interface AttackAbout {
  /** What is done, as a short sentence. */
  readonly what: string;
  readonly power: Power;
  /** What verifying must say, without a witness and with one. */
  readonly expected: { readonly without: Verdict; readonly with: Verdict };
}

function seen(verdict: Verdict): AttackAbout['expected'] {
  return { without: verdict, with: verdict };
}

/** Every attack of the drill, in order. The last two show why a checkpoint must be kept elsewhere. */
export const ATTACKS: Readonly<Record<DrillAttack, AttackAbout>> = {
  edit_entry: {
    what: 'Change what an entry says',
    power: 'database_key',
    expected: seen('entry_altered'),
  },
  edit_entry_and_leaf: {
    what: 'Change what an entry says, and its own hash with it',
    power: 'database_key',
    expected: seen('entry_altered'),
  },
  delete_entry: {
    what: 'Remove an entry',
    power: 'database_key',
    expected: seen('entry_missing'),
  },
  delete_and_close_gap: {
    what: 'Remove an entry and move the later ones up',
    power: 'database_key',
    expected: seen('entry_missing'),
  },
  exchange_entries: {
    what: 'Exchange two entries',
    power: 'database_key',
    expected: seen('order_changed'),
  },
  cut_tail: {
    what: 'Cut off the last entries',
    power: 'database_key',
    expected: seen('tail_cut'),
  },
  set_clock_back: {
    what: 'Give an entry an earlier time and make everything behind it fit',
    power: 'mac_key',
    expected: seen('clock_stepped_back'),
  },
  swap_payloads: {
    what: 'Exchange the contents of two payloads',
    power: 'database_key',
    expected: seen('payload_altered'),
  },
  rechain_without_keys: {
    what: 'Change an entry and link the rest anew, without the MAC key',
    power: 'database_key',
    expected: seen('chain_rewritten'),
  },
  rechain_with_mac_key: {
    what: 'The same with the MAC key, but without the key for checkpoints',
    power: 'mac_key',
    expected: seen('chain_rewritten'),
  },
  forge_checkpoint: {
    what: 'Sign a checkpoint with another key',
    power: 'mac_key',
    expected: seen('checkpoint_forged'),
  },
  damage_file: {
    what: 'Flip one bit of the encrypted file',
    power: 'files',
    expected: seen('cannot_read'),
  },
  roll_back: {
    what: 'Put the whole journal back to an older copy of itself',
    power: 'files',
    expected: { without: 'ok', with: 'rolled_back' },
  },
  rechain_with_all_keys: {
    what: 'Rewrite the end with every key there is, checkpoints signed anew',
    power: 'all_keys',
    expected: { without: 'ok', with: 'chain_rewritten' },
  },
};

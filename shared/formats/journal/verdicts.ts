/** What a verifier may say of a journal: `ok`, or the worst thing that it found. */
export const VERDICTS = [
  'ok',
  'entry_altered',
  'entry_missing',
  'order_changed',
  'chain_rewritten',
  'tail_cut',
  'rolled_back',
  'checkpoint_forged',
  'payload_altered',
  'clock_stepped_back',
  'schema_altered',
  'cannot_read',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What the tamper drill does to a copy of the journal, in the order it does it. */
export const DRILL_ATTACKS = [
  'edit_entry',
  'edit_entry_and_leaf',
  'delete_entry',
  'delete_and_close_gap',
  'exchange_entries',
  'cut_tail',
  'set_clock_back',
  'swap_payloads',
  'rechain_without_keys',
  'rechain_with_mac_key',
  'forge_checkpoint',
  'damage_file',
  'roll_back',
  'rechain_with_all_keys',
] as const;
export type DrillAttack = (typeof DRILL_ATTACKS)[number];

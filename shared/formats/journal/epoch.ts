/**
 * Epochs: the files that a journal consists of, each a log of its own. Positions count on over all of
 * them; links, MACs, tree and checkpoints begin anew in each.
 */

const EPOCH_FILE = /^epoch-([0-9]{4,9})\.db$/;
const DIGITS = 4;

/** `epoch-0001.db`; its log and its head record carry the same number. */
export function epochFileName(epoch: number): string {
  return `epoch-${String(epoch).padStart(DIGITS, '0')}.db`;
}

/** `head-0001.json`: where the epoch stood at its last checkpoint. */
export function headFileName(epoch: number): string {
  return `head-${String(epoch).padStart(DIGITS, '0')}.json`;
}

/** Numbers of the epochs whose files are among the names of a journal folder, oldest first. */
export function epochsAmong(names: Iterable<string>): number[] {
  const epochs = Array.from(names, (name) => Number(EPOCH_FILE.exec(name)?.[1] ?? 0));
  return epochs.filter((epoch) => epoch > 0).sort((a, b) => a - b);
}

/**
 * Names an epoch's log in its checkpoints (C2SP tlog-checkpoint, origin line): the journal's own origin
 * for the first, so that a journal of one epoch is one log; `{origin}/epoch-2` and so on behind it.
 */
export function epochOrigin(journalOrigin: string, epoch: number): string {
  return epoch === 1 ? journalOrigin : `${journalOrigin}/epoch-${epoch}`;
}

import { randomBytes } from 'node:crypto';
import type { DrillAttack, Entry } from '../../../shared/formats/index.ts';
import type { SqliteDatabase } from '../database/index.ts';
import type { JournalOptions } from '../journal/index.ts';
import { leafOfText } from '../journal/hashing.ts';
import { checkpointSigner } from '../journal/signer.ts';
import { ENTRIES_EACH, type DrillCopy } from './copy.ts';
import {
  flipBit,
  headOf,
  rewrite,
  rewriteHead,
  treeBefore,
  withoutTriggers,
  type Rewrite,
} from './tamper.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Does one attack to a copy, with nothing but what its attacker holds. */
export async function attackCopy(
  attack: DrillAttack,
  copy: DrillCopy,
  keys: Pick<JournalOptions, 'databaseKey' | 'macKey' | 'checkpointSeed'>,
): Promise<void> {
  const { databaseKey, macKey } = keys;
  const inDatabase = (act: (database: SqliteDatabase) => void): void => {
    withoutTriggers(copy.database, databaseKey, act);
  };
  const rewriteFrom = (from: number, how: Omit<Rewrite, 'from' | 'firstSeq'>): void => {
    inDatabase((database) => {
      const written = rewrite(
        database,
        { from, firstSeq: copy.firstSeq, ...how },
        treeBefore(database, copy.before, copy.firstSeq, from),
      );
      if (how.macKey !== undefined)
        rewriteHead(copy.head, how.macKey, (head) => ({
          ...headOf(written.leaf, written.range),
          note: written.note ?? head.note,
        }));
    });
  };
  const end = copy.firstSeq + copy.size;
  const moveUp = (database: SqliteDatabase, removed: number): void => {
    database.prepare('DELETE FROM run_events WHERE seq = ?').run(removed);
    const move = database.prepare('UPDATE run_events SET seq = seq - 1 WHERE seq = ?');
    for (let seq = removed + 1; seq < end; seq += 1) move.run(seq);
  };

  // The copy ends with: entries, checkpoint, entries, checkpoint.
  const first = end - 2 * (ENTRIES_EACH + 1);
  const early = first + 1;
  const late = first + ENTRIES_EACH + 2;
  switch (attack) {
    case 'edit_entry':
      inDatabase((database) => {
        database.prepare(`UPDATE run_events SET bytes = ${LIE} WHERE seq = ?`).run(early);
      });
      return;
    case 'edit_entry_and_leaf':
      inDatabase((database) => {
        database.function('leaf_of', { deterministic: true }, (bytes) => leafOfText(bytes as string));
        database
          .prepare(`UPDATE run_events SET bytes = ${LIE}, leaf = leaf_of(${LIE}) WHERE seq = ?`)
          .run(early);
      });
      return;
    case 'delete_entry':
      inDatabase((database) => {
        database.prepare('DELETE FROM run_events WHERE seq = ?').run(late);
      });
      return;
    case 'delete_and_close_gap':
      inDatabase((database) => {
        moveUp(database, late);
      });
      return;
    case 'exchange_entries':
      inDatabase((database) => {
        const move = database.prepare('UPDATE run_events SET seq = ? WHERE seq = ?');
        move.run(-1, late);
        move.run(late, late + 1);
        move.run(late + 1, -1);
      });
      return;
    case 'cut_tail':
      inDatabase((database) => {
        database.prepare('DELETE FROM run_events WHERE seq > ?').run(late);
      });
      return;
    case 'set_clock_back':
      rewriteFrom(late, {
        macKey,
        change: changing(late, (entry) => ({ ...entry, wallMs: entry.wallMs - YEAR_MS })),
      });
      return;
    case 'swap_payloads':
      swapPayloads(copy);
      return;
    case 'rechain_without_keys':
      rewriteFrom(late, { change: changing(late, lie) });
      return;
    case 'rechain_with_mac_key':
      rewriteFrom(late, { macKey, change: changing(late, lie) });
      return;
    case 'forge_checkpoint': {
      const last = end - 1;
      rewriteFrom(last, { macKey, signer: checkpointSigner(randomBytes(32)), change: (entry) => entry });
      return;
    }
    case 'damage_file':
      flipBit(copy.database);
      return;
    case 'roll_back':
      await copy.rollBack();
      return;
    case 'rechain_with_all_keys': {
      const signer = checkpointSigner(keys.checkpointSeed);
      rewriteFrom(late, { macKey, signer, change: changing(late, lie) });
      return;
    }
  }
}

/** In SQL: an entry that says it saw something else than it did. */
const LIE = `replace(bytes, '"what":"entries"', '"what":"denials"')`;

function lie(entry: Entry): Entry {
  return { ...entry, body: { ...entry.body, what: 'denials' } };
}

function changing(at: number, change: (entry: Entry) => Entry): (entry: Entry) => Entry {
  return (entry) => (entry.seq === at ? change(entry) : entry);
}

function swapPayloads(copy: DrillCopy): void {
  const [one = '', other = ''] = copy.payloads.keys();
  withoutTriggers(copy.contentDatabase, copy.contentDatabaseKey, (database) => {
    const sealed = database.prepare('SELECT sealed FROM payloads WHERE id = ?').pluck();
    const [a, b] = [sealed.get(one), sealed.get(other)];
    const update = database.prepare('UPDATE payloads SET sealed = ? WHERE id = ?');
    update.run(b, one);
    update.run(a, other);
  });
}

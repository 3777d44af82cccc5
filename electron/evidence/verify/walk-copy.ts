import { setImmediate as breathe } from 'node:timers/promises';
import { ChainWalk, FIRST_EPOCH, type ChainResult, type ChainTools } from './chain.ts';
import { JournalCopy } from './journal-database.ts';
import type { Check, Fault } from './verdict.ts';

const ENTRIES_AT_ONCE = 2000;

export interface Walked {
  readonly chain: ChainResult;
  /** Of schema and reading; those of the chain are in `chain`. */
  readonly faults: readonly Fault[];
  readonly schema: Check;
  /** False when reading stopped before the end. */
  readonly readAll: boolean;
}

/** Reads a private copy from its first to its last entry; what stops the reading is a fault. */
export async function walkCopy(
  path: string,
  databaseKey: Uint8Array,
  tools: ChainTools,
  wanted: readonly number[],
  onEntries: (done: number, total: number) => void,
): Promise<Walked> {
  let walk = new ChainWalk(tools, FIRST_EPOCH, wanted);
  let schema: Check = { what: 'Schema', state: 'unknown', detail: 'could not be read' };
  const faults: Fault[] = [];
  let copy: JournalCopy | undefined;
  let readAll = false;
  try {
    copy = new JournalCopy(path, databaseKey);
    const fault = copy.schemaFault();
    schema =
      fault === undefined
        ? { what: 'Schema', state: 'ok', detail: 'tables, triggers and views are as they should be' }
        : { what: 'Schema', state: 'failed', detail: fault };
    if (fault !== undefined) faults.push({ verdict: 'schema_altered', detail: fault });
    walk = new ChainWalk(tools, copy.start(), wanted);
    const total = copy.count();
    let done = 0;
    for (const row of copy.rows()) {
      walk.add(row);
      done += 1;
      if (done % ENTRIES_AT_ONCE === 0) {
        onEntries(done, total);
        await breathe();
      }
    }
    onEntries(done, total);
    readAll = true;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    const detail = `entries cannot be read from here on (${typeof code === 'string' ? code : 'malformed'})`;
    faults.push({ verdict: 'cannot_read', seq: walk.size, detail });
  } finally {
    copy?.close();
  }
  return { chain: walk.finish(), faults, schema, readAll };
}

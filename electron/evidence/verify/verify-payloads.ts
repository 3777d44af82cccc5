import { join } from 'node:path';
import { toHex } from '../../../shared/formats/index.ts';
import { storageFault } from './check-storage.ts';
import { sha256 } from './node-tools.ts';
import { openCopy } from './open-copy.ts';
import { copyPrivately, type PrivateCopy } from './private-copy.ts';
import type { Check } from './verdict.ts';

export interface VerifyPayloadsOptions {
  /** The workspace; `content.db` stands in it. Never written to. */
  readonly folder: string;
  /** Without it nothing of the content is looked at, and the answer says so. */
  readonly contentDatabaseKey?: Uint8Array | undefined;
  /** Ciphertext hash per cited payload, a part at a time: `CitedPayloads.parts` of `verifyJournal`. */
  readonly cited: Iterable<ReadonlyMap<string, string>>;
}

export interface PayloadsReport {
  readonly verdict: 'ok' | 'payload_altered' | 'cannot_read' | 'not_checked';
  readonly checks: readonly Check[];
}

const WHAT = 'Payloads';

/**
 * Compares the ciphertext of every cited payload with the hash in the journal. Needs the key of the
 * content database but no key of any payload: nothing is decrypted that a patient told.
 */
export async function verifyPayloads(options: VerifyPayloadsOptions): Promise<PayloadsReport> {
  const { contentDatabaseKey: key, cited } = options;
  if (key === undefined) {
    let count = 0;
    for (const part of cited) count += part.size;
    const detail = `${count} payloads are cited; comparing them needs the content key`;
    return { verdict: 'not_checked', checks: [{ what: WHAT, state: 'not_checked', detail }] };
  }
  let copy: PrivateCopy;
  try {
    copy = await copyPrivately(join(options.folder, 'content.db'));
  } catch {
    return failed('cannot_read', 'the content store cannot be copied for reading');
  }
  try {
    const fault = storageFault(copy.path, key);
    if (fault !== undefined) return failed('cannot_read', fault);
    return compare(copy.path, key, cited);
  } finally {
    await copy.remove();
  }
}

function compare(path: string, key: Uint8Array, cited: VerifyPayloadsOptions['cited']): PayloadsReport {
  let database: ReturnType<typeof openCopy> | undefined;
  try {
    database = openCopy(path, key);
    // Before keys stood in a table of their own, an erased payload was one whose key was NULL.
    const keysApart =
      database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'payload_keys'").get() !== undefined;
    const erasure = keysApart
      ? 'NOT EXISTS (SELECT 1 FROM payload_keys WHERE id = payloads.id)'
      : 'wrapped_key IS NULL';
    const select = database.prepare(`SELECT sealed, ${erasure} AS erased FROM payloads WHERE id = ?`);
    let [count, missing, altered, erased] = [0, 0, 0, 0];
    for (const part of cited)
      for (const [id, expected] of part) {
        count += 1;
        const found = select.get(id) as { sealed: unknown; erased: number } | undefined;
        if (!(found?.sealed instanceof Uint8Array)) missing += 1;
        else if (toHex(sha256(found.sealed)) !== expected) altered += 1;
        else erased += found.erased;
      }
    if (missing + altered === 0) {
      const gone = erased === 0 ? '' : `; ${erased} of them erased, so that nobody can read them`;
      const detail = `the ciphertext of all ${count} cited payloads is what the journal says${gone}`;
      return { verdict: 'ok', checks: [{ what: WHAT, state: 'ok', detail }] };
    }
    const detail = `of ${count} cited payloads ${altered} are altered and ${missing} missing`;
    return failed('payload_altered', detail);
  } catch {
    return failed('cannot_read', 'the content store cannot be read');
  } finally {
    database?.close();
  }
}

function failed(verdict: 'payload_altered' | 'cannot_read', detail: string): PayloadsReport {
  return { verdict, checks: [{ what: WHAT, state: 'failed', detail }] };
}

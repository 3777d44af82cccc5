import { timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonicalJson, headMacText, JournalHead } from '../../../shared/formats/index.ts';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { writeFileAtomic } from '../../core/index.ts';
import type { Hmac } from './hashing.ts';

export type HeadContent = Omit<JournalHead, 'mac'>;

/**
 * Writes an epoch's head record; durable when it resolves.
 *
 * @throws Problem `storage_full` or `damaged` when it cannot be written; the older one stays then.
 */
export async function writeHead(path: string, hmac: Hmac, content: HeadContent): Promise<void> {
  const mac = headMac(hmac, content).toString('hex') as Sha256Hex;
  try {
    await writeFileAtomic(path, `${canonicalJson({ ...content, mac })}\n`);
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    throw new Problem(
      code === 'ENOSPC' ? 'storage_full' : 'damaged',
      `the journal's head record could not be written (${code})`,
      'Free some space or check the disk; the entries themselves are recorded.',
    );
  }
}

/**
 * The head as this workspace wrote it, or undefined where it is missing, malformed, of another
 * log or not under our MAC. The verifier says which; the writer then reads the whole epoch again.
 */
export function readHead(path: string, hmac: Hmac, origin: string): JournalHead | undefined {
  let head: JournalHead;
  try {
    const text = readFileSync(path, 'utf8');
    head = JournalHead.parse(JSON.parse(text));
    if (`${canonicalJson(head)}\n` !== text) return undefined;
  } catch {
    return undefined;
  }
  const genuine = timingSafeEqual(headMac(hmac, head), Buffer.from(head.mac, 'hex'));
  return genuine && head.origin === origin ? head : undefined;
}

function headMac(hmac: Hmac, content: HeadContent): Buffer {
  return hmac(Buffer.from(headMacText(content), 'utf8'));
}

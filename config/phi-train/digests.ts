import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../resources/lexicons');

/** Writes a file of `resources/lexicons/` and its SHA-256 into `digests.ts` beside it; gives the digest. */
export function writeShipped(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const path = join(folder, 'digests.ts');
  const line = new RegExp(`('${name.replace('.', '\\.')}':\\s*)'[0-9a-f]*'`);
  const before = readFileSync(path, 'utf8');
  if (!line.test(before)) throw new Error(`\`digests.ts\` has no line for \`${name}\``);
  writeFileSync(path, before.replace(line, `$1'${digest}'`));
  return digest;
}

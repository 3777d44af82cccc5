import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SHA256 } from '../../../resources/lexicons/digests.ts';
import { Problem } from '../../../shared/domain/index.ts';

/**
 * Bytes of a file of `resources/lexicons/`, which stands above the code wherever that runs from: the sources, the
 * bundles in `out/`, an installed application.
 * @throws Problem `check_failed` where the file is missing or is not the one that this code was built with.
 */
export function readShipped(name: keyof typeof SHA256): Uint8Array {
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const path = join(folder, 'resources/lexicons', name);
    if (!existsSync(path)) continue;
    const bytes = readFileSync(path);
    if (createHash('sha256').update(bytes).digest('hex') !== SHA256[name])
      throw new Problem('check_failed', `\`${name}\` of the redactor is not the one that shipped`);
    return bytes;
  }
  throw new Problem('check_failed', `\`${name}\` of the redactor is missing`);
}

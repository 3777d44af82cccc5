import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** More links in a row than any system follows. */
const MOST_LINKS = 40;

/**
 * Where a folder really is: a link that it is named by is followed, also where nothing stands at its end yet. What
 * is renamed or removed has to be the folder, and never the link.
 */
export async function behindLinks(folder: string): Promise<string> {
  let place = resolve(folder);
  for (let followed = 0; followed < MOST_LINKS; followed += 1) {
    const real = await realpath(place).catch(() => undefined);
    if (real !== undefined) return real;
    const leadsTo = await readlink(place).catch(() => undefined);
    if (leadsTo === undefined) return join(await behindLinks(dirname(place)), basename(place));
    place = resolve(dirname(place), leadsTo);
  }
  return place;
}

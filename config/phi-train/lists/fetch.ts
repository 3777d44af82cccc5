import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { fetchSource } from './archives.ts';
import {
  fromCities,
  fromCmudict,
  fromFaker,
  fromFirstNames,
  fromScowl,
  fromSpanish,
  fromWordnet,
  type Lists,
} from './distil.ts';
import { SOURCES } from './sources.ts';

/**
 * Distils the lists in `distilled/` from their sources. Needs the network and Debian's `dpkg-deb`; run only to
 * change a source: the lists are part of the repository, and everything else is built from them.
 */
const cache = join(tmpdir(), 'swarm-clinical-lists');
mkdirSync(cache, { recursive: true });
const files = Object.fromEntries(SOURCES.map((source) => [source.name, fetchSource(source, cache)]));
const from = (name: string): string => files[name] ?? '';

const words = fromScowl(from('scowl'));
const english = new Set([...(words['english-common'] ?? []), ...(words['english-rare'] ?? [])]);
const lists: Lists = {
  ...words,
  ...fromWordnet(from('wordnet')),
  ...(await fromFaker(from('faker'))),
  'given-female': fromFirstNames(from('female')),
  'given-male': fromFirstNames(from('male')),
  ...fromCmudict(from('cmudict'), english),
  ...fromCities(from('cities')),
  ...fromSpanish(from('spanish')),
};
const folder = join(import.meta.dirname, 'distilled');
mkdirSync(folder, { recursive: true });
for (const [name, lines] of Object.entries(lists)) {
  const packed = brotliCompressSync(Buffer.from(lines.join('\n')), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });
  writeFileSync(join(folder, `${name}.txt.br`), packed);
  process.stdout.write(`${name.padEnd(24)} ${lines.length} lines, ${packed.length} bytes\n`);
}

import { SHA256 } from '../../../resources/lexicons/digests.ts';
import { RESTRICTED_ZIP_PREFIXES } from '../../../resources/lexicons/restricted-zip-prefixes.ts';
import type { DeidMethod } from '../../../shared/domain/index.ts';

/** How identifiers are found here and by which lists, for those who attest to it and those who examine it. */
export const METHOD: DeidMethod = {
  finders:
    'patterns with validators, cues, word lists, a linear tagger, columns and fields of structures, values of the own tables, the hospital’s dictionary',
  lists: [
    ...RESTRICTED_ZIP_PREFIXES.sources.map(({ name, prefixes }) => ({
      name: `restricted ZIP prefixes: ${name} (${prefixes.length} prefixes)`,
      asOf: RESTRICTED_ZIP_PREFIXES.asOf,
    })),
    { name: 'words, names and places', asOf: '2026-11', sha256: SHA256['words.bin'] },
    { name: 'weights of the tagger', asOf: '2026-11', sha256: SHA256['tagger.bin'] },
  ],
};

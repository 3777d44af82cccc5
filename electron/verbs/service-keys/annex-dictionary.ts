import { Problem, type ServiceKeyId } from '../../../shared/domain/index.ts';
import type { Journal } from '../../evidence/index.ts';
import type { ContentKeyring } from '../../keys/index.ts';
import type { DictionaryDesk } from '../dictionary-desk.ts';
import type { Place } from '../desk/settings.ts';
import { readSharedDictionary } from './annex.ts';
import { dictionaryAsOf } from './take-in.ts';

/** The hospital's dictionary as a service key was given it: read, and never written. */
export function dictionaryOfAnnex(
  journal: Pick<Journal, 'read'>,
  annex: { readonly place: Place; readonly id: ServiceKeyId; readonly keys: ContentKeyring },
): DictionaryDesk {
  return {
    read: async () => readSharedDictionary({ ...annex, asOfSeq: await dictionaryAsOf(journal.read) }),
    write: () =>
      Promise.reject(
        new Problem('not_allowed', 'a service key does not change the dictionary of this hospital'),
      ),
  };
}

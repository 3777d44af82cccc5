import type { Journal, ContentStore } from '../evidence/index.ts';
import type { EntryContext } from '../../shared/formats/index.ts';
import { Dictionary, EMPTY_DICTIONARY, type DictionaryState } from '../runtime/phi/index.ts';

const CATEGORY = 'artefacts';

/** The hospital's dictionary: kept as a payload of the newest entry that changed it. */
export interface DictionaryDesk {
  read(): Promise<DictionaryState>;
  write(
    dictionary: Dictionary,
    because: 'review' | 'added' | 'removed',
    context: EntryContext,
  ): Promise<void>;
}

/** @param onChange told after every change, so that redactors are made anew */
export function openDictionary(
  journal: Journal,
  payloads: ContentStore,
  onChange: () => void,
): DictionaryDesk {
  let known: Promise<DictionaryState> | undefined;
  let revision = 0;
  const load = async (): Promise<DictionaryState> => {
    const changes = await journal.read.ofKinds(['redaction.dictionary_changed']);
    const ref = changes.at(-1)?.entry.payloads[0];
    if (ref === undefined) return { ...EMPTY_DICTIONARY, revision };
    const bytes = await payloads.get(CATEGORY, ref);
    return { ...Dictionary.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))), revision };
  };
  return {
    read: () => {
      known ??= load();
      // A failure must not be remembered: the next call tries again.
      known.catch(() => (known = undefined));
      return known;
    },
    write: async ({ identifiers, words }, because, context) => {
      const dictionary: Dictionary = { identifiers, words };
      const ref = await payloads.put(CATEGORY, Buffer.from(JSON.stringify(dictionary), 'utf8'));
      await journal.event(
        'redaction.dictionary_changed',
        { identifiers: identifiers.length, words: words.length, because },
        { ...context, payloads: [ref] },
      );
      revision += 1;
      known = Promise.resolve({ ...dictionary, revision });
      onChange();
    },
  };
}

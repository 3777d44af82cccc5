import type { EventKind } from '../../../shared/formats/journal/index.ts';
import { EVENT_WORDS } from '../../ui/words.ts';

export type EntryKindFilter = EventKind;

/** Every kind of entry, in the order of the catalogue. */
export const EVENT_NAMES_OF = Object.keys(EVENT_WORDS) as readonly EventKind[];

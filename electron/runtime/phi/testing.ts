import { EMPTY_DICTIONARY } from './dictionary.ts';
import type { RedactionOrder } from './order.ts';

/** The strict profile without any corrections, for tests of what carries it out. */
export const STRICT_ORDER: RedactionOrder = {
  dictionary: { ...EMPTY_DICTIONARY, revision: 0 },
  manner: { profile: 'strict', realistic: false, session: 'one run' },
};

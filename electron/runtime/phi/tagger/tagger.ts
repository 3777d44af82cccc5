import type { Tokens } from '../tokens.ts';

/**
 * How much each word looks like part of a name or of a place, from its form, its lists and its neighbours. One
 * number per word in natural log odds: above 0 it is one more likely than not.
 */
export interface Votes {
  readonly name: Float32Array;
  readonly place: Float32Array;
}

/** Votes for every word of a text; nothing where no weights are present. MUST be linear and MUST NOT throw. */
export function tag(tokens: Tokens): Votes {
  const none = new Float32Array(tokens.count).fill(-10);
  return { name: none, place: none };
}

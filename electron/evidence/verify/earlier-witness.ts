import {
  epochOrigin,
  equalBytes,
  fromHex,
  parseCheckpoint,
  type Hash,
} from '../../../shared/formats/index.ts';
import type { ChainResult } from './chain.ts';
import { genuine } from './checkpoints.ts';
import { checkpointVerifier } from './node-tools.ts';
import type { Fault } from './verdict.ts';

/** What a witnessed checkpoint of an earlier epoch comes to: a fault, or what can be said. */
export interface EarlierWitness {
  readonly fault?: Fault;
  readonly words: string;
}

/**
 * Holds a witnessed checkpoint of an epoch that was closed off against the one that the present epoch cites.
 * Entries of that epoch are not walked again, so only the same size can be compared; a larger one tells
 * how much was known outside of what nobody vouches for any more.
 */
export function checkEarlierWitness(
  hash: Hash,
  note: string,
  { began }: Pick<ChainResult, 'began'>,
  journal: { readonly origin: string; readonly checkpointPublicKey: Uint8Array; readonly epochs: number },
): EarlierWitness {
  const { origin } = parseCheckpoint(note);
  const epoch = Array.from({ length: journal.epochs }, (_, i) => i + 1).find(
    (number) => epochOrigin(journal.origin, number) === origin,
  );
  const verifier = checkpointVerifier(origin, journal.checkpointPublicKey);
  const signed = genuine(hash, note, verifier);
  if (signed === undefined || epoch === undefined)
    return bad(
      'checkpoint_forged',
      'the signature of a witnessed checkpoint of an earlier epoch does not hold',
    );
  const about = `${signed.size} entries of epoch ${epoch} were known to a witness`;
  const { previous } = began ?? {};
  if (previous?.epoch !== epoch) return { words: `${about}; only the epoch before this one is compared` };
  const { checkpoint } = previous;
  if (checkpoint === undefined) return { words: `${about}; none of them is vouched for` };
  if (signed.size > checkpoint.size) return { words: `${about}; ${checkpoint.size} of them are vouched for` };
  if (signed.size < checkpoint.size)
    return { words: `${about}; the epoch cites ${checkpoint.size}, under which they are not read again` };
  if (equalBytes(signed.root, fromHex(checkpoint.root)))
    return { words: `${about}, and are those that this epoch cites` };
  return bad('chain_rewritten', `a witness knows other entries of epoch ${epoch} than this epoch cites`);
}

function bad(verdict: Fault['verdict'], detail: string): EarlierWitness {
  return { fault: { verdict, detail }, words: detail };
}

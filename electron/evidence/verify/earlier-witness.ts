import {
  epochOrigin,
  equalBytes,
  fromHex,
  headFileName,
  parseCheckpoint,
  toHex,
  type Hash,
} from '../../../shared/formats/index.ts';
import type { ChainResult, EpochBegan } from './chain.ts';
import { genuine, openHead } from './checkpoints.ts';
import { checkpointVerifier } from './node-tools.ts';
import type { Fault } from './verdict.ts';

/** What a witnessed checkpoint of an earlier epoch comes to: a fault, or what can be said. */
export interface EarlierWitness {
  readonly fault?: Fault;
  readonly words: string;
}

export interface EarlierEpochs {
  readonly origin: string;
  readonly checkpointPublicKey: Uint8Array;
  readonly epochs: number;
  /** Texts of their head records, by epoch. */
  readonly heads: ReadonlyMap<number, string>;
}

/**
 * Holds a witnessed checkpoint of an epoch that was closed off against what the present epoch says of it.
 * Entries of that epoch are not walked again, so only the size that is cited can be compared by its root;
 * of any other the answer is not known. But a head record is written before a checkpoint leaves, and the
 * present epoch holds its hash: a witness that knows more than the head does has seen a later state than
 * the one that was left, so what was left was an older copy.
 */
export function checkEarlierWitness(
  hash: Hash,
  note: string,
  { began }: Pick<ChainResult, 'began'>,
  journal: EarlierEpochs,
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
  const left = leftSize(hash, previous, epoch, journal);
  if (left !== undefined && signed.size > left)
    return bad(
      'rolled_back',
      `a witness knows ${signed.size} entries of epoch ${epoch}, which was left with ${left}: it was put back to an older state before`,
    );
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

/** How many entries an epoch was known to have when it was left, where its head record still says so. */
function leftSize(
  hash: Hash,
  previous: EpochBegan['previous'] | undefined,
  epoch: number,
  { origin, heads }: EarlierEpochs,
): number | undefined {
  const text = heads.get(epoch);
  const pinned = previous?.files.find(({ name }) => name === headFileName(epoch));
  if (text === undefined || pinned?.sha256 !== toHex(hash(new TextEncoder().encode(text)))) return undefined;
  const opened = openHead(text, epochOrigin(origin, epoch), undefined);
  return 'head' in opened ? opened.head.size : undefined;
}

function bad(verdict: Fault['verdict'], detail: string): EarlierWitness {
  return { fault: { verdict, detail }, words: detail };
}

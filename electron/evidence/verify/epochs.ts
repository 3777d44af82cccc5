import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { epochOrigin, epochsAmong, fromHex, equalBytes, type Hash } from '../../../shared/formats/index.ts';
import { genuine } from './checkpoints.ts';
import type { ChainResult, EpochBegan } from './chain.ts';
import { checkpointVerifier } from './node-tools.ts';
import type { Check, Fault } from './verdict.ts';

/** The epoch that is written to; 1 where no file says otherwise. */
export async function newestEpoch(folder: string): Promise<number> {
  const names = await readdir(join(folder, 'journal')).catch(() => []);
  return epochsAmong(names).at(-1) ?? 1;
}

/**
 * Holds the files of earlier epochs against what the present one says of them. Their entries are not
 * walked again: what stands behind the checkpoint that is cited, nobody vouches for.
 */
export async function checkEarlierEpochs(
  hash: Hash,
  chain: ChainResult,
  journal: { readonly folder: string; readonly origin: string; readonly checkpointPublicKey: Uint8Array },
): Promise<{ readonly check: Check; readonly fault: Fault | undefined }> {
  const what = 'Earlier epochs';
  if (chain.epoch === 1) return { check: { what, state: 'ok', detail: 'there are none' }, fault: undefined };
  const fault =
    chain.began === undefined
      ? altered('the epoch does not say what came before it', chain.firstSeq)
      : ((await changedFile(chain.began, join(journal.folder, 'journal'))) ??
        citedFault(hash, chain.began, journal));
  if (fault !== undefined)
    return { check: { what, state: 'failed', detail: fault.detail, firstBad: undefined }, fault };
  return { check: { what, state: 'unknown', detail: inWords(chain) }, fault: undefined };
}

function inWords({ began, firstSeq }: ChainResult): string {
  const { epoch = 0, entries = 0, checkpoint, checked = false } = began?.previous ?? {};
  const covered =
    checkpoint === undefined
      ? 'no checkpoint of it could be shown to hold'
      : `its last good checkpoint covers ${checkpoint.size} entries${checked ? '' : ', which could not be read'}`;
  return (
    `epoch ${epoch} was found damaged and closed off, its files are as they were left then; ` +
    `${entries} of its entries could be read, and ${covered}; this epoch begins at entry ${firstSeq}`
  );
}

/** The first file that is not what it was when the epoch began. */
async function changedFile({ previous }: EpochBegan, folder: string): Promise<Fault | undefined> {
  for (const { name, sha256 } of previous.files) {
    const found = await fileSha256(join(folder, name));
    if (found === undefined)
      return { verdict: 'entry_missing', detail: `the file ${name} of an earlier epoch is gone` };
    if (found !== sha256) return altered(`the file ${name} of an earlier epoch was changed`);
  }
  return undefined;
}

function citedFault(
  hash: Hash,
  { previous }: EpochBegan,
  journal: { readonly origin: string; readonly checkpointPublicKey: Uint8Array },
): Fault | undefined {
  const { checkpoint, epoch } = previous;
  if (checkpoint === undefined) return undefined;
  const verifier = checkpointVerifier(epochOrigin(journal.origin, epoch), journal.checkpointPublicKey);
  const signed = genuine(hash, checkpoint.note, verifier);
  if (signed?.size === checkpoint.size && equalBytes(signed.root, fromHex(checkpoint.root))) return undefined;
  return { verdict: 'checkpoint_forged', detail: 'the checkpoint of the earlier epoch does not hold' };
}

function altered(detail: string, seq?: number): Fault {
  return { verdict: 'entry_altered', detail, seq };
}

async function fileSha256(path: string): Promise<string | undefined> {
  const sum = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) sum.update(chunk as Uint8Array);
  } catch {
    return undefined;
  }
  return sum.digest('hex');
}

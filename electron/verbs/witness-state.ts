import { EVENTS, toHex, parseCheckpoint } from '../../shared/formats/index.ts';
import type { WitnessStateView } from '../../shared/ipc/index.ts';
import type { Journal } from '../evidence/index.ts';

/** The two public keys that a workspace shows to others. */
export interface OwnKeys {
  readonly origin: string;
  readonly logKey: string;
  readonly witnessKey: string;
}

/**
 * What of the epoch that is written to is known outside its machine, from what the journal itself records: checkpoints that
 * were handed out, and cosignatures that came back.
 */
export async function readWitnessState(
  { read }: Pick<Journal, 'read'>,
  keys: OwnKeys,
): Promise<WitnessStateView> {
  const { firstSeq, size, lastCheckpoint } = await read.state();
  const recorded = await read.ofKinds(['witness.export', 'witness.imported'], firstSeq);
  let lastAnchored: WitnessStateView['lastAnchored'];
  let lastCosigned: WitnessStateView['lastCosigned'];
  for (const { entry } of recorded) {
    const { wallMs } = entry;
    if (entry.kind === 'witness.imported') {
      const body = EVENTS['witness.imported'].event.parse(entry.body);
      const { witness } = body;
      if (body.size >= (lastCosigned?.size ?? 0))
        lastCosigned = { witness, size: body.size, timestampMs: body.timestampS * 1000, wallMs };
      if (body.size >= (lastAnchored?.size ?? 0))
        lastAnchored = { kind: 'workspace', size: body.size, wallMs, witness };
    } else if (entry.phase === 'outcome') {
      const body = EVENTS['witness.export'].outcome.parse(entry.body);
      if (body.ok && body.size > (lastAnchored?.size ?? 0))
        lastAnchored = { kind: body.medium, size: body.size, wallMs };
    }
  }
  const anchored = lastAnchored?.size ?? 0;
  return {
    ...keys,
    size,
    ...(lastCheckpoint === undefined
      ? {}
      : {
          lastCheckpoint: {
            size: lastCheckpoint.size,
            root: lastCheckpoint.root,
            note: lastCheckpoint.note,
            wallMs: (await read.get(lastCheckpoint.seq)).entry.wallMs,
          },
        }),
    ...(lastAnchored === undefined ? {} : { lastAnchored }),
    ...(lastCosigned === undefined ? {} : { lastCosigned }),
    unanchoredEntries: size - anchored,
    ...(anchored < size ? { unanchoredSinceMs: (await read.get(firstSeq + anchored)).entry.wallMs } : {}),
  };
}

/** The newest note with cosignatures that covers an entry. */
export async function cosignedNote(
  { read }: Pick<Journal, 'read'>,
  seq: number,
): Promise<{ readonly note: string; readonly size: number } | undefined> {
  const { firstSeq } = await read.state();
  const imported = await read.ofKinds(['witness.imported'], firstSeq);
  return imported
    .map(({ entry }) => EVENTS['witness.imported'].event.parse(entry.body))
    .findLast(({ size }) => firstSeq + size > seq);
}

/** Origin, size and root of a note, the root in hexadecimal. */
export function aboutNote(note: string): { origin: string; size: number; root: string } {
  const { origin, size, root } = parseCheckpoint(note);
  return { origin, size, root: toHex(root) };
}

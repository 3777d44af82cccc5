import { Problem } from '../../shared/domain/index.ts';
import { fromHex, splitNote, writeTlogProof } from '../../shared/formats/index.ts';
import { contextOf } from './actor.ts';
import type { Transfers } from '../operations/index.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Handlers } from './dispatch.ts';
import { aboutNote, cosignedNote } from './witness-state.ts';

/** Proofs of single entries, for people who have no access to the journal. */
export function proofVerbs<C extends OpenContent>(
  desk: Desk<C>,
  transfers: Transfers,
): Pick<Handlers, 'audit.prove'> {
  /** A checkpoint that covers the entry: cosigned where there is one, else the newest, else a new one. */
  const noteOver = async (seq: number): Promise<string> => {
    const cosigned = await cosignedNote(desk.journal, seq);
    if (cosigned !== undefined) return cosigned.note;
    const { firstSeq, size, lastCheckpoint } = await desk.journal.read.state();
    if (seq >= firstSeq + size) throw new Problem('not_found', `the journal has no entry ${seq}`);
    if (seq < firstSeq)
      throw new Problem(
        'not_found',
        `entry ${seq} lies in an epoch that was left as it is`,
        'Nobody can vouch for it beyond the checkpoint that the first entry of the newest epoch cites.',
      );
    if (lastCheckpoint !== undefined && firstSeq + lastCheckpoint.size > seq) return lastCheckpoint.note;
    return (await desk.journal.checkpoint('proof')).note;
  };
  return {
    'audit.prove': async ({ seq, save }, caller) => {
      const note = await noteOver(seq);
      const { origin, size, root } = aboutNote(note);
      const proof = await desk.journal.read.prove(seq, size);
      if (proof.root !== root)
        throw new Problem(
          'damaged',
          'the stored entries do not lead to the signed checkpoint',
          'Run `swarm audit verify` on the workspace to see what is affected.',
        );
      const text = writeTlogProof({
        index: proof.index,
        path: proof.path.map(fromHex),
        note,
        extra: proof.bytes,
      });
      const names = splitNote(note).signatures.map(({ name }) => name);
      const witnesses = [...new Set(names)].filter((name) => name !== origin);
      const { leafSha256, path, index } = proof;
      const view = { seq, index, size, leafSha256, root: proof.root, path: [...path], witnesses, text };
      await desk.journal.event('journal.viewed', { what: 'proof' }, contextOf(caller));
      if (save !== true) return view;
      const context = contextOf(caller);
      const place = await transfers.place(
        { what: 'proof', suggestedName: `entry-${seq}.tlog-proof` },
        context,
      );
      if (place === undefined) return view;
      const { file } = await place.send(text, context);
      return { ...view, savedTo: file };
    },
  };
}

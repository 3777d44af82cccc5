import { Problem, type Sha256Hex } from '../../shared/domain/index.ts';
import {
  checkpointVerifierKey,
  cosignCheckpoint,
  epochOrigin,
  EVENTS,
  fromHex,
  noteInFile,
  writeWitnessRequest,
} from '../../shared/formats/index.ts';
import {
  judgeRequest,
  openOwn,
  openReturned,
  readRequest,
  sha256,
  witnessSigner,
  type LastSigned,
} from '../evidence/index.ts';
import type { Brought, OutgoingPlace, Transfers } from '../operations/index.ts';
import { publicKeysOf } from '../keys/index.ts';
import { contextOf } from './actor.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { recordedAct } from './recorded.ts';
import { readWitnessFile } from './witness-files.ts';
import { aboutNote, readWitnessState, type OwnKeys } from './witness-state.ts';

export interface WitnessPorts {
  readonly transfers: Transfers;
  /** Names a workspace's journal in its checkpoints. */
  originOf(workspaceId: string): string;
  wallMs(): number;
}

type WitnessVerb =
  'audit.getWitnessState' | 'audit.exportWitness' | 'audit.signWitness' | 'audit.importWitness';

/** The keys that a workspace shows to others, and the name of the log that it writes to now. */
export async function ownKeys<C extends OpenContent>(
  desk: Desk<C>,
  ports: Pick<WitnessPorts, 'originOf'>,
): Promise<OwnKeys> {
  const journalOrigin = ports.originOf(desk.place.workspaceId);
  const { epoch } = await desk.journal.read.state();
  const origin = epochOrigin(journalOrigin, epoch);
  const { checkpoint } = publicKeysOf(desk.metadata);
  const logKey = checkpointVerifierKey(sha256, origin, checkpoint);
  const witness = witnessSigner(desk.metadata.checkpointSeed, journalOrigin);
  return { origin, logKey, witnessKey: witness.key };
}

/** Checkpoints that leave this workspace as files, cosignatures for others, and those that come back. */
export function witnessVerbs<C extends OpenContent>(
  desk: Desk<C>,
  ports: WitnessPorts,
): Pick<Handlers, WitnessVerb> {
  const save = (suggestedName: string, caller: Caller): Promise<OutgoingPlace | undefined> =>
    ports.transfers.place({ what: 'checkpoint', suggestedName }, contextOf(caller));
  const open = (title: string, caller: Caller): Promise<Brought | undefined> =>
    ports.transfers.bring('witness', contextOf(caller), title);

  return {
    'audit.getWitnessState': async () => readWitnessState(desk.journal, await ownKeys(desk, ports)),

    'audit.exportWitness': async ({ fromSize }, caller) => {
      const { journal } = desk;
      const state = await readWitnessState(journal, await ownKeys(desk, ports));
      const { origin, logKey } = state;
      const place = await save(`checkpoint-${state.size}.witness`, caller);
      if (place === undefined) return null;
      const { note, size, root } = await journal.checkpoint('witness');
      const oldSize = fromSize ?? state.lastCosigned?.size ?? 0;
      if (oldSize > size) throw tooFar(oldSize, size);
      const { path } = await journal.read.proveGrowth(oldSize, size);
      const request = writeWitnessRequest({ oldSize, path: path.map(fromHex), note });
      const handedOut = { size, root, medium: 'file' } as const;
      await recordedAct(
        journal,
        'witness.export',
        handedOut,
        contextOf(caller),
        () => place.send(request, contextOf(caller)),
        () => ({ ok: true as const, ...handedOut }),
      );
      return { file: place.file, origin, size, root, key: logKey };
    },

    'audit.signWitness': async ({ logKey }, caller) => {
      const brought = await open('Cosign a checkpoint of another workspace', caller);
      if (brought === undefined) return null;
      const { origin: ownOrigin } = await ownKeys(desk, ports);
      const request = readRequest(await readWitnessFile(brought));
      const { origin, size, root } = aboutNote(request.note);
      const journalOrigin = ports.originOf(desk.place.workspaceId);
      if (origin === ownOrigin || origin.startsWith(`${journalOrigin}/`)) throw notOneself();
      const last = await lastSigned(desk, origin);
      const judged = judgeRequest(request, last, logKey);
      const about = { origin, size, root: root as Sha256Hex };
      if (!judged.ok) {
        const lastRoot = last === undefined ? {} : { lastRoot: last.root as Sha256Hex };
        const body = { ...about, lastSize: last?.size ?? 0, ...lastRoot, reason: judged.reason };
        await desk.journal.event('witness.refused', body, contextOf(caller));
        throw new Problem('check_failed', `not cosigned: ${judged.reason}`, judged.hint);
      }
      const place = await save(`checkpoint-${size}-cosigned.witness`, caller);
      if (place === undefined) return null;
      const timestampS = Math.floor(ports.wallMs() / 1000);
      const signer = witnessSigner(desk.metadata.checkpointSeed, journalOrigin);
      // Recorded first: what this workspace has once seen must bind it, whatever becomes of the file.
      const body = { ...about, logKey: judged.logKey, timestampS };
      await desk.journal.event('witness.signed', body, contextOf(caller));
      const cosigned = cosignCheckpoint(sha256, request.note, signer, timestampS);
      const { file } = await place.send(cosigned, contextOf(caller));
      return { ...about, file, witness: signer.name, timestampMs: timestampS * 1000, key: signer.key };
    },

    'audit.importWitness': async ({ witnessKey }, caller) => {
      const brought = await open('Take in a cosigned checkpoint', caller);
      if (brought === undefined) return null;
      const { journal, metadata } = desk;
      const { origin, logKey } = await ownKeys(desk, ports);
      const note = noteInFile(await readWitnessFile(brought));
      const { size, root } = openOwn(note, origin, publicKeysOf(metadata).checkpoint);
      if ((await journal.read.proveGrowth(size, size)).newRoot !== root) throw anotherJournal();
      const taken = openReturned(note, await knownWitnesses(desk), witnessKey);
      const about = { size, root: root as Sha256Hex };
      await journal.event('witness.imported', { ...taken, ...about, note }, contextOf(caller));
      const { witness, timestampS } = taken;
      const { path: file } = brought;
      return { ...about, file, origin, witness, timestampMs: timestampS * 1000, key: logKey };
    },
  };
}

async function lastSigned<C extends OpenContent>(
  desk: Desk<C>,
  origin: string,
): Promise<LastSigned | undefined> {
  const signed = await desk.journal.read.ofKinds(['witness.signed']);
  return signed
    .map(({ entry }) => EVENTS['witness.signed'].event.parse(entry.body))
    .findLast((body) => body.origin === origin);
}

async function knownWitnesses<C extends OpenContent>(desk: Desk<C>): Promise<string[]> {
  const imported = await desk.journal.read.ofKinds(['witness.imported']);
  return [
    ...new Set(imported.map(({ entry }) => EVENTS['witness.imported'].event.parse(entry.body).witnessKey)),
  ];
}

function tooFar(oldSize: number, size: number): Problem {
  return new Problem('invalid_input', `the journal has ${size} entries, not yet ${oldSize}`);
}

function notOneself(): Problem {
  return new Problem(
    'invalid_input',
    'this is a checkpoint of this workspace',
    'A witness is another workspace, on another machine.',
  );
}

function anotherJournal(): Problem {
  return new Problem(
    'check_failed',
    'the journal is not the one that was cosigned: it was rewritten or put back',
    'Keep the file safe and run `swarm audit verify --witness` with it.',
  );
}

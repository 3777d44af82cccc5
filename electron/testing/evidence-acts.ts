import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkpointVerifierKey,
  cosignCheckpoint,
  noteInFile,
  signCheckpoint,
  verifierKey,
  witnessKey,
  writeWitnessRequest,
  type CheckpointSigner,
} from '../../shared/formats/index.ts';
import type { VerbInput, VerbName, VerbResult } from '../../shared/ipc/index.ts';
import { passwordOf, type Composed } from './composed.ts';

/** Asks a verb in whatever way the test is about. */
export type Ask = <N extends VerbName>(verb: N, args: VerbInput<N>) => Promise<VerbResult<N>>;

const ELSEWHERE = 'swarm-clinical.invalid/elsewhere';
const EVER = { fromMs: 0, toMs: 4_000_000_000_000 } as const;

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Reports over a period, drills and witnesses, in turn. Signs in as Carla and Ada. */
export async function actOnEvidence(composed: Composed, ask: Ask): Promise<void> {
  await composed.signIn('Carla');
  const signature = { password: passwordOf('Carla'), meaning: 'responsibility' } as const;
  const about = { kind: 'integrity', ...EVER } as const;
  const { id: report } = await ask('reports.issuePeriod', { ...about, ...signature });
  await ask('audit.drill', {});
  await actOnWitnesses(composed, ask);

  await composed.signIn('Ada');
  const own = { password: passwordOf('Ada') };
  await rm(join(composed.folder, 'out.csv.pdf'), { force: true });
  await ask('signing.countersign', { report, meaning: 'review', ...own });
  await ask('signing.useWorkspaceKey', own);
}

/** A checkpoint of ours comes back cosigned, and one from elsewhere is cosigned here. */
async function actOnWitnesses(composed: Composed, ask: Ask): Promise<void> {
  const [out, brought] = [join(composed.folder, 'out.csv.witness'), join(composed.folder, 'brought.witness')];
  composed.chosen = brought;
  const signer = newSigner();
  const name = `${ELSEWHERE}/witness`;

  await rm(out, { recursive: true, force: true });
  await composed.call('audit.exportWitness', {});
  const note = noteInFile(await readFile(out, 'utf8'));
  await writeFile(brought, cosignCheckpoint(sha256, note, { name, ...signer }, 1_780_000_000));
  await ask('audit.importWitness', { witnessKey: verifierKey(sha256, witnessKey(name, signer.publicKey)) });

  await rm(out, { recursive: true, force: true });
  const checkpoint = { origin: ELSEWHERE, size: 5, root: new Uint8Array(32).fill(5) };
  const theirs = signCheckpoint(sha256, checkpoint, signer);
  await writeFile(brought, writeWitnessRequest({ oldSize: 0, path: [], note: theirs }));
  await ask('audit.signWitness', { logKey: checkpointVerifierKey(sha256, ELSEWHERE, signer.publicKey) });
}

function newSigner(): CheckpointSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { publicKey: raw, sign: (message) => sign(null, message, privateKey) };
}

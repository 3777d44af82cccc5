import { Problem, type ArtefactKind, type Sha256Hex } from '../../../../shared/domain/index.ts';
import type { EntryContext } from '../../../../shared/formats/index.ts';
import type { RunId } from '../../../../shared/domain/index.ts';
import type { RunPorts } from '../ports.ts';

export interface Artefact {
  readonly kind: ArtefactKind;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly secret: boolean;
  readonly mandatory: boolean;
}

/** Writes an artefact into the run folder: intent, file, outcome with its hash. */
export async function writeArtefact(
  ports: Pick<RunPorts, 'journal' | 'artefacts'>,
  run: RunId,
  { kind, file, bytes, secret, mandatory }: Artefact,
  context: EntryContext,
): Promise<Sha256Hex> {
  const intent = await ports.journal.intent('artefact.write', { artefact: kind, file, mandatory }, context);
  try {
    const { sizeBytes, sha256 } = await ports.artefacts.write(run, { kind, file, bytes, secret });
    await ports.journal.outcome('artefact.write', intent, { ok: true, sizeBytes, sha256 }, context);
    return sha256;
  } catch (error) {
    if (error instanceof Problem)
      await ports.journal.outcome(
        'artefact.write',
        intent,
        { ok: false, code: error.code, message: error.message.slice(0, 500) },
        context,
      );
    throw error;
  }
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

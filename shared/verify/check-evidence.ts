import { Problem } from '../domain/problem.ts';
import { EVIDENCE_FILES } from '../formats/evidence.ts';
import type { Checkpoint } from '../formats/journal/checkpoint.ts';
import {
  checkProofs,
  compareWitness,
  openNote,
  readEvidence,
  type Evidence,
  type FileReader,
} from './evidence.ts';
import type { VerifierTools } from './tools.ts';
import type { KnownByOtherMeans, Lines } from './verdict.ts';

/** The line about what a person may give beside the file; that nothing was given is no fault. */
export const WITNESS_LINE = 'Journal or witness';
const NAMES = { checkpoint: 'Checkpoint', proofs: 'Entries', witness: WITNESS_LINE } as const;

/**
 * Lines about the evidence that a report or bundle carries: the checkpoint under the journal's key, each
 * entry under the checkpoint, and the checkpoint beside those that were kept elsewhere.
 *
 * @returns the checkpoint's note, where there is one
 */
export async function checkEvidence(
  lines: Lines,
  file: FileReader,
  known: KnownByOtherMeans,
  tools: VerifierTools,
): Promise<string | undefined> {
  const rows = file(EVIDENCE_FILES.rows);
  if (rows === undefined) return undefined;
  let note = '';
  const opened = await lines.check(
    NAMES.checkpoint,
    async () => {
      const evidence = readEvidence(rows, tools);
      note = textOf(file, EVIDENCE_FILES.checkpoint, tools);
      return { evidence, checkpoint: await openNote(note, evidence.key, tools) };
    },
    ({ checkpoint }) =>
      `signed by the key that the report names for \`${checkpoint.origin}\`, over ${checkpoint.size} entries`,
  );
  if (opened === undefined) {
    lines.notReached([NAMES.proofs]);
    return undefined;
  }
  const { evidence, checkpoint } = opened;
  await lines.check(
    NAMES.proofs,
    () => checkProofs(evidence, textOf(file, EVIDENCE_FILES.proofs, tools), note, checkpoint, tools),
    ({ shown, withheld }) =>
      `${shown} journal entries stand under the checkpoint` +
      (withheld === 0 ? '' : `, and ${withheld} more whose content is withheld`),
  );
  await checkWitnesses(lines, evidence, checkpoint, known, tools);
  return note;
}

async function checkWitnesses(
  lines: Lines,
  { key }: Evidence,
  checkpoint: Checkpoint,
  { witnesses = [] }: KnownByOtherMeans,
  tools: VerifierTools,
): Promise<void> {
  if (witnesses.length === 0)
    lines.addOptional(
      NAMES.witness,
      'none was given: that the journal was not rewritten as a whole is not shown',
    );
  for (const [index, witness] of witnesses.entries()) {
    const what = witnesses.length === 1 ? NAMES.witness : `${NAMES.witness} ${index + 1}`;
    try {
      const same = await compareWitness(witness, checkpoint, key, tools);
      lines.add(
        same === undefined
          ? {
              what,
              verdict: 'unknown',
              detail:
                'the witness holds a checkpoint of another size; only the journal shows that one grew out of the other',
            }
          : { what, verdict: 'ok', detail: same },
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      lines.fail(what, error.message);
    }
  }
}

function textOf(file: FileReader, name: string, tools: VerifierTools): string {
  const bytes = file(name);
  if (bytes === undefined) throw new Problem('check_failed', `\`${name}\` is missing`);
  return tools.utf8(bytes);
}

import { lstat, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Problem, type OutgoingKind, type Protection } from '../../../shared/domain/index.ts';

const FORMAT = 'swarm-clinical/handover/1';
/** Of the note inside an archive. */
export const NOTE_NAME = 'about-this-file.json';
const MOST_NOTE_BYTES = 16_384;

/**
 * What goes with every file about patients, as its mark: who handed it to whom, when and for what. Formats that
 * could be marked inside are those of tables (Parquet); the rest have a note beside the file or in its archive. MUST
 * be free of identifiers of patients.
 */
export interface Handover {
  readonly what: OutgoingKind;
  readonly sentById: string;
  readonly sentByRole: string;
  /** The name of the member of staff, for the recipient; never in an entry. */
  readonly sentByName?: string | undefined;
  readonly sentAtMs: number;
  readonly purpose: string;
  readonly recipient: string;
  readonly protection: Protection;
  /** What the data was labelled with, such as `name` or `free_text`. */
  readonly labels: readonly string[];
  /** Where the data came from, such as a dataset and its version. */
  readonly source: Readonly<Record<string, string>>;
  /** The correlation id under which the journal tells of it. */
  readonly reference: string;
}

/** The file that a note is about. */
export interface NotedFile {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** The note as JSON: read by people as it stands, and by programs. */
export function handoverNote(handover: Handover, noted: NotedFile): string {
  const said = {
    format: FORMAT,
    about: 'Handed out for the purpose and to the recipient named here. Not to be passed on.',
    ...noted,
    ...stampOf(handover),
    labels: handover.labels,
  };
  return `${JSON.stringify(said, null, 2)}\n`;
}

/** The same as keys and values, for formats that carry them inside. */
export function stampOf(handover: Handover): Record<string, string> {
  const { what, sentById, sentByRole, sentByName, sentAtMs, purpose, recipient, protection } = handover;
  return {
    ...{ what, purpose, recipient, protection },
    ...{ sentBy: sentByName ?? sentById, sentByRole, sentById },
    sentAt: new Date(sentAtMs).toISOString(),
    labels: handover.labels.join(' '),
    ...handover.source,
    reference: handover.reference,
  };
}

/** Where the note about a file stands that is no archive. */
export function noteBeside(path: string): string {
  return `${path}.about.json`;
}

/** A note of an earlier file of this name gives way; nobody was asked about anything else. @throws Problem `already_exists` */
export async function requireNotePlace(path: string): Promise<void> {
  const note = noteBeside(path);
  let text = '';
  try {
    const found = await lstat(note);
    if (found.isFile() && found.size <= MOST_NOTE_BYTES) text = await readFile(note, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (!text.includes(`"format": "${FORMAT}"`))
    throw new Problem(
      'already_exists',
      `\`${basename(note)}\` stands there already, where the note about the file belongs`,
      'Choose another name.',
    );
}

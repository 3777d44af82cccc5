import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem, type IncomingKind } from '../../../shared/domain/index.ts';
import { checkInside, tellContent } from './content.ts';
import { INCOMING } from './kinds.ts';
import { extensionOf, noSuchFile, plainFileAt, realFolderOf, requirePlainPath } from './places.ts';

/** A file that was looked at and may be read. */
export interface LookedAt {
  /** With every link on the way resolved. */
  readonly path: string;
  readonly folder: string;
  readonly sizeBytes: number;
}

/**
 * Looks at a chosen file before anything reads it: a plain file of an allowed kind and size, holding what its name
 * says, and nothing that runs, bursts or leads elsewhere.
 *
 * @param closed folders of the application itself
 * @throws Problem `invalid_input`, `not_found`, `not_allowed`, `unsupported`, `limit_reached`
 */
export async function lookAt(
  what: IncomingKind,
  chosen: string,
  closed: readonly string[],
): Promise<LookedAt> {
  requirePlainPath(chosen);
  const { extensions, largestBytes, contents, mayBeLink } = INCOMING[what];
  const at = mayBeLink === true ? await realpath(chosen).catch(() => chosen) : chosen;
  const folder = await realFolderOf(at, closed);
  const path = join(folder, basename(at));
  if (!(await plainFileAt(path))) throw noSuchFile(path);
  const extension = extensionOf(chosen);
  if (!extensions.includes(extension))
    throw new Problem(
      'unsupported',
      extension === '' ? 'the file has no extension' : `files named .${extension} are not taken in here`,
      `Possible are: ${extensions.map((each) => `.${each}`).join(', ')}.`,
    );
  const file = await openPlain(path);
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new Problem('invalid_input', 'that is not a file', 'Choose a plain file.');
    if (status.size === 0)
      throw new Problem('invalid_input', 'the file is empty', 'Choose a file with something in it.');
    if (status.size > largestBytes)
      throw new Problem(
        'limit_reached',
        `the file is larger than ${sizeInWords(largestBytes)}`,
        what === 'table' ? 'Split it and import the parts.' : 'Choose the file that was written for this.',
      );
    const told = await tellContent(file);
    const content = told.contents.find((each) => contents(extension).includes(each));
    if (content === undefined)
      throw new Problem(
        'unsupported',
        `the file is named .${extension} but holds ${told.words}`,
        what === 'table'
          ? 'Save the table as CSV, XLSX or Parquet and import that.'
          : 'Choose the file that was written for this.',
      );
    await checkInside(file, status.size, content);
    return { path, folder, sizeBytes: status.size };
  } finally {
    await file.close();
  }
}

/** Opens what is a plain file now: a link that took its place is refused, a pipe does not hold anybody up. */
export async function openPlain(path: string): Promise<FileHandle> {
  // Windows knows neither flag and names neither.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>;
  try {
    return await open(path, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  } catch (error) {
    switch (String((error as NodeJS.ErrnoException).code)) {
      case 'ENOENT':
        throw noSuchFile(path);
      case 'EACCES':
      case 'EPERM':
        throw new Problem('not_allowed', 'the file may not be read', 'Ask for read access to it.');
      case 'ELOOP':
        throw new Problem('invalid_input', 'that is a link, not a file', 'Choose a plain file.');
      default:
        throw new Problem(
          'invalid_input',
          'the file cannot be opened',
          'Copy it to this workstation and try again.',
        );
    }
  }
}

function sizeInWords(bytes: number): string {
  return bytes >= 2 ** 30 ? `${bytes / 2 ** 30} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}

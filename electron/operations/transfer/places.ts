import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, relative, sep } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';

/** Names that Windows gives to devices, whatever extension follows. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;
/** Where systems show processes, devices and settings as files. */
const SYSTEM_FOLDERS = ['/proc', '/sys', '/dev'];
/** Files that carry macros by what their names say, on Office's own list. */
const MACRO_EXTENSIONS: ReadonlySet<string> = new Set(
  'xlsm xlsb xltm xlam xla xls xlt xlw docm dotm pptm potm ppam ppsm'.split(' '),
);

/**
 * Refuses names that are something else than a plain file's: alternate data streams, devices, resource forks.
 *
 * @throws Problem `invalid_input`
 */
export function requirePlainPath(path: string): void {
  const name = basename(path);
  const afterDrive = /^[a-z]:[\\/]/i.test(path) ? path.slice(2) : path;
  if (!isAbsolute(path) || path.includes('\0'))
    throw new Problem('invalid_input', 'that is no path of a file', 'Choose a file by the dialog.');
  if (process.platform === 'win32' && /^[\\/]{2}[?.][\\/]/.test(path))
    throw new Problem('invalid_input', 'that is the path of a device', 'Choose a plain file.');
  if (afterDrive.includes(':'))
    throw new Problem(
      'invalid_input',
      'the name holds a colon, which on some volumes is an alternate data stream',
      'Rename the file, then choose it again.',
    );
  if (/(?:^|[\\/])\.\.namedfork(?:[\\/]|$)/.test(path))
    throw new Problem('invalid_input', 'that is a fork of a file, not a file', 'Choose a plain file.');
  if (DEVICE_NAME.test(name))
    throw new Problem('invalid_input', 'the name is that of a device', 'Rename the file.');
}

/**
 * The real folder that a path lies in: links on the way are followed once, here, and never again.
 *
 * @throws Problem `not_found`, `not_allowed` for folders of the system or of the application itself
 */
export async function realFolderOf(path: string, closed: readonly string[]): Promise<string> {
  let folder: string;
  try {
    folder = await realpath(dirname(path));
  } catch {
    throw new Problem(
      'not_found',
      'there is no such folder',
      `\`${dirname(path)}\` is not there, or is no folder. Check how it is written, and whether its medium is in.`,
    );
  }
  for (const each of SYSTEM_FOLDERS)
    if (process.platform !== 'win32' && lies(folder, each))
      throw new Problem('not_allowed', 'that is a folder of the system itself', 'Choose another folder.');
  for (const each of closed) {
    const real = await realpath(each).catch(() => each);
    if (lies(folder, real))
      throw new Problem(
        'not_allowed',
        'that is a folder of the application itself',
        'Choose a folder outside the workspace.',
      );
  }
  return folder;
}

/** Says where nothing was found. The path stands in the hint, which the person alone reads: no entry takes it. */
export function noSuchFile(path: string): Problem {
  return new Problem(
    'not_found',
    'there is no such file',
    `Nothing lies at \`${path}\`. Check how it is written, and whether its medium is in.`,
  );
}

/** What stands at a path without following it: nothing, or a plain file. @throws Problem `invalid_input` */
export async function plainFileAt(path: string): Promise<boolean> {
  let found: Awaited<ReturnType<typeof lstat>>;
  try {
    found = await lstat(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new Problem('not_allowed', 'the file may not be looked at', 'Ask for access to it.');
  }
  if (found.isFile()) return true;
  throw new Problem('invalid_input', `that is ${whatIs(found)}, not a file`, 'Choose a plain file.');
}

function whatIs(found: Awaited<ReturnType<typeof lstat>>): string {
  if (found.isSymbolicLink()) return 'a link';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/** The extension without its dot, in small letters. @throws Problem `unsupported` for kinds with macros */
export function extensionOf(path: string): string {
  const extension = extname(path).slice(1).toLowerCase();
  if (MACRO_EXTENSIONS.has(extension))
    throw new Problem(
      'unsupported',
      `files named .${extension} can carry macros`,
      'Save the table as .xlsx without macros, or as CSV, and import that.',
    );
  return extension;
}

function lies(folder: string, within: string): boolean {
  const way = relative(within, folder);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** What the log of the operating system is told, and how loudly. Nothing of it is of a person's making. */
const WORDS = {
  began: ['emergency access began', 'alert'],
  escalated: ['emergency access was seen by no compliance officer within 15 minutes', 'alert'],
  ended: ['emergency access ended', 'notice'],
  refused: ['emergency access was refused', 'warning'],
  drilled: ['emergency access drill', 'notice'],
} as const;
export type LogWord = keyof typeof WORDS;

/** One line for the log: which word, of which workspace, about which entry of its journal. No patient data fits in. */
export interface LogLine {
  readonly what: LogWord;
  /** A UUID. */
  readonly workspaceId: string;
  readonly entry: number;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TEXT = new RegExp(`^Swarm Clinical: (.{1,80}), workspace (${UUID}), entry (\\d{1,12})$`);
const WINDOWS_TYPES = { alert: 'ERROR', warning: 'WARNING', notice: 'INFORMATION' } as const;
/** Of our entries in the Application log of Windows; a forwarder filters by it. */
const WINDOWS_ID = '901';

/**
 * Program and arguments that write a line: `logger` (RFC 3164 facility authpriv, by /dev/log) on Linux and
 * macOS, `eventcreate` on Windows. Both are part of the system.
 *
 * @returns undefined where the variable that says where Windows lies says something else
 */
export function logCommand(
  { what, workspaceId, entry }: LogLine,
  platform: NodeJS.Platform,
  systemRoot: string | undefined,
): Command | undefined {
  const [words, level] = WORDS[what];
  const text = `Swarm Clinical: ${words}, workspace ${workspaceId}, entry ${entry}`;
  if (!TEXT.test(text)) return undefined;
  if (platform !== 'win32')
    return {
      program: '/usr/bin/logger',
      args: [
        // Without it util-linux says nothing of a log that nobody listens to; others do not know the word.
        ...(platform === 'linux' ? ['--socket-errors=on'] : []),
        ...['-t', 'swarm-clinical', '-p', `authpriv.${level}`, '--', text],
      ],
    };
  if (!/^[A-Z]:\\[\w ]{1,40}$/i.test(systemRoot ?? '')) return undefined;
  const type = WINDOWS_TYPES[level];
  return {
    program: `${systemRoot ?? ''}\\System32\\eventcreate.exe`,
    args: ['/L', 'APPLICATION', '/T', type, '/SO', 'Swarm Clinical', '/ID', WINDOWS_ID, '/D', text],
  };
}

/** Whether a command is one that `logCommand` makes, to the letter. `args` without the program. */
export function isLogCommand(
  file: string,
  args: readonly string[],
  platform: NodeJS.Platform,
  systemRoot: string | undefined,
): boolean {
  const [, words, workspaceId, entry] = TEXT.exec(args.at(-1) ?? '') ?? [];
  const what = (Object.keys(WORDS) as LogWord[]).find((word) => WORDS[word][0] === words);
  if (what === undefined || workspaceId === undefined) return false;
  const made = logCommand({ what, workspaceId, entry: Number(entry) }, platform, systemRoot);
  return (
    file === made?.program &&
    args.length === made.args.length &&
    args.every((word, at) => word === made.args[at])
  );
}

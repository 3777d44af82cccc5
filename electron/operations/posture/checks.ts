import type { PostureCheck } from '../../../shared/domain/index.ts';
import { isOnEncryptedDisk } from './disk.ts';
import type { Machine } from './machine.ts';
import { routesOut, socketsOfOurs } from './network.ts';

/** What the application knows of itself and the checks cannot read from the machine. */
export interface OwnFacts {
  readonly host: 'electron' | 'stand-in' | 'command-line';
  readonly pid: number;
  readonly workspaceFolder: string;
  readonly deviceSecretFile: string;
  /** Attempts that the guard refused so far; undefined where no guard runs. */
  readonly refusals: number | undefined;
  readonly childrenIsolated: boolean;
  readonly routesAccepted: readonly string[];
  readonly nowMs: number;
  /** Time of the newest entry of the journal. */
  readonly lastEntryMs: number | undefined;
  /** Backend of the model that was loaded last, as it was recorded. */
  readonly inference: string | undefined;
  readonly manifest: Omit<PostureCheck, 'id'>;
}

type Finding = Omit<PostureCheck, 'id'>;
type Check = (machine: Machine, own: OwnFacts) => Finding;

/** How far the clock may lag behind what was already recorded. */
const CLOCK_SLACK_MS = 60_000;
/** No build of this application is older. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);

const fine = (grade: PostureCheck['grade'], finding: string): Finding => ({ grade, state: 'fine', finding });
const attention = (grade: PostureCheck['grade'], finding: string): Finding => ({
  grade,
  state: 'attention',
  finding,
});
const unknown = (finding: string): Finding => ({ grade: 'unknown', state: 'not_known', finding });

const CHECKS: Readonly<Record<PostureCheck['id'], Check>> = {
  guard: (_, { refusals }) => {
    if (refusals === undefined) return attention('unknown', 'This program runs without its guard.');
    const sentence = 'Every call that would open a connection is refused in this process.';
    if (refusals === 0) return fine('enforced', sentence);
    return attention('enforced', `${sentence} Attempts so far: ${refusals}.`);
  },
  children: (_, { childrenIsolated, host }) => {
    if (host === 'electron')
      return fine('enforced', 'Tools and model run under the guard, started from a fixed list.');
    return childrenIsolated
      ? fine('enforced', 'Tools and model start from a fixed list, in a namespace without an interface.')
      : fine('enforced', 'Tools and model start from a fixed list under the guard; no namespace can be had.');
  },
  namespace: (machine) => {
    if (machine.platform !== 'linux') return unknown('This system has no network namespaces.');
    return machine.interfaces().length === 0
      ? fine('enforced', 'This program runs where there is no network interface.')
      : unknown('This program shares the network of the machine.');
  },
  filter: (machine) => {
    const mode = /^Seccomp:\s+(\d)/m.exec(machine.read('/proc/self/status') ?? '')?.[1];
    return mode === '2'
      ? fine('enforced', 'The system filters the calls of this program.')
      : unknown('No filter of the system on this program was found.');
  },
  interfaces: (machine) => {
    const names = machine.interfaces();
    return fine('recorded', names.length === 0 ? 'None.' : `Up with an address: ${shortList(names)}.`);
  },
  route: (machine, { routesAccepted }) => {
    const routes = routesOut(machine);
    if (routes.length === 0) return fine('recorded', 'Nothing leads out of this machine.');
    if (routes.every((name) => routesAccepted.includes(name)))
      return fine(
        'asserted',
        `${shortList(routes)} leads into an isolated network, as somebody answers for.`,
      );
    return attention(
      'recorded',
      `${shortList(routes)} leads out of this machine, and nobody answers for it.`,
    );
  },
  sockets: (machine, { pid }) => {
    const sockets = socketsOfOurs(machine, pid);
    if (sockets === undefined) return unknown('This system does not show the sockets of a program.');
    if (sockets === 0) return fine('recorded', 'No process of ours holds an internet socket.');
    return attention('recorded', `Internet sockets held by processes of ours: ${sockets}.`);
  },
  firewall: (machine) => {
    if (machine.platform === 'win32')
      return unknown(
        'No rule of this program’s own is installed. Block it in the firewall of the workstation.',
      );
    if (machine.platform === 'darwin')
      return fine('asserted', 'The entitlements of this program name no network; they are not read here.');
    return unknown('Rules of this system cannot be read without further rights.');
  },
  manifest: (_, { manifest }) => manifest,
  fuses: (_, { host }) =>
    host === 'electron'
      ? fine('asserted', 'Set when the package was built; the program cannot read its own.')
      : unknown('This host has no fuses.'),
  sandbox: (_, { host }) => {
    if (host === 'command-line') return unknown('There is no window.');
    return fine('asserted', 'Pages run in the sandbox of the browser, which was asked for at start.');
  },
  capture: (_, { host }) =>
    host === 'command-line'
      ? unknown('There is no window.')
      : fine('recorded', 'Not prevented: other programs can take pictures of the screen.'),
  disk: (machine, { workspaceFolder }) => {
    const encrypted = isOnEncryptedDisk(machine, workspaceFolder);
    if (encrypted === undefined) return unknown('Whether the system encrypts this disk cannot be read.');
    return encrypted
      ? fine('recorded', 'The system encrypts the disk of the workspace.')
      : unknown('The system shows no encryption of this disk. The workspace is encrypted by itself.');
  },
  screen_lock: () =>
    unknown('The lock policy of the system cannot be read; ours locks with it and by itself.'),
  device_secret: (machine, { deviceSecretFile }) => {
    const mode = machine.mode(deviceSecretFile);
    if (machine.platform === 'win32') return unknown('Kept in the folder of this account.');
    if (mode === undefined) return unknown('There is none yet.');
    return (mode & 0o077) === 0
      ? fine('recorded', 'A file that this account alone can read, not a key store of hardware.')
      : attention('recorded', 'Other accounts of this machine can read its file.');
  },
  clock: (_, { nowMs, lastEntryMs }) => {
    if (nowMs < EARLIEST_MS) return attention('recorded', 'The clock is older than this program.');
    if (lastEntryMs !== undefined && nowMs + CLOCK_SLACK_MS < lastEntryMs)
      return attention('recorded', 'The clock lies behind what is already recorded.');
    return fine('asserted', 'Not behind what is recorded; that it is right is asserted.');
  },
  inference: (_, { inference }) =>
    inference === undefined
      ? unknown('No model was loaded yet.')
      : fine('recorded', `The last model ran on ${inference}.`),
};

/** Everything that can be said about the workstation without asking anybody. Takes milliseconds. */
export function checkPosture(machine: Machine, own: OwnFacts): PostureCheck[] {
  return (Object.keys(CHECKS) as PostureCheck['id'][]).map((id) => ({ id, ...CHECKS[id](machine, own) }));
}

function shortList(names: readonly string[]): string {
  const rest = names.length - 4;
  return `${names.slice(0, 4).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

import type { PostureCheck } from '../../../shared/domain/index.ts';
import { lookAtChildren } from './children.ts';
import { isOnEncryptedDisk } from './disk.ts';
import { firewallOnWindows } from './firewall.ts';
import type { FusesFound } from './fuses.ts';
import type { Machine } from './machine.ts';
import { interfacesOf, routesOut, socketsOfOurs } from './network.ts';
import type { DeviceSecretState } from '../../keys/index.ts';
import { findDeviceSecret } from './device-secret.ts';
import { isFiltered, pagesOf } from './processes.ts';
import { screenLock } from './screen-lock.ts';
import { findSignIn, type OwnSignIn } from './sign-in.ts';

/** What the application knows of itself and the checks cannot read from the machine. */
export interface OwnFacts {
  readonly host: 'electron' | 'stand-in' | 'command-line';
  readonly pid: number;
  readonly workspaceFolder: string;
  readonly deviceSecretFile: string;
  /** Where the secret of this account lies, and what key store of the system there is. */
  readonly deviceSecret: DeviceSecretState;
  /** Attempts that the guard refused so far; undefined where no guard runs. */
  readonly refusals: number | undefined;
  readonly childrenIsolated: boolean;
  readonly routesAccepted: readonly string[];
  /** Sign-in with accounts of the hospital; undefined where it is off. */
  readonly signIn: OwnSignIn | undefined;
  readonly nowMs: number;
  /** Time of the newest entry of the journal. */
  readonly lastEntryMs: number | undefined;
  /** Backend of the model that was loaded last, as it was recorded. */
  readonly inference: string | undefined;
  readonly manifest: Omit<PostureCheck, 'id'>;
  /** How old the content keys are; undefined where there are none yet. */
  readonly contentKeys: OwnContentKeys | undefined;
  /** Full path of the running program, and what variables in paths stand for. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** On macOS: whether the system runs this program in its App Sandbox. */
  readonly inAppSandbox: boolean;
  /** Read from the program when somebody asks; undefined before that, and where it shows none. */
  readonly fuses: FusesFound | undefined;
}

/** What the key file says of the content keys in clear. */
export interface OwnContentKeys {
  readonly epoch: number;
  readonly ageDays: number;
  readonly everyDays: number;
  readonly state: 'fresh' | 'soon' | 'due' | 'overdue';
  /** A change whose objects are not all wrapped anew yet. */
  readonly unfinished: boolean;
}

type Finding = Omit<PostureCheck, 'id'>;
type Check = (machine: Machine, own: OwnFacts) => Finding;

/** How far the clock may lag behind what was already recorded. */
const CLOCK_SLACK_MS = 60_000;
/** How long an unattended screen may stay open before a person should look at that setting. */
const LONGEST_UNLOCKED_SECONDS = 30 * 60;
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
  children: (machine, { childrenIsolated, host, pid }) => {
    const { running, apart } = lookAtChildren(machine, pid);
    const inside = machine.outside('route') !== undefined;
    const list = 'Tools and model start from a fixed list under the guard';
    if (running > 0 && apart === running)
      return fine('enforced', `${list}. Measured: all ${running} that run have no network interface.`);
    if (running > 0 && (inside || (childrenIsolated && host !== 'electron')))
      return attention(
        'recorded',
        `${list}. Measured: ${running - apart} of ${running} that run are in the network of the machine.`,
      );
    if (inside) return fine('enforced', `${list}, in the namespace of this program.`);
    return childrenIsolated && host !== 'electron'
      ? fine('enforced', `${list}, in a namespace without an interface, as tried at this start.`)
      : fine('enforced', `${list}; no namespace can be had for them here.`);
  },
  sign_in: (_, own) => findSignIn(own),
  namespace: (machine) => {
    if (machine.platform !== 'linux') return unknown('This system has no network namespaces.');
    if (machine.interfaces().length > 0) return unknown('This program shares the network of the machine.');
    return machine.outside('route') === undefined
      ? unknown('No interface has an address; whether this program is apart from the machine is not seen.')
      : fine('enforced', 'This program runs in a network namespace of its own, without an interface.');
  },
  filter: (machine) =>
    isFiltered(machine, 'self')
      ? fine('enforced', 'The system filters the calls of this program.')
      : unknown('No filter of the system on this program was found.'),
  interfaces: (machine) => {
    const names = interfacesOf(machine);
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
  firewall: (machine, own) => {
    if (machine.platform === 'win32') return windowsFirewall(machine, own);
    if (machine.platform !== 'darwin')
      return unknown('Rules of this system cannot be read without further rights.');
    return own.inAppSandbox
      ? fine('asserted', 'Runs in the App Sandbox of macOS; its entitlements name no network.')
      : unknown('Not in the App Sandbox of macOS, whose entitlements would leave out the network.');
  },
  manifest: (_, { manifest }) => manifest,
  fuses: (_, { host, fuses }) => {
    if (host !== 'electron') return unknown('This host has no fuses.');
    if (fuses === undefined)
      return fine('asserted', 'Set when the package was built; read when somebody asks.');
    return fuses.wrong.length === 0
      ? fine('recorded', 'Read from the program: all are as the package sets them.')
      : attention('recorded', `Not as the package sets them: ${shortList(fuses.wrong)}.`);
  },
  sandbox: (machine, { host, pid }) => {
    if (host === 'command-line') return unknown('There is no window.');
    const { running, filtered } = pagesOf(machine, pid);
    if (running === 0)
      return fine('asserted', 'Pages run in the sandbox of the browser, which was asked for at start.');
    return filtered === running
      ? fine('enforced', 'Measured: the system filters the calls of every page.')
      : attention('recorded', `Measured: ${running - filtered} of ${running} pages run without a filter.`);
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
  screen_lock: (machine, { homeFolder }) => {
    const lock = screenLock(machine, homeFolder);
    if (lock === undefined)
      return unknown('The lock policy of the system cannot be read; ours locks with it and by itself.');
    if (lock === 'off') return attention('recorded', 'The system does not lock its screen by itself.');
    const { afterSeconds } = lock;
    const minutes = Math.ceil(afterSeconds / 60);
    const sentence = `Set to lock after ${minutes} minute${minutes === 1 ? '' : 's'} without anybody.`;
    return afterSeconds <= LONGEST_UNLOCKED_SECONDS
      ? fine('recorded', sentence)
      : attention('recorded', sentence);
  },
  device_secret: (machine, { deviceSecret, deviceSecretFile }) =>
    findDeviceSecret(deviceSecret, machine.platform === 'win32' ? undefined : machine.mode(deviceSecretFile)),
  content_keys: (_, { contentKeys }) => {
    if (contentKeys === undefined) return unknown('There are none yet.');
    const { ageDays, everyDays, state, unfinished } = contentKeys;
    const sentence = `In use for ${ageDays} day${ageDays === 1 ? '' : 's'}, changed every ${everyDays}.`;
    if (unfinished) return attention('recorded', `${sentence} A change of them is not finished.`);
    if (state === 'overdue') return attention('recorded', `${sentence} They are overdue: change them now.`);
    if (state === 'due') return attention('recorded', `${sentence} They are due.`);
    return fine('recorded', state === 'soon' ? `${sentence} They are due soon.` : sentence);
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

function windowsFirewall(machine: Machine, { program, environment }: OwnFacts): Finding {
  const own = machine.registry('firewall');
  if (own === undefined) return unknown('The rules of the Windows firewall cannot be read.');
  switch (firewallOnWindows(own, machine.registry('firewallPolicy') ?? '', program, environment)) {
    case 'blocks':
      return fine('recorded', 'A rule of the Windows firewall blocks whatever this program would send.');
    case 'no_rule':
      return attention(
        'recorded',
        'No rule of the Windows firewall blocks this program. Repair its installation.',
      );
    case 'switched_off':
      return attention('recorded', 'There is a rule, and the Windows firewall is off for some networks.');
    case 'overruled':
      return attention('recorded', 'There is a rule, and the domain lets rules of the machine not count.');
  }
}

/** Everything that can be said about the workstation without asking anybody. Takes milliseconds. */
export function checkPosture(machine: Machine, own: OwnFacts): PostureCheck[] {
  return (Object.keys(CHECKS) as PostureCheck['id'][]).map((id) => ({ id, ...CHECKS[id](machine, own) }));
}

function shortList(names: readonly string[]): string {
  const rest = names.length - 4;
  return `${names.slice(0, 4).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

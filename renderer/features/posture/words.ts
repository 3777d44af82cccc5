import type { PostureCheck, PostureGrade } from '../../../shared/domain/posture.ts';

/** Names of what is looked at, in words of people who run workstations. */
export const CHECK_WORDS: Readonly<Record<PostureCheck['id'], string>> = {
  guard: 'Connections of this program',
  children: 'Its tools and its model',
  sign_in: 'Sign-in with hospital accounts',
  namespace: 'Network namespace',
  filter: 'System call filter',
  interfaces: 'Network interfaces',
  route: 'Ways out of this machine',
  sockets: 'Internet sockets of ours',
  firewall: 'Firewall or entitlements',
  manifest: 'Files of this program',
  fuses: 'Fuses of the package',
  sandbox: 'Sandbox of the window',
  capture: 'Pictures of the screen',
  disk: 'Disk encryption',
  screen_lock: "The system's screen lock",
  device_secret: 'Device secret',
  content_keys: 'Content keys',
  clock: 'Clock',
  inference: 'Where the model ran',
};

/** What each grade claims, no more. */
export const GRADE_WORDS: Readonly<Record<PostureGrade, { readonly text: string; readonly means: string }>> =
  {
    enforced: { text: 'Enforced', means: 'this program or the system prevents the opposite' },
    recorded: { text: 'Recorded', means: 'seen and written down at this start' },
    asserted: { text: 'Asserted', means: 'somebody answers for it' },
    unknown: { text: 'Unknown', means: 'cannot be known from here' },
  };

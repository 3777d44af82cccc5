import { z } from 'zod';

/** How well a finding about the workstation is known, from the strongest to none. */
export const PostureGrade = z.enum(['enforced', 'recorded', 'asserted', 'unknown']);
export type PostureGrade = z.output<typeof PostureGrade>;

/** What is looked at on each start, in the order in which it is shown. */
export const POSTURE_CHECKS = [
  'guard',
  'children',
  'sign_in',
  'namespace',
  'filter',
  'interfaces',
  'route',
  'sockets',
  'firewall',
  'manifest',
  'fuses',
  'sandbox',
  'capture',
  'disk',
  'screen_lock',
  'device_secret',
  'content_keys',
  'clock',
  'inference',
] as const;

export const PostureCheck = z.strictObject({
  id: z.enum(POSTURE_CHECKS),
  grade: PostureGrade,
  /** `attention`: a person should look; says nothing where nothing is known. */
  state: z.enum(['fine', 'attention', 'not_known']),
  /** One sentence; names of interfaces and packages at most, never an address. */
  finding: z.string().max(300),
});
export type PostureCheck = z.output<typeof PostureCheck>;

/** Name of a network interface as the system gives it. */
export const InterfaceName = z.string().regex(/^[\w.:@ ()-]{1,64}$/);

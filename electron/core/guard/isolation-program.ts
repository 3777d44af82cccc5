/** Starts another program in a network namespace of its own, which has no interface; part of every Linux. */
export const ISOLATION_PROGRAM = '/usr/bin/unshare';

/** Root needs no user namespace, and would lose its rights over the files of others in one. */
export function isolationArguments(uid: number | undefined): readonly string[] {
  return uid === 0 ? ['--net'] : ['--user', '--map-current-user', '--net'];
}

/** Harmless, and there wherever the isolation program is: tells whether isolation works. */
export const ISOLATION_TRIAL = '/bin/true';

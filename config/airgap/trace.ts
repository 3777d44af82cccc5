import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TRACER = '/usr/bin/strace';
/** Every call by which a process reaches, answers or names a peer. */
const CALLS = 'connect,bind,sendto,sendmsg,sendmmsg';
const OFFENCE = new RegExp(`\\b(?:${CALLS.replaceAll(',', '|')})\\(.*\\bAF_INET6?\\b`);

export function canTrace(): boolean {
  return process.platform === 'linux' && existsSync(TRACER);
}

/**
 * Writes a program that starts `program` with its own arguments under the system's tracer. The process keeps
 * its number, so that it can be signalled and killed as if nobody watched; all it starts is traced as well.
 *
 * @returns the file to start instead
 */
export function writeTracer(folder: string, program: string): string {
  const file = join(folder, 'traced');
  const options = `-D -f --seccomp-bpf -qq -e signal=none -e trace=${CALLS}`;
  writeFileSync(file, `#!/bin/sh\nexec ${TRACER} ${options} -o '${folder}/'$$.trace '${program}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** What the traces in a folder show: how many programs were watched, and each call towards a network. */
export function readTraces(folder: string): { readonly programs: number; readonly offences: string[] } {
  const traces = readdirSync(folder).filter((name) => name.endsWith('.trace'));
  const lines = traces.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  return { programs: traces.length, offences: lines.filter((line) => OFFENCE.test(line)) };
}

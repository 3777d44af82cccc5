import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peerOf } from '../../electron/core/guard/pinned-peer.ts';

const TRACER = '/usr/bin/strace';
/** Every call by which a process reaches, answers or names a peer. */
const CALLS = 'connect,bind,sendto,sendmsg,sendmmsg';
/** The sign-in process, and where its policy stands (electron/core/guard). */
const SIGN_IN = '/sign-in.utility.js';
const POLICY = '/etc/swarm-clinical/machine-policy.json';
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
  const script = [
    '#!/bin/sh',
    `trace='${folder}/'$$`,
    // SEC-50: the one program that may reach somebody, with the policy that says whom, as it sees it itself.
    `case "$*" in *${SIGN_IN}) cp ${POLICY} "$trace".policy; trace=$trace.sign-in ;; esac`,
    `exec ${TRACER} ${options} -o "$trace".trace '${program}' "$@"`,
  ];
  writeFileSync(file, `${script.join('\n')}\n`);
  chmodSync(file, 0o755);
  return file;
}

export interface Traced {
  /** How many programs were watched. */
  readonly programs: number;
  /** Each call towards a network that nothing allows. */
  readonly offences: string[];
  /** Connections of sign-in processes to the one provider that the machine policy pins: address and port. */
  readonly agreed: string[];
}

/** What the traces in a folder show. */
export function readTraces(folder: string): Traced {
  const traces = readdirSync(folder).filter((name) => name.endsWith('.trace'));
  const calls = traces.flatMap((name) => {
    const peers = peersOf(folder, name);
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    return lines
      .filter((line) => OFFENCE.test(line))
      .map((line) => ({ line, peer: peers.get(peerIn(line)) }));
  });
  return {
    programs: traces.length,
    offences: calls.filter(({ peer }) => peer === undefined).map(({ line }) => line),
    agreed: calls.flatMap(({ peer }) => peer ?? []),
  };
}

/** Where the program of a trace may connect to, by how the tracer writes it: nowhere for all but one. */
function peersOf(folder: string, trace: string): ReadonlyMap<string, string> {
  if (!trace.endsWith('.sign-in.trace')) return new Map();
  const file = join(folder, trace.replace(/\.sign-in\.trace$/, '.policy'));
  const peer = existsSync(file) ? peerOf(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  return new Map(peer?.addresses.map((address) => [`${address} ${peer.port}`, `${address}:${peer.port}`]));
}

/** Address and port of a `connect` by TCP to IPv4; of any other call nothing that is ever allowed. */
function peerIn(line: string): string {
  const { port, address } =
    /\bconnect\(.*sin_port=htons\((?<port>\d+)\), sin_addr=inet_addr\("(?<address>[\d.]+)"\)/.exec(line)
      ?.groups ?? {};
  return `${address ?? ''} ${port ?? ''}`;
}

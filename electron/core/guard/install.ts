import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { refuseStrangers } from './children.ts';
import {
  currentGuard,
  GUARD_CHANNEL,
  GUARD_KEY,
  LEDGER_LIMIT,
  packageOf,
  refusalMessage,
  type Guard,
  type Refusal,
} from './ledger.ts';
import { fix, refuseNetwork, type AllowedPeer } from './network.ts';

/** What a program may that others may not. */
export interface GuardExceptions {
  /** The one peer of the sign-in process. */
  readonly peer: AllowedPeer | undefined;
  /** Whether it starts programs and threads of the fixed list. */
  readonly starts: boolean;
}

/**
 * SEC-27, SEC-28: puts the guard into this thread, once.
 *
 * @param file the prelude itself, which children are started under
 */
export function installGuard(file: string, { peer, starts }: GuardExceptions): void {
  if (currentGuard() !== undefined) return;
  const folder = dirname(file);
  const refusals: Refusal[] = [];
  const listeners: ((refusal: Refusal) => void)[] = [];
  const note = (refusal: Refusal): void => {
    if (refusals.length < LEDGER_LIMIT) refusals.push(refusal);
    for (const listener of listeners) listener(refusal);
  };

  const refuse = (call: string): void => {
    const refusal = { call, by: packageOf(deepStack()) };
    note(refusal);
    writeSync(2, `refused: ${call} by ${refusal.by}\n`);
    if (isMainThread) process.send?.(refusalMessage(refusal));
    else tellMainThread(refusal);
  };

  refuseNetwork(refuse, peer);
  refuseStrangers(folder, file, refuse, starts);
  if (isMainThread) {
    // By default this signal makes Node listen for a debugger.
    process.on('SIGUSR1', () => {
      note({ call: 'signal.SIGUSR1', by: 'another process' });
    });
    const channel = new BroadcastChannel(GUARD_CHANNEL);
    channel.onmessage = (event) => {
      note((event as { data: Refusal }).data);
    };
    channel.unref();
  }
  const guard: Guard = Object.freeze({
    folder,
    refusals: () => [...refusals],
    onRefusal: (listener: (refusal: Refusal) => void) => {
      listeners.push(listener);
    },
    note,
  });
  fix(globalThis, GUARD_KEY, guard);
}

/** The frames of whoever called, further down than an error keeps by default. */
function deepStack(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack } = new Error();
  Error.stackTraceLimit = limit;
  return stack ?? '';
}

function tellMainThread(refusal: Refusal): void {
  const channel = new BroadcastChannel(GUARD_CHANNEL);
  channel.postMessage(refusal);
  channel.close();
}

import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
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
import { fix, refuseNetwork } from './network.ts';

// SEC-27, SEC-28. The build puts this file in front of every program of ours: it is the first thing that
// runs in a process or thread, before any dependency is loaded. It has no switch.

if (currentGuard() === undefined) install();

function install(): void {
  const file = fileURLToPath(import.meta.url);
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

  refuseNetwork(refuse);
  refuseStrangers(folder, file, refuse);
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

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker, parentPort, type Transferable } from 'node:worker_threads';
import { childEnvironment } from './guard/environment.ts';
import { childCommand } from './guard/isolation.ts';
import { currentGuard, refusalOf } from './guard/ledger.ts';
import type { Channel } from './rpc.ts';

/**
 * Starts another process of ours and speaks with it. Plain Node forks; Electron's shell passes in a
 * version made with `utilityProcess`.
 */
export type LaunchProcess = (entry: URL, name: string) => Channel;

/** Starts a worker thread. `entry` is written `new URL('./x.worker.ts', import.meta.url)`; the bundler follows it. */
export function startWorker(entry: URL, name: string, workerData?: unknown): Channel {
  const worker = new Worker(entry, { name, workerData });
  let lastError: string | undefined;
  worker.on('error', (error: unknown) => {
    lastError = error instanceof Error ? error.name : 'error';
  });
  return {
    post: (message, transfer) => {
      worker.postMessage(message, transfer as readonly Transferable[] | undefined);
    },
    onMessage: (listener) => {
      worker.on('message', listener);
    },
    onClose: (listener) => {
      worker.once('exit', (code) => {
        listener(lastError ?? `exit code ${code}`);
      });
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

/** The parent's side of a worker thread, seen from inside it. */
export function workerParent(): Channel {
  const port = parentPort;
  if (port === null) throw new Error('not a worker thread');
  return {
    post: (message, transfer) => {
      port.postMessage(message, transfer as readonly Transferable[] | undefined);
    },
    onMessage: (listener) => {
      port.on('message', listener);
    },
    onClose: (listener) => {
      port.once('close', () => {
        listener('parent gone');
      });
    },
    close: () => {
      port.close();
      return Promise.resolve();
    },
  };
}

/**
 * `LaunchProcess` over child_process: structured clone over a pipe, no inherited arguments, no network
 * interface where the system allows that. The one place that starts a program.
 */
export const forkProcess: LaunchProcess = (entry) => {
  const { program, args } = childCommand(fileURLToPath(entry));
  const child = spawn(program, args, {
    serialization: 'advanced',
    env: childEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', (message: unknown) => {
    const refusal = refusalOf(message);
    if (refusal !== undefined) currentGuard()?.note(refusal);
  });
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`);
    });
    child.once('error', (error) => {
      resolve(error.name);
    });
  });
  return {
    post: (message) => {
      // A child may go before this reaches it; that is told by its end, not by what could not be sent.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onClose: (listener) => {
      void gone.then(listener);
    },
    close: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};

/** The parent's side of a child process or Electron utility process, seen from inside it. */
export function processParent(): Channel {
  const electronPort = (process as { parentPort?: ElectronParentPort }).parentPort;
  if (electronPort !== undefined) {
    return {
      post: (message) => {
        electronPort.postMessage(message);
      },
      onMessage: (listener) => {
        electronPort.on('message', (event) => {
          listener(event.data);
        });
      },
      // Electron ends a utility process together with its parent.
      onClose: () => undefined,
      close: () => Promise.resolve(),
    };
  }
  return {
    post: (message) => {
      process.send?.(message);
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
    onClose: (listener) => {
      process.once('disconnect', () => {
        listener('parent gone');
      });
    },
    close: () => {
      process.disconnect();
      return Promise.resolve();
    },
  };
}

interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

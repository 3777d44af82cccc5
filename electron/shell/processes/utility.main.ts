import { fileURLToPath } from 'node:url';
import type { UtilityProcess } from 'electron';
import { childEnvironment, type Channel, type LaunchProcess } from '../../core/index.ts';

interface UtilityProcesses {
  fork(modulePath: string, args: string[], options: Electron.ForkOptions): UtilityProcess;
}

/** Starts our other processes as Electron utility processes: no arguments, no network service of their own. */
export function utilityProcessLauncher(utilityProcess: UtilityProcesses): LaunchProcess {
  return (entry, name): Channel => {
    const child = utilityProcess.fork(fileURLToPath(entry), [], {
      serviceName: name,
      execArgv: [],
      env: childEnvironment(),
      stdio: ['ignore', 'ignore', 'inherit'],
      allowLoadingUnsignedLibraries: false,
      respondToAuthRequestsFromMainProcess: false,
    });
    const gone = new Promise<string>((resolve) => {
      child.once('exit', (code) => {
        resolve(`exit code ${code}`);
      });
    });
    return {
      post: (message) => {
        child.postMessage(message);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      onClose: (listener) => {
        void gone.then(listener);
      },
      close: async () => {
        if (child.kill()) await gone;
      },
    };
  };
}

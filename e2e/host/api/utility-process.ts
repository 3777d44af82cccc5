import { fork as forkNode, type ChildProcess } from 'node:child_process';
import type Electron from 'electron';
import { Emitter } from './emitter.ts';
import type { UtilityProcessPart } from './parts.ts';

/** A utility process as a plain Node child; ours speak with either through `processParent`. */
class StandInUtilityProcess extends Emitter<Electron.UtilityProcess> implements UtilityProcessPart {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('message', (message) => this.say('message', message));
    child.once('spawn', () => this.say('spawn'));
    child.once('exit', (code) => this.say('exit', code ?? 1));
    child.once('error', () => this.say('exit', 1));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(message: unknown): void {
    // It may go before this reaches it, which its end tells.
    if (this.#child.connected) this.#child.send(message as object, () => undefined);
  }

  kill(): boolean {
    return this.#child.kill('SIGKILL');
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcessPart =>
    new StandInUtilityProcess(
      forkNode(modulePath, args, {
        serialization: 'advanced',
        execArgv: options.execArgv ?? [],
        env: (options.env ?? process.env) as NodeJS.ProcessEnv,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
    ),
};

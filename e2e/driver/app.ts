import type { Page } from 'playwright';
import { launchElectron } from './electron.ts';
import { electronProgram } from './host.ts';
import { launchStandIn } from './stand-in.ts';

/** The running application as a spec sees it, whichever host carries it. */
export interface RunningApp {
  readonly host: 'electron' | 'stand-in';
  readonly page: Page;
  /** This run's data folder: fresh, and removed at the end. */
  readonly userFolder: string;
  /** All that main and its children printed so far. */
  output(): string;
  /** Number of windows now. */
  windowCount(): number;
  /** The next system dialog is answered with this path; undefined cancels it. Unasked dialogs cancel. */
  answerDialog(path: string | undefined): Promise<void>;
  emitPower(event: 'suspend' | 'lock-screen'): Promise<void>;
  /** Ends the main process at once, as a power cut would. */
  kill(): Promise<void>;
  /** Quits in order. Resolves with the main process's exit code. */
  close(): Promise<number>;
}

export interface LaunchOptions {
  readonly userFolder: string;
  /** Another main module than the application's. */
  readonly entry?: string | undefined;
  /** A command that the stand-in's main process is started by. */
  readonly startedBy?: readonly string[] | undefined;
}

/** Starts the built application and resolves when main has shown its window. */
export async function launchApp(
  userFolder: string,
  more: Pick<LaunchOptions, 'entry' | 'startedBy'> = {},
): Promise<RunningApp> {
  const program = electronProgram();
  return program === undefined
    ? launchStandIn({ userFolder, ...more })
    : launchElectron(program, { userFolder, ...more });
}

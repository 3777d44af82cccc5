import { join } from 'node:path';
import { PreparedDialogs } from '../host/owner/dialogs.ts';
import { StandIn } from '../host/owner/stand-in.ts';
import type { LaunchOptions, RunningApp } from './app.ts';
import { root } from './host.ts';

export interface RunningStandIn extends RunningApp {
  readonly standIn: StandIn;
}

export async function launchStandIn({
  userFolder,
  entry,
  startedBy,
}: LaunchOptions): Promise<RunningStandIn> {
  const dialogs = new PreparedDialogs();
  const printed: string[] = [];
  const standIn = new StandIn({
    entry: entry ?? join(root, 'out/electron/main.main.js'),
    appFolder: root,
    userFolder,
    headed: false,
    startedBy,
    node: process.env.SWARM_E2E_NODE,
    dialogs,
    onOutput: (text) => printed.push(text),
  });
  const page = await standIn.firstWindow();
  return {
    host: 'stand-in',
    standIn,
    page,
    userFolder,
    output: () => printed.join(''),
    windowCount: () => standIn.context.pages().length,
    answerDialog: (path) => {
      dialogs.answerNext(path);
      return Promise.resolve();
    },
    emitPower: (event) => standIn.emitPower(event),
    kill: async () => {
      standIn.child.kill('SIGKILL');
      await standIn.ended;
    },
    close: () => standIn.close(),
  };
}

import { _electron as electron } from 'playwright';
import type { LaunchOptions, RunningApp } from './app.ts';
import { root } from './host.ts';

/** The same application in real Electron. Needs a runtime whose inspect fuse is on, as unpackaged ones are. */
export async function launchElectron(
  program: string,
  { userFolder, entry = root }: LaunchOptions,
): Promise<RunningApp> {
  const app = await electron.launch({
    executablePath: program,
    args: [entry, `--user-data-dir=${userFolder}`],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const printed: string[] = [];
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => printed.push(text));
  }
  const exited = new Promise<number>((resolve) => {
    app.process().once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
  const page = await app.firstWindow();
  await app.evaluate(({ dialog }) => {
    const answers: (string | undefined)[] = [];
    Object.assign(globalThis, { dialogAnswers: answers });
    dialog.showOpenDialog = () => {
      const path = answers.shift();
      return Promise.resolve({ canceled: path === undefined, filePaths: path === undefined ? [] : [path] });
    };
    dialog.showSaveDialog = () => {
      const path = answers.shift();
      return Promise.resolve({ canceled: path === undefined, filePath: path ?? '' });
    };
  });
  return {
    host: 'electron',
    page,
    userFolder,
    output: () => printed.join(''),
    windowCount: () => app.windows().length,
    answerDialog: async (path) => {
      await app.evaluate((_electron, answer) => {
        (globalThis as unknown as { dialogAnswers: (string | undefined)[] }).dialogAnswers.push(answer);
      }, path);
    },
    emitPower: async (event) => {
      await app.evaluate(({ powerMonitor }, name) => {
        powerMonitor.emit(name);
      }, event);
    },
    kill: async () => {
      app.process().kill('SIGKILL');
      await exited;
    },
    close: async () => {
      if (app.process().exitCode === null && app.process().signalCode === null) {
        await app.evaluate(({ app: main }) => {
          main.quit();
        });
      }
      return exited;
    },
  };
}

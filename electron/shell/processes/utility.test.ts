import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { utilityProcessLauncher } from './utility.main.ts';

type Fork = Parameters<typeof utilityProcessLauncher>[0]['fork'];
type ForkOptions = Parameters<Fork>[2];
type UtilityProcess = ReturnType<Fork>;

/** What Electron's `utilityProcess.fork` gives, as far as the launcher uses it. */
class Child extends EventEmitter {
  readonly posted: unknown[] = [];
  running = true;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }

  kill(): boolean {
    if (!this.running) return false;
    this.running = false;
    this.emit('exit', 9);
    return true;
  }
}

function launch() {
  const child = new Child();
  const forks: { path: string; args: string[]; options: ForkOptions }[] = [];
  const launcher = utilityProcessLauncher({
    fork: (path, args, options) => {
      forks.push({ path, args, options });
      return child as unknown as UtilityProcess;
    },
  });
  const channel = launcher(new URL('file:///app/inference.utility.js'), 'inference');
  return { child, forks, channel };
}

test('starts without arguments and without what configures Node or names a proxy', () => {
  process.env.HTTP_PROXY = 'http://proxy';
  process.env.NODE_OPTIONS = '';
  const { forks } = launch();
  delete process.env.HTTP_PROXY;
  delete process.env.NODE_OPTIONS;
  const [fork] = forks;
  expect(fork).toMatchObject({ path: '/app/inference.utility.js', args: [], options: { execArgv: [] } });
  const kept = new Set(['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'SystemRoot', 'LD_LIBRARY_PATH']);
  const environment = Object.keys(fork?.options.env ?? { HTTP_PROXY: '' });
  expect(environment.filter((name) => !kept.has(name))).toEqual([]);
});

test('carries messages both ways and says once why the process is gone', async () => {
  const { child, channel } = launch();
  const heard: unknown[] = [];
  const reasons: string[] = [];
  channel.onMessage((message) => heard.push(message));
  channel.onClose((reason) => reasons.push(reason));
  channel.post({ t: 'call' });
  child.emit('message', { t: 'answer' });
  await channel.close();
  await channel.close();
  expect({ posted: child.posted, heard, reasons }).toEqual({
    posted: [{ t: 'call' }],
    heard: [{ t: 'answer' }],
    reasons: ['exit code 9'],
  });
});

import { closeSync, openSync, readFileSync, mkdirSync, rmSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type Electron from 'electron';
import { Emitter } from './emitter.ts';
import { owner } from './owner.ts';
import type { AppPart } from './parts.ts';

const appFolder = process.env.STAND_IN_APP_FOLDER ?? process.cwd();
const switches: [string, string][] = [];

function userFolder(): string {
  const given = process.argv.find((argument) => argument.startsWith('--user-data-dir='));
  return given?.slice('--user-data-dir='.length) ?? join(homedir(), '.config/swarm-clinical-stand-in');
}

class StandInApp extends Emitter<Electron.App> implements AppPart {
  readonly isPackaged = false;
  readonly #ready: Promise<void>;
  #instanceFile: string | undefined;
  #quitting = false;
  #sandboxed = false;

  constructor() {
    super();
    // Electron becomes ready after the entry has run; its switches are collected until then.
    this.#ready = new Promise((resolve, reject) => {
      setImmediate(() => {
        if (this.#quitting) return;
        if (!this.#sandboxed) reject(new Error('the stand-in starts only a sandboxed browser'));
        else owner.call('startBrowser', { switches }).then(resolve, reject);
      });
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.quit();
      });
    }
    process.once('disconnect', () => {
      this.quit();
    });
  }

  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => {
      switches.push([name, value]);
    },
    appendArgument: (value: string): void => {
      switches.push([value, '']);
    },
    getSwitchValue: (name: string): string => switches.find(([known]) => known === name)?.[1] ?? '',
    hasSwitch: (name: string): boolean => switches.some(([known]) => known === name),
    removeSwitch: (name: string): void => {
      switches.splice(0, switches.length, ...switches.filter(([known]) => known !== name));
    },
  };

  /** Chromium's sandbox is on in the stand-in as well; see `owner/browser.ts`. */
  enableSandbox(): void {
    this.#sandboxed = true;
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  getAppPath(): string {
    return appFolder;
  }

  getPath(name: string): string {
    if (name === 'userData' || name === 'sessionData') return userFolder();
    if (name === 'home') return homedir();
    if (name === 'temp') return process.env.TMPDIR ?? '/tmp';
    throw new Error(`the stand-in knows no path \`${name}\``);
  }

  getVersion(): string {
    const { version } = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return version;
  }

  /** A file with our process id; one whose process is gone is taken over. */
  requestSingleInstanceLock(): boolean {
    mkdirSync(userFolder(), { recursive: true, mode: 0o700 });
    const file = join(userFolder(), 'stand-in.pid');
    if (otherIsAlive(file)) return false;
    rmSync(file, { force: true });
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, String(process.pid));
    closeSync(handle);
    this.#instanceFile = file;
    return true;
  }

  quit(): void {
    this.#quitting = true;
    let prevented = false;
    this.say('before-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.exit(0);
  }

  exit(code = 0): void {
    if (this.#instanceFile !== undefined) rmSync(this.#instanceFile, { force: true });
    this.say('quit', {}, code);
    process.exit(code);
  }
}

function otherIsAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

export const app = new StandInApp();

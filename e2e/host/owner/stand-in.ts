import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page, Route } from 'playwright';
import { connect, serve, type CallContext, type Client, type Methods } from '../../../electron/core/index.ts';
import {
  childChannel,
  toRealUrl,
  type AskedPermission,
  type FrameRecord,
  type MainMethods,
  type OwnerMethods,
} from '../wire.ts';
import { startBrowser, type Browser } from './browser.ts';
import type { PreparedDialogs } from './dialogs.ts';
import { personDialogs, type Dialogs } from './dialogs.ts';
import { OwnedWindow } from './window.ts';

export interface StandInOptions {
  /** The main bundle or source, absolute. */
  readonly entry: string;
  readonly appFolder: string;
  readonly userFolder: string;
  readonly headed: boolean;
  /** Starts the main process in place of this Node, with the same arguments; for those who watch it. */
  readonly node?: string | undefined;
  /** A command that the program is started by, on Linux. */
  readonly startedBy?: readonly string[] | undefined;
  /** Specs answer dialogs themselves; otherwise a page asks the person. */
  readonly dialogs?: PreparedDialogs;
  /** Told once the browser runs: how its sandbox stands. */
  readonly onBrowser?: (sandbox: string) => void;
  /** Told what the main process and its children print; it is passed on to standard error as well. */
  readonly onOutput?: (text: string) => void;
}

/** Playwright's names of permissions, and Electron's. */
const PERMISSIONS: Readonly<Record<string, AskedPermission>> = {
  'clipboard-write': 'clipboard-sanitized-write',
  'clipboard-read': 'clipboard-read',
  geolocation: 'geolocation',
  notifications: 'notifications',
};
const START_URL = 'app://swarm/index.html';
/** How packages start the program on Linux: apart from the network of the machine, where that can be had. */
const ISOLATED_START = fileURLToPath(new URL('../../../config/electron/isolated-start.sh', import.meta.url));

/** The owner: starts the main process, holds its browser, and carries messages between the two. */
export class StandIn {
  readonly child: ChildProcess;
  /** Resolves with the main process's exit code when it has ended and the browser is closed. */
  readonly ended: Promise<number>;
  readonly #options: StandInOptions;
  readonly #dialogs: Dialogs;
  readonly #main: Client<MainMethods>;
  readonly #windows = new Map<number, OwnedWindow>();
  readonly #shown = Promise.withResolvers<Page>();
  #browser: Browser | undefined;
  /** Pages that the host itself is opening at this moment; any other new page is a popup. */
  #opening = 0;
  #ending = false;

  constructor(options: StandInOptions) {
    this.#options = options;
    this.#dialogs = options.dialogs ?? personDialogs(() => this.#newPage());
    const node = options.node ?? process.execPath;
    const linux = process.platform === 'linux';
    const [first = node, ...before] = linux ? [...(options.startedBy ?? []), ISOLATED_START, node] : [node];
    this.child = fork(options.entry, [`--user-data-dir=${options.userFolder}`], {
      execPath: first,
      execArgv: [...before, '--import', new URL('../register.mjs', import.meta.url).href],
      serialization: 'advanced',
      env: { ...process.env, STAND_IN_APP_FOLDER: options.appFolder },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        process.stderr.write(text);
        options.onOutput?.(text);
      });
    }
    const channel = childChannel(this.child);
    this.#main = connect<MainMethods>(channel, 'main');
    serve(channel, reportFailures(this.#methods()));
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code) => {
        this.#ending = true;
        this.#shown.reject(new Error('the main process ended before its window was shown'));
        const closing = this.#browser?.close() ?? Promise.resolve();
        void closing.finally(() => {
          resolve(code ?? 1);
        });
      });
    });
    this.#shown.promise.catch(() => undefined);
  }

  /** The first window, once the main process has shown it: the ready signal. */
  firstWindow(): Promise<Page> {
    return this.#shown.promise;
  }

  get context(): BrowserContext {
    if (this.#browser === undefined) throw new Error('the browser is not started');
    return this.#browser.context;
  }

  /** Lets the workstation's power monitor say something. */
  emitPower(event: 'suspend' | 'lock-screen'): Promise<void> {
    return this.#main.call('power', { event });
  }

  /** Sends a message to main as if it came from `frame`; what a page cannot do, a spec can. */
  forgeMessage(
    channel: string,
    args: readonly unknown[],
    frame: FrameRecord | undefined,
    windowId: number | undefined = this.#windows.keys().next().value,
  ): Promise<unknown> {
    return this.#main.call('invoke', { windowId, frame, channel, args });
  }

  /** Asks the main process to quit in order, and waits for it. */
  async close(): Promise<number> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await this.#main.call('quit', undefined).catch(() => undefined);
    }
    return this.ended;
  }

  #methods(): OwnerMethods {
    const window = (id: number): OwnedWindow => {
      const found = this.#windows.get(id);
      if (found === undefined) throw new Error(`no window ${String(id)}`);
      return found;
    };
    return {
      startBrowser: async ({ switches }) => {
        const browser = await startBrowser(switches, this.#options.headed);
        this.#browser = browser;
        this.#options.onBrowser?.(browser.sandbox);
        await this.#guard(browser.context);
      },
      createWindow: async ({ windowId, preloadFile }) => {
        // By now the application has set its handlers.
        await this.context.grantPermissions(await this.#grantedPermissions());
        const free = this.context.pages().find((page) => this.#windowOf(page) === undefined);
        const page = free ?? (await this.#newPage());
        this.#windows.set(windowId, await OwnedWindow.open(windowId, page, preloadFile, this.#main));
        page.on('close', () => {
          this.#windows.delete(windowId);
          if (!this.#ending) void this.#main.call('windowClosed', { windowId }).catch(() => undefined);
        });
        page.on('crash', () => {
          void this.#main.call('rendererGone', { windowId }).catch(() => undefined);
        });
        page.on('download', (download) => {
          void this.#main.call('download', { url: toRealUrl(download.url()) }).catch(() => undefined);
        });
      },
      loadUrl: async ({ windowId, url }) => {
        await window(windowId).load(url);
        await this.#main.call('windowReady', { windowId });
      },
      reload: ({ windowId }) => window(windowId).reload(),
      show: async ({ windowId }) => {
        const { page } = window(windowId);
        if (this.#options.headed) await page.bringToFront();
        this.#shown.resolve(page);
      },
      focus: ({ windowId }) => window(windowId).page.bringToFront(),
      closeWindow: ({ windowId }) => window(windowId).page.close(),
      send: ({ windowId, channel, args }) => window(windowId).send(channel, args),
      askPerson: (request) => this.#dialogs.ask(request),
    };
  }

  async #newPage(): Promise<Page> {
    this.#opening += 1;
    try {
      return await this.context.newPage();
    } finally {
      this.#opening -= 1;
    }
  }

  #windowOf(page: Page): OwnedWindow | undefined {
    return [...this.#windows.values()].find((window) => window.page === page);
  }

  /** Everything the browser asks for goes through here; nothing reaches a network. */
  async #guard(context: BrowserContext): Promise<void> {
    await context.grantPermissions([]);
    await context.route('**/*', (route) => this.#serve(route));
    context.on('page', (page) => {
      void this.#refusePopup(page).catch(() => undefined);
    });
  }

  /** Chromium denies every permission that is not listed once any list is given. */
  async #grantedPermissions(): Promise<string[]> {
    const granted: string[] = [];
    for (const [name, permission] of Object.entries(PERMISSIONS)) {
      if (await this.#main.call('grants', { permission, url: START_URL })) granted.push(name);
    }
    return granted;
  }

  async #serve(route: Route): Promise<void> {
    try {
      const request = route.request();
      const url = toRealUrl(request.url());
      if (request.isNavigationRequest() && !(await this.#mayNavigate(route))) {
        await route.abort('aborted');
        return;
      }
      const headers = Object.entries(request.headers()).filter(([name]) => !name.startsWith(':'));
      const response = await this.#main.call('request', {
        windowId: this.#windowOf(request.frame().page())?.windowId,
        ...{ url, method: request.method(), headers },
        body: request.postDataBuffer() ?? undefined,
      });
      if (response === undefined) await route.abort('blockedbyclient');
      else {
        const { status, headers, body } = response;
        await route.fulfill({ status, headers: { ...headers }, body: Buffer.from(body) });
      }
    } catch {
      // The page or the main process is gone; nobody waits for this answer.
      await route.abort('failed').catch(() => undefined);
    }
  }

  async #mayNavigate(route: Route): Promise<boolean> {
    const frame = route.request().frame();
    const window = this.#windowOf(frame.page());
    if (window === undefined) return false;
    const url = route.request().url();
    if (frame.parentFrame() === null && url === window.expectedLoad) {
      window.expectedLoad = undefined;
      return true;
    }
    const kind = frame.parentFrame() === null ? 'will-navigate' : 'will-frame-navigate';
    return this.#main.call('navigate', { windowId: window.windowId, url: toRealUrl(url), kind });
  }

  async #refusePopup(page: Page): Promise<void> {
    const ownPage = this.#opening > 0;
    const opener = await page.opener();
    if (opener === null && ownPage) return;
    // A page opened without an opener belongs to whoever could open it: one of our windows.
    const window = (opener === null ? undefined : this.#windowOf(opener)) ?? [...this.#windows.values()][0];
    const allowed =
      window !== undefined &&
      (await this.#main.call('openWindow', { windowId: window.windowId, url: toRealUrl(page.url()) }));
    if (!allowed) await page.close();
  }
}

/** A method that fails is a fault of the host: its whole error is shown where the host was started. */
function reportFailures(methods: OwnerMethods): Methods {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      async (argument: unknown, context: CallContext): Promise<unknown> => {
        try {
          return await method(argument, context);
        } catch (error) {
          process.stderr.write(`stand-in: ${name}: ${error instanceof Error ? (error.stack ?? '') : ''}\n`);
          throw error;
        }
      },
    ]),
  );
}

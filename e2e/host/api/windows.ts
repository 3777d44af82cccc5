import type Electron from 'electron';
import { drop } from '../../../electron/core/index.ts';
import { app } from './app.ts';
import { Emitter } from './emitter.ts';
import { owner } from './owner.ts';
import type { BrowserWindowPart, WebContentsPart } from './parts.ts';
import { sessionOf } from './session.ts';

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class StandInWebContents extends Emitter<Electron.WebContents> implements WebContentsPart {
  readonly id: number;
  /** Asked for every window that a page wants; without one, none is opened. */
  windowOpenHandler: WindowOpenHandler | undefined;
  destroyed = false;

  constructor(id: number) {
    super();
    this.id = id;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  reload(): void {
    drop(owner.call('reload', { windowId: this.id }));
  }

  send(channel: string, ...args: unknown[]): void {
    if (!this.destroyed) drop(owner.call('send', { windowId: this.id, channel, args }));
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }
}

const windows = new Map<number, BrowserWindow>();
let nextId = 1;

export class BrowserWindow extends Emitter<Electron.BrowserWindow> implements BrowserWindowPart {
  readonly id = nextId++;
  readonly webContents = new StandInWebContents(this.id);
  /** Where its pages come from and what they may. */
  readonly session: ReturnType<typeof sessionOf>;
  readonly #created: Promise<void>;
  isContentProtected = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.session = sessionOf(options.webPreferences?.partition);
    windows.set(this.id, this);
    app.say('web-contents-created', {}, this.webContents);
    this.#created = owner.call('createWindow', {
      windowId: this.id,
      title: options.title ?? '',
      width: options.width ?? 800,
      height: options.height ?? 600,
      preloadFile: options.webPreferences?.preload,
    });
    if (options.show !== false) this.show();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null;
  }

  static fromWebContents(contents: { readonly id: number }): BrowserWindow | null {
    return windows.get(contents.id) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    await this.#created;
    await owner.call('loadUrl', { windowId: this.id, url });
  }

  show(): void {
    drop(this.#created.then(() => owner.call('show', { windowId: this.id })));
  }

  focus(): void {
    drop(this.#created.then(() => owner.call('focus', { windowId: this.id })));
  }

  close(): void {
    drop(owner.call('closeWindow', { windowId: this.id }));
  }

  /** Kept alone: Chromium has no such thing, and as on Linux nothing comes of it. */
  setContentProtection(enable: boolean): void {
    this.isContentProtected = enable;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    this.focus();
  }

  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }

  /** The person or the browser closed it. */
  markClosed(): void {
    windows.delete(this.id);
    this.webContents.destroyed = true;
    this.say('closed');
    if (windows.size === 0) app.say('window-all-closed');
  }
}

export function standInWindow(id: number | undefined): BrowserWindow | undefined {
  return id === undefined ? undefined : windows.get(id);
}

import type { ChildProcess } from 'node:child_process';
import type { Channel, Methods } from '../../electron/core/index.ts';

/**
 * The stand-in is two processes: the main process runs `main.main.ts` with `electron` resolved to
 * `api/`, and its owner holds the browser. They speak over the pipe of `fork`.
 */

/** Where Electron serves our scheme, plain Chromium needs https; `.invalid` resolves nowhere. */
const REAL_ORIGIN = 'app://swarm';
const STAND_IN_ORIGIN = 'https://app.invalid';

export function toStandInUrl(url: string): string {
  return url.startsWith(`${REAL_ORIGIN}/`) ? STAND_IN_ORIGIN + url.slice(REAL_ORIGIN.length) : url;
}

export function toRealUrl(url: string): string {
  return url.startsWith(`${STAND_IN_ORIGIN}/`) ? REAL_ORIGIN + url.slice(STAND_IN_ORIGIN.length) : url;
}

export interface WindowRequest {
  readonly windowId: number;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly preloadFile: string | undefined;
}

export interface DialogRequest {
  readonly kind: 'open' | 'save';
  readonly title: string;
  readonly suggested: string;
  readonly extensions: readonly string[];
}

/** What the owner does for the main process. */
export interface OwnerMethods extends Methods {
  startBrowser(argument: { readonly switches: readonly (readonly [string, string])[] }): Promise<void>;
  createWindow(argument: WindowRequest): Promise<void>;
  loadUrl(argument: { readonly windowId: number; readonly url: string }): Promise<void>;
  reload(argument: { readonly windowId: number }): Promise<void>;
  show(argument: { readonly windowId: number }): Promise<void>;
  focus(argument: { readonly windowId: number }): Promise<void>;
  closeWindow(argument: { readonly windowId: number }): Promise<void>;
  send(argument: {
    readonly windowId: number;
    readonly channel: string;
    readonly args: readonly unknown[];
  }): Promise<void>;
  askPerson(argument: DialogRequest): Promise<string | undefined>;
}

export interface FrameRecord {
  readonly url: string;
  readonly isTop: boolean;
}

export type NavigationKind = 'will-navigate' | 'will-frame-navigate';

/** Permissions that Chromium can be told to grant, in Electron's words. */
export type AskedPermission =
  'clipboard-sanitized-write' | 'clipboard-read' | 'geolocation' | 'notifications';

/** What happens in the browser and is for the main process to decide. */
export interface MainMethods extends Methods {
  request(argument: {
    /** Whose page asks; its session answers. */
    readonly windowId: number | undefined;
    readonly url: string;
    readonly method: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: Uint8Array | undefined;
  }): Promise<ServedResponse | undefined>;
  navigate(argument: {
    readonly windowId: number;
    readonly url: string;
    readonly kind: NavigationKind;
  }): boolean;
  openWindow(argument: { readonly windowId: number; readonly url: string }): boolean;
  download(argument: { readonly url: string }): boolean;
  invoke(argument: {
    readonly windowId: number | undefined;
    readonly frame: FrameRecord | undefined;
    readonly channel: string;
    readonly args: readonly unknown[];
  }): Promise<unknown>;
  grants(argument: { readonly permission: AskedPermission; readonly url: string }): boolean;
  windowReady(argument: { readonly windowId: number }): void;
  windowClosed(argument: { readonly windowId: number }): void;
  rendererGone(argument: { readonly windowId: number }): void;
  power(argument: { readonly event: string }): void;
  quit(argument: undefined): void;
}

export interface ServedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The owner's side of the pipe to a main process. */
export function childChannel(child: ChildProcess): Channel {
  return {
    post: (message) => {
      // It may go before this reaches it, which its end tells.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onClose: (listener) => {
      child.once('exit', (code, signal) => {
        listener(signal ?? `exit code ${String(code)}`);
      });
    },
    close: () => {
      child.kill('SIGKILL');
      return Promise.resolve();
    },
  };
}

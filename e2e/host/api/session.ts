import type Electron from 'electron';
import { Emitter } from './emitter.ts';
import type { SessionPart } from './parts.ts';

type Handler<Name extends keyof Electron.Session> = Electron.Session[Name] extends (
  handler: infer H,
  ...rest: never[]
) => unknown
  ? H
  : never;
type PageHandler = (request: Request) => Response | Promise<Response>;
type CheckedPermission = Parameters<NonNullable<Handler<'setPermissionCheckHandler'>>>[1];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  answer: (response: Electron.CallbackResponse) => void,
) => void;

/**
 * Keeps the handlers that the application sets. Chromium itself, started without permissions, without
 * downloads and without a network, already refuses what they refuse; the ones that the browser can
 * ask (requests, permissions, downloads) are asked.
 */
class StandInSession extends Emitter<Electron.Session> implements SessionPart {
  permissionRequest: Handler<'setPermissionRequestHandler'> = null;
  beforeRequest: BeforeRequest | undefined;
  permissionCheck: Handler<'setPermissionCheckHandler'> = null;
  readonly settings = new Map<string, unknown>();

  setPermissionRequestHandler(handler: Handler<'setPermissionRequestHandler'>): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: Handler<'setPermissionCheckHandler'>): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: Handler<'setDevicePermissionHandler'>): void {
    this.settings.set('devicePermission', handler);
  }

  setDisplayMediaRequestHandler(handler: Handler<'setDisplayMediaRequestHandler'>): void {
    this.settings.set('displayMediaRequest', handler);
  }

  setBluetoothPairingHandler(handler: Handler<'setBluetoothPairingHandler'>): void {
    this.settings.set('bluetoothPairing', handler);
  }

  setUSBProtectedClassesHandler(handler: Handler<'setUSBProtectedClassesHandler'>): void {
    this.settings.set('usbProtectedClasses', handler);
  }

  setCertificateVerifyProc(handler: Handler<'setCertificateVerifyProc'>): void {
    this.settings.set('certificateVerify', handler);
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    this.settings.set('spellChecker', enabled);
  }

  enableNetworkEmulation(options: Electron.EnableNetworkEmulationOptions): void {
    this.settings.set('networkEmulation', options);
  }

  readonly pageHandlers = new Map<string, PageHandler>();
  readonly protocol: SessionPart['protocol'] = {
    handle: (scheme, handler) => {
      this.pageHandlers.set(scheme, handler);
    },
    unhandle: (scheme) => {
      this.pageHandlers.delete(scheme);
    },
  };

  /** The application keeps nothing in it; what Chromium kept goes with its profile. */
  clearStorageData(): Promise<void> {
    return Promise.resolve();
  }

  readonly webRequest = {
    onBeforeRequest: (...args: unknown[]): void => {
      this.beforeRequest = args.at(-1) as BeforeRequest;
    },
  };

  /** Whether the application grants a permission to its own page. Electron grants all without handlers. */
  grants(permission: CheckedPermission, requestingUrl: string): boolean {
    const details = { isMainFrame: true, requestingUrl };
    return this.permissionCheck?.(null, permission, new URL(requestingUrl).origin, details) ?? true;
  }

  /** Whether the application lets a request through. */
  async allowsRequest(url: string): Promise<boolean> {
    const listener = this.beforeRequest;
    if (listener === undefined) return true;
    const details = { url, method: 'GET' } as Electron.OnBeforeRequestListenerDetails;
    const { cancel } = await new Promise<Electron.CallbackResponse>((resolve) => {
      listener(details, resolve);
    });
    return cancel !== true;
  }
}

export const standInSession = new StandInSession();

/** Sessions beside it, each for what is opened in it. All of them share the one profile of the browser. */
const partitions = new Map<string, StandInSession>();

export function sessionOf(partition: string | undefined): StandInSession {
  if (partition === undefined) return standInSession;
  const known = partitions.get(partition) ?? new StandInSession();
  partitions.set(partition, known);
  return known;
}

export const session = { defaultSession: standInSession, fromPartition: sessionOf };

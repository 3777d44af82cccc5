import type Electron from 'electron';
import { drop, serve } from '../../../electron/core/index.ts';
import type { MainMethods } from '../wire.ts';
import { app } from './app.ts';
import { invokeHandlers, powerMonitor } from './electron.ts';
import { ownerChannel } from './owner.ts';
import { standInSession } from './session.ts';
import { standInWindow } from './windows.ts';

/** Event that a listener can say no to. */
function preventable(): {
  readonly event: { preventDefault(): void; readonly url?: string };
  prevented(): boolean;
} {
  let prevented = false;
  return {
    event: {
      preventDefault: () => {
        prevented = true;
      },
    },
    prevented: () => prevented,
  };
}

const methods: MainMethods = {
  request: async ({ windowId, url, method, headers, body }) => {
    const session = standInWindow(windowId)?.session ?? standInSession;
    if (!(await session.allowsRequest(url))) return undefined;
    const handler = session.pageHandlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) return undefined;
    const sent = body === undefined ? {} : { body: Uint8Array.from(body) };
    const response = await handler(
      new Request(url, {
        method,
        headers: headers.map(([name, value]): [string, string] => [name, value]),
        ...sent,
      }),
    );
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  },
  navigate: ({ windowId, url, kind }) => {
    const { event, prevented } = preventable();
    Object.assign(event, { url, isMainFrame: kind === 'will-navigate' });
    const contents = standInWindow(windowId)?.webContents;
    if (contents === undefined) return false;
    contents.say('will-frame-navigate', event);
    if (kind === 'will-navigate') contents.say('will-navigate', event, url);
    return !prevented();
  },
  openWindow: ({ windowId, url }) => {
    const handler = standInWindow(windowId)?.webContents.windowOpenHandler;
    if (handler === undefined) return false;
    return handler({ url } as Electron.HandlerDetails).action === 'allow';
  },
  download: ({ url }) => {
    const { event, prevented } = preventable();
    standInSession.say('will-download', event, { getURL: () => url });
    return !prevented();
  },
  invoke: async ({ windowId, frame, channel, args }) => {
    const handler = invokeHandlers.get(channel);
    if (handler === undefined) throw new Error(`no handler registered for \`${channel}\``);
    const event = {
      sender: standInWindow(windowId)?.webContents ?? { id: -1 },
      senderFrame: frame === undefined ? null : { url: frame.url, parent: frame.isTop ? null : {} },
    };
    return await handler(event as unknown as Electron.IpcMainInvokeEvent, ...args);
  },
  grants: ({ permission, url }) => standInSession.grants(permission, url),
  windowReady: ({ windowId }) => {
    standInWindow(windowId)?.say('ready-to-show');
  },
  windowClosed: ({ windowId }) => {
    standInWindow(windowId)?.markClosed();
  },
  rendererGone: ({ windowId }) => {
    const contents = standInWindow(windowId)?.webContents;
    if (contents !== undefined) {
      app.say('render-process-gone', {}, contents, { reason: 'crashed', exitCode: 1 });
    }
  },
  power: ({ event }) => {
    powerMonitor.emit(event);
  },
  quit: () => {
    drop(
      Promise.resolve().then(() => {
        app.quit();
      }),
    );
  },
};

serve(ownerChannel, methods);

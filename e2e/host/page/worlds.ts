import type { linkWorlds } from './link.ts';
import type { makeCodec } from './codec.ts';

/** Functions in this file are put into Chromium as text, before any script of the page. */

/** Name of the world in which the preload runs; pages cannot reach it. */
export const PRELOAD_WORLD = 'electron-preload';
/** Function of that world through which the preload speaks to the owner. */
export const HOST_BINDING = 'standInHost';
export const CARRIER_EVENT = 'stand-in-carrier';

/** The page's world: takes what the preload exposes, frozen, before page scripts run. */
export function setUpPageWorld(link: typeof linkWorlds, carrierEvent: string): void {
  if (window.top !== window) return;
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(freeze);
      Object.freeze(value);
    }
    return value;
  };
  window.addEventListener(
    carrierEvent,
    (event) => {
      event.stopImmediatePropagation();
      const [carrier] = (event as MessageEvent).ports;
      if (carrier === undefined) return;
      link(carrier, 'page').onExpose((key, value) => {
        Object.defineProperty(window, key, { value: freeze(value), enumerable: true });
      });
    },
    { capture: true, once: true },
  );
}

type Listener = (event: unknown, ...args: unknown[]) => void;

/**
 * The preload's world: `require('electron')` with `contextBridge` and `ipcRenderer`, then the
 * unchanged preload.
 */
export function setUpPreloadWorld(
  link: typeof linkWorlds,
  codec: ReturnType<typeof makeCodec>,
  names: { carrierEvent: string; binding: string },
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  if (window.top !== window) return;
  const global = globalThis as unknown as Record<string, unknown>;
  const post = global[names.binding] as (payload: string) => void;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<Listener>>();
  let next = 1;

  global.standInAnswer = (payload: string): void => {
    const { id, value, error } = codec.decode(payload) as { id: number; value: unknown; error?: string };
    const promise = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) promise?.resolve(value);
    else promise?.reject(new Error(error));
  };
  global.standInMessage = (payload: string): void => {
    const { channel, args } = codec.decode(payload) as { channel: string; args: unknown[] };
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  };

  const { port2: carrier } = new MessageChannel();
  const world = link(carrier, 'preload');
  window.dispatchEvent(new MessageEvent(names.carrierEvent, { ports: [carrier] }));

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> => {
      const id = next++;
      const payload = codec.encode({ id, channel, args });
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        post(payload);
      });
    },
    on: (channel: string, listener: Listener) => {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: Listener) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, value: unknown): void => {
      world.expose(key, value);
    },
  };
  const require = (name: string): unknown => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  preload(require, module, module.exports);
}
